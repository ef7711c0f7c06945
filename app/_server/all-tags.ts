// The tags of the library, for the tree and for completion.
import { cache } from 'react'
import type { TagView } from '#lib/contract/tag.ts'
import { MAX_PAGE_SIZE } from '#lib/kernel/limits.ts'
import { listTags } from '#lib/usecases/tags/list-tags.ts'
import { requestContext } from './context.ts'

/** A tree beyond this is no help to anybody; the search field finds the rest. */
const MAX_TAGS_SHOWN = 1_000

export const allTags = cache(async (): Promise<TagView[]> => {
  const ctx = await requestContext()
  const tags: TagView[] = []
  let cursor: string | undefined
  do {
    const page = await listTags(ctx, { limit: MAX_PAGE_SIZE, cursor })
    tags.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor && tags.length < MAX_TAGS_SHOWN)
  return tags
})

/** Paths for completion, most used first. */
export async function knownTagPaths(): Promise<string[]> {
  return (await allTags()).toSorted((a, b) => b.linkCount - a.linkCount).map(({ path }) => path)
}
