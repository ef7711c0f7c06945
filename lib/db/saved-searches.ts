// Searches that a library keeps under names, in the order in which they were made.
import type { ForgottenSearch } from '#lib/contract/operation.ts'
import { searchSort } from '#lib/contract/link.ts'
import type { NewSavedSearch } from '#lib/contract/saved-search.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { newId } from '#lib/kernel/ids.ts'
import { MAX_SAVED_SEARCHES } from '#lib/kernel/limits.ts'
import type { DbOrTx, Tx } from './client.ts'
import { insertForgottenFeeds, listFeedsOf } from './feeds.ts'
import type { SavedSearch } from './generated/client.ts'
import { rowsFor, toPage, type Page } from './page.ts'
import { sql } from './sql.ts'
import { tagKey } from './tag-key.ts'

export type SavedSearchRow = SavedSearch

export async function listSavedSearches(
  db: DbOrTx,
  libraryId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<SavedSearchRow>> {
  const rows = await db.savedSearch.findMany({
    where: { libraryId, ...(cursor && { id: { gt: cursor } }) },
    orderBy: { id: 'asc' },
    take: rowsFor(limit),
  })
  const count = await db.savedSearch.count({ where: { libraryId } })
  return toPage(rows, limit, { count, exact: true }, ({ id }) => id)
}

/** @throws AppError `not_found` when the library has no such search */
export async function findSavedSearch(db: DbOrTx, libraryId: string, id: string): Promise<SavedSearchRow> {
  const row = await db.savedSearch.findFirst({ where: { id, libraryId } })
  if (!row) throw new AppError('not_found')
  return row
}

/** The one of this name, however it is written: names are folded as tags are. @throws AppError `not_found` */
export async function findSavedSearchByName(
  db: DbOrTx,
  libraryId: string,
  name: string,
): Promise<SavedSearchRow> {
  const row = await db.savedSearch.findUnique({ where: { libraryId_key: { libraryId, key: tagKey(name) } } })
  if (!row) throw new AppError('not_found')
  return row
}

/** Two who save at once would both be the last one that there is room for, or take one name. */
async function lockSavedSearches(tx: Tx, libraryId: string): Promise<void> {
  await tx.$queryRaw(sql`SELECT FROM "Library" WHERE "id" = ${libraryId}::uuid FOR NO KEY UPDATE`)
}

async function assertFree(tx: Tx, libraryId: string, name: string, id: string | null): Promise<void> {
  const key = tagKey(name)
  const taken = await tx.savedSearch.findUnique({ where: { libraryId_key: { libraryId, key } } })
  if (taken && taken.id !== id) throw new AppError('name_taken', { name: taken.name })
}

/**
 * @param search  new, or one that is brought back
 * @throws AppError `name_taken` `{ name }`; `limit_reached` `{ count }` when the library has MAX_SAVED_SEARCHES already
 */
export async function insertSavedSearch(
  tx: Tx,
  libraryId: string,
  search: NewSavedSearch | ForgottenSearch['search'],
): Promise<SavedSearchRow> {
  await lockSavedSearches(tx, libraryId)
  await assertFree(tx, libraryId, search.name, null)
  const count = await tx.savedSearch.count({ where: { libraryId } })
  if (count >= MAX_SAVED_SEARCHES) throw new AppError('limit_reached', { count: MAX_SAVED_SEARCHES })
  return tx.savedSearch.create({ data: { id: newId(), ...search, libraryId, key: tagKey(search.name) } })
}

/** @throws AppError `not_found` when the library has no such search; `name_taken` `{ name }` */
export async function updateSavedSearch(
  tx: Tx,
  libraryId: string,
  id: string,
  { name, q, sort }: Partial<NewSavedSearch>,
): Promise<SavedSearchRow> {
  await lockSavedSearches(tx, libraryId)
  if (name !== undefined) await assertFree(tx, libraryId, name, id)
  const [row] = await tx.savedSearch.updateManyAndReturn({
    where: { id, libraryId },
    data: { q, sort, ...(name !== undefined && { name, key: tagKey(name) }) },
  })
  if (!row) throw new AppError('not_found')
  return row
}

/** @throws AppError `not_found` when the library has no such search */
export async function deleteSavedSearch(db: DbOrTx, libraryId: string, id: string): Promise<void> {
  const { count } = await db.savedSearch.deleteMany({ where: { id, libraryId } })
  if (count === 0) throw new AppError('not_found')
}

/** A search with its feeds as they are, so that both can be brought back. @throws AppError `not_found` */
export async function rememberSavedSearch(tx: Tx, libraryId: string, id: string): Promise<ForgottenSearch> {
  await lockSavedSearches(tx, libraryId)
  const { name, q, sort, createdAt, updatedAt } = await findSavedSearch(tx, libraryId, id)
  return {
    search: {
      id,
      name,
      q,
      sort: searchSort.parse(sort),
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    },
    feeds: await listFeedsOf(tx, libraryId, id),
  }
}

/**
 * Makes it as it was, with its id, and its feeds with their addresses.
 *
 * @throws AppError `name_taken` `{ name }`; `limit_reached` `{ count }` when there are too many searches or feeds by now
 */
export async function bringBackSavedSearch(
  tx: Tx,
  libraryId: string,
  { search, feeds }: ForgottenSearch,
): Promise<void> {
  await insertSavedSearch(tx, libraryId, search)
  await insertForgottenFeeds(tx, libraryId, search.id, feeds)
}
