// Libraries that somebody who was removed left behind.
import type { Db, Tx } from './client.ts'
import { sql } from './sql.ts'
import { lockTags } from './tags.ts'

/** What operations noted of links, at once: a row takes microseconds. */
const NOTES_AT_ONCE = 20_000

/** Their ids. */
export async function listLeftLibraries(db: Db): Promise<string[]> {
  const rows = await db.library.findMany({ where: { ownerId: null }, select: { id: true } })
  return rows.map(({ id }) => id)
}

/**
 * Takes up to `limit` links of a library with all their versions, or else what it notes of changed ones; at last the library
 * itself, with its tags and rules.
 *
 * @returns whether it is gone
 */
export async function dropSomeOfLibrary(tx: Tx, libraryId: string, limit: number): Promise<boolean> {
  await lockTags(tx, libraryId, 'exclusive')
  const links = await tx.$executeRaw(sql`
    DELETE FROM "Link" WHERE "id" IN (
      SELECT "id" FROM "Link" WHERE "libraryId" = ${libraryId}::uuid ORDER BY "id" DESC LIMIT ${limit}::int)`)
  if (links > 0) return false
  const notes = await tx.$executeRaw(sql`
    DELETE FROM "OperationStep" WHERE "id" IN (
      SELECT s."id" FROM "Operation" o JOIN "OperationStep" s ON s."operationId" = o."id"
      WHERE o."libraryId" = ${libraryId}::uuid LIMIT ${NOTES_AT_ONCE}::int)`)
  if (notes > 0) return false
  await tx.library.deleteMany({ where: { id: libraryId, ownerId: null } })
  return true
}
