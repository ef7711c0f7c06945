// Tags that an operation is going to give to links: made where they are missing, and noted as made.
import type { TagBefore } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { missingKeys } from '#lib/db/tag-states.ts'
import { ensureTags } from '#lib/db/tags.ts'

/**
 * @param paths  of tags or of other names of them
 * @returns ids in the order of `paths`, and which tags were made, for undoing
 */
export async function makeTags(
  tx: Tx,
  libraryId: string,
  paths: readonly string[],
): Promise<{ ids: string[]; tagsBefore: TagBefore[] }> {
  const missing = await missingKeys(tx, libraryId, paths)
  const idByKey = await ensureTags(tx, libraryId, paths)
  const ids = [...new Set(paths.flatMap((path) => idByKey.get(tagKey(path)) ?? []))]
  const madeIds = [...idByKey].filter(([key]) => missing.has(key)).map(([, id]) => id)
  return { ids, tagsBefore: madeIds.map((id) => ({ id, made: true })) }
}
