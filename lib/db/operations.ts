// Operations: what was done to many links or tags at once, with what is needed to take it back.
import type { OperationKind, OperationPlan, OperationSubject, TagBefore } from '#lib/contract/operation.ts'
import { AppError, type ErrorCode } from '#lib/kernel/errors.ts'
import { newId } from '#lib/kernel/ids.ts'
import { UNDO_KEEP_MS } from '#lib/kernel/limits.ts'
import type { Db, DbOrTx, Tx } from './client.ts'
import type { Operation } from './generated/client.ts'
import { ROWS_TO_COUNT, rowsFor, toPage, toTotal, type Page } from './page.ts'
import { sql } from './sql.ts'

export type OperationRow = Operation

export interface OperationDraft {
  kind: OperationKind
  plan: OperationPlan
  subject: OperationSubject
  tagsBefore?: TagBefore[]
  linksTotal: number
}

/** Notes an operation that has just begun. */
export function insertOperation(tx: Tx, libraryId: string, draft: OperationDraft): Promise<OperationRow> {
  return tx.operation.create({ data: { id: newId(), libraryId, status: 'queued', ...draft } })
}

/** @throws AppError `not_found` when the library has no such operation */
export async function findOperation(db: DbOrTx, libraryId: string, id: string): Promise<OperationRow> {
  const operation = await db.operation.findFirst({ where: { id, libraryId } })
  if (!operation) throw new AppError('not_found')
  return operation
}

/** The operation, kept from everybody else until the transaction ends; null when it is gone. */
export async function lockOperation(tx: Tx, id: string): Promise<OperationRow | null> {
  await tx.$queryRaw(sql`SELECT FROM "Operation" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`)
  return tx.operation.findUnique({ where: { id } })
}

/** Ends an operation that cannot go on, unless it is somewhere else by now. What it has done may be taken back. */
export async function failOperation(
  db: DbOrTx,
  id: string,
  { status, code }: { status?: 'queued' | 'undoing'; code: ErrorCode },
): Promise<void> {
  await db.operation.updateMany({
    where: { id, status },
    data: { status: 'failed', errorCode: code, endedAt: new Date() },
  })
}

/** Operations of a library, newest first. */
export async function listOperations(
  db: DbOrTx,
  libraryId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<OperationRow>> {
  const rows = await db.operation.findMany({
    where: { libraryId, ...(cursor && { id: { lt: cursor } }) },
    orderBy: { id: 'desc' },
    take: rowsFor(limit),
  })
  const counted = await db.operation.findMany({
    where: { libraryId },
    take: ROWS_TO_COUNT,
    select: { id: true },
  })
  return toPage(rows, limit, toTotal(counted.length), ({ id }) => id)
}

/** Forgets operations that are too old to be undone; their steps go with them. */
export async function forgetOperations(db: Db): Promise<number> {
  const createdAt = { lt: new Date(Date.now() - UNDO_KEEP_MS) }
  const { count } = await db.operation.deleteMany({
    where: { createdAt, status: { notIn: ['queued', 'undoing'] } },
  })
  return count
}
