// Rules of a library, in their order: where two disagree, the later one goes first.
import type { NewRule } from '#lib/contract/rule.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { newId } from '#lib/kernel/ids.ts'
import { MAX_RULES } from '#lib/kernel/limits.ts'
import type { DbOrTx, Tx } from './client.ts'
import type { Prisma, Rule } from './generated/client.ts'
import { rowsFor, toPage, type Page } from './page.ts'
import { sql } from './sql.ts'

export type RuleRow = Rule

const IN_ORDER: Prisma.RuleOrderByWithRelationInput[] = [{ position: 'asc' }, { id: 'asc' }]

export async function listRules(
  db: DbOrTx,
  libraryId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<RuleRow>> {
  const rows = await db.rule.findMany({
    where: { libraryId },
    orderBy: IN_ORDER,
    take: rowsFor(limit),
    ...(cursor && { cursor: { id: cursor }, skip: 1 }),
  })
  const count = await db.rule.count({ where: { libraryId } })
  return toPage(rows, limit, { count, exact: true }, ({ id }) => id)
}

/** Those that are to be applied by themselves. */
export function enabledRules(db: DbOrTx, libraryId: string): Promise<RuleRow[]> {
  return db.rule.findMany({ where: { libraryId, isEnabled: true }, orderBy: IN_ORDER })
}

/** @throws AppError `not_found` when the library has no such rule */
export async function findRule(db: DbOrTx, libraryId: string, id: string): Promise<RuleRow> {
  const rule = await db.rule.findFirst({ where: { id, libraryId } })
  if (!rule) throw new AppError('not_found')
  return rule
}

/** Two who change rules at once would both be the last one, or lose what the other moved. */
async function lockRules(tx: Tx, libraryId: string): Promise<void> {
  await tx.$queryRaw(sql`SELECT FROM "Library" WHERE "id" = ${libraryId}::uuid FOR NO KEY UPDATE`)
}

/**
 * Makes a rule, the last one.
 *
 * @throws AppError `conflict` when the library has MAX_RULES already
 */
export async function insertRule(tx: Tx, libraryId: string, rule: NewRule): Promise<RuleRow> {
  await lockRules(tx, libraryId)
  const { _count: count, _max: last } = await tx.rule.aggregate({
    where: { libraryId },
    _count: true,
    _max: { position: true },
  })
  if (count >= MAX_RULES) throw new AppError('conflict')
  const position = (last.position ?? 0) + 1
  return tx.rule.create({ data: { ...rowOf(rule), id: newId(), libraryId, position } })
}

const rowOf = (rule: NewRule) => ({ ...rule, urlPattern: rule.urlPattern || null })

/**
 * Gives a rule what `change` makes of it, and another place when one is named.
 *
 * @throws AppError `not_found` when the library has no such rule; what `change` throws
 */
export async function updateRule(
  tx: Tx,
  libraryId: string,
  { id, position, change }: { id: string; position?: number; change(rule: RuleRow): NewRule },
): Promise<RuleRow> {
  await lockRules(tx, libraryId)
  const rule = await findRule(tx, libraryId, id)
  await tx.rule.update({ where: { id }, data: rowOf(change(rule)) })
  if (position !== undefined) await placeRule(tx, libraryId, id, position)
  return findRule(tx, libraryId, id)
}

async function placeRule(tx: Tx, libraryId: string, id: string, position: number): Promise<void> {
  const rules = await tx.rule.findMany({ where: { libraryId }, orderBy: IN_ORDER, select: { id: true } })
  const order = rules.map((rule) => rule.id).filter((other) => other !== id)
  order.splice(position - 1, 0, id)
  await tx.$executeRaw(sql`
    UPDATE "Rule" SET "position" = o."position" FROM unnest(${order}::uuid[]) WITH ORDINALITY o("id", "position")
    WHERE "Rule"."id" = o."id"`)
}

/** @throws AppError `not_found` when the library has no such rule */
export async function deleteRule(db: DbOrTx, libraryId: string, id: string): Promise<void> {
  const { count } = await db.rule.deleteMany({ where: { id, libraryId } })
  if (count === 0) throw new AppError('not_found')
}
