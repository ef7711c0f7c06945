// Rules of a library: rows in the order in which they were made.
import type { NewRule } from '#lib/contract/rule.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { newId } from '#lib/kernel/ids.ts'
import { MAX_RULES } from '#lib/kernel/limits.ts'
import type { DbOrTx, Tx } from './client.ts'
import type { Rule } from './generated/client.ts'
import { rowsFor, toPage, type Page } from './page.ts'
import { sql } from './sql.ts'

export type RuleRow = Rule

export async function listRules(
  db: DbOrTx,
  libraryId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<RuleRow>> {
  const rows = await db.rule.findMany({
    where: { libraryId, ...(cursor && { id: { gt: cursor } }) },
    orderBy: { id: 'asc' },
    take: rowsFor(limit),
  })
  const count = await db.rule.count({ where: { libraryId } })
  return toPage(rows, limit, { count, exact: true }, ({ id }) => id)
}

/** Those that are to be applied by themselves. */
export function enabledRules(db: DbOrTx, libraryId: string): Promise<RuleRow[]> {
  return db.rule.findMany({ where: { libraryId, isEnabled: true }, orderBy: { id: 'asc' } })
}

/** @throws AppError `not_found` when the library has no such rule */
export async function findRule(db: DbOrTx, libraryId: string, id: string): Promise<RuleRow> {
  const rule = await db.rule.findFirst({ where: { id, libraryId } })
  if (!rule) throw new AppError('not_found')
  return rule
}

/** @throws AppError `conflict` when the library has MAX_RULES already */
export async function insertRule(tx: Tx, libraryId: string, rule: NewRule): Promise<RuleRow> {
  // Two at once must not both be the last one.
  await tx.$queryRaw(sql`SELECT FROM "Library" WHERE "id" = ${libraryId}::uuid FOR NO KEY UPDATE`)
  if ((await tx.rule.count({ where: { libraryId } })) >= MAX_RULES) throw new AppError('conflict')
  return tx.rule.create({ data: { ...rule, urlPattern: rule.urlPattern || null, id: newId(), libraryId } })
}

/** @throws AppError `not_found` when the library has no such rule */
export async function switchRule(
  db: DbOrTx,
  libraryId: string,
  { id, isEnabled }: { id: string; isEnabled: boolean },
): Promise<RuleRow> {
  const [rule] = await db.rule.updateManyAndReturn({ where: { id, libraryId }, data: { isEnabled } })
  if (!rule) throw new AppError('not_found')
  return rule
}

/** @throws AppError `not_found` when the library has no such rule */
export async function deleteRule(db: DbOrTx, libraryId: string, id: string): Promise<void> {
  const { count } = await db.rule.deleteMany({ where: { id, libraryId } })
  if (count === 0) throw new AppError('not_found')
}
