// Tags and visibility of many links at once: of those named, or of all that a query finds.
import { editLinksInput, operationView } from '#lib/contract/operation.ts'
import type { z } from 'zod'
import { inTransaction, type Tx } from '#lib/db/client.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { findTagByPath } from '#lib/db/tag-tree.ts'
import { lockTags } from '#lib/db/tags.ts'
import { MAX_LINKS_AT_ONCE } from '#lib/kernel/limits.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { queryParts } from '#lib/search/query-parts.ts'
import { matchLinks } from '#lib/search/match-links.ts'
import { beginOperation } from '#lib/tagging/begin-operation.ts'
import { makeTags } from '#lib/tagging/make-tags.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from '../operations/operation-view.ts'

async function knownTagIds(tx: Tx, libraryId: string, paths: readonly string[]): Promise<string[]> {
  const ids = []
  for (const path of paths) {
    const tag = await findTagByPath(tx, libraryId, path)
    if (tag) ids.push(tag.id)
  }
  return ids
}

type Filters = NonNullable<z.output<typeof editLinksInput>['filters']>

/** Texts of a query's words are looked at one by one: so many in one transaction. */
const MAX_LINKS_LOOKED_AT = 2_000

/** All links of a query that are few enough are named at once: what is changed must not decide what is found. */
async function findTarget(
  tx: Tx,
  libraryId: string,
  filters: Filters,
  now: Date,
): Promise<{ ids?: string[]; filters?: Filters; linksTotal?: number }> {
  const { q = '', ...others } = filters
  const query = parseQuery(q)
  const hasWords = queryParts(query).some(({ kind }) => kind !== 'field')
  const limit = hasWords ? MAX_LINKS_LOOKED_AT : MAX_LINKS_AT_ONCE
  const found = await matchLinks(tx, libraryId, query, { filters: others, limit, now })
  if (found.after === null) return { ids: found.ids }
  // A worker goes on asking, page after page; relative times are those of its own clock then.
  return { filters, linksTotal: MAX_LINKS_AT_ONCE + 1 }
}

/**
 * Adds and takes off tags, and shows or hides links; a tag that is both added and taken off is added. Ids that are no links
 * of the library are passed over. More than 10,000 links are a worker's.
 *
 * @throws AppError `invalid_request`
 */
export const editLinks = defineUseCase({
  name: 'links.edit',
  scope: 'links:write',
  input: editLinksInput,
  output: operationView,
  async run(ctx, { ids, filters, addTags, removeTags, visibility }) {
    const { libraryId } = ctx.actor
    const added = new Set(addTags.map(tagKey))
    const removed = removeTags.filter((path) => !added.has(tagKey(path)))
    const operation = await inTransaction(ctx.db, async (tx) => {
      await lockTags(tx, libraryId, 'exclusive')
      const remove = await knownTagIds(tx, libraryId, removed)
      const made = await makeTags(tx, libraryId, addTags)
      const target = ids
        ? { ids: [...new Set(ids)] }
        : await findTarget(tx, libraryId, filters ?? {}, ctx.now())
      const { linksTotal = target.ids?.length ?? 0, ...which } = target
      return beginOperation(tx, ctx, libraryId, {
        kind: 'links.edit',
        plan: {
          type: 'edit',
          ...which,
          add: made.ids,
          remove: remove.filter((id) => !made.ids.includes(id)),
          visibility,
          after: null,
        },
        subject: { tags: removed, into: addTags, query: filters ? (filters.q ?? '') : null },
        tagsBefore: made.tagsBefore,
        linksTotal,
      })
    })
    return operationViewOf(operation, ctx.now())
  },
})
