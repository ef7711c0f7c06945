// How a tag is shown.
import { tagColor, type TagView } from '#lib/contract/tag.ts'
import type { TagRow } from '#lib/db/tag-tree.ts'

/** The view of a row; a colour that this version does not draw is none. */
export function tagViewOf(row: TagRow): TagView {
  return {
    id: row.id,
    path: row.path,
    color: tagColor.safeParse(row.color).data ?? null,
    linkCount: row.linkCount,
    totalCount: row.totalCount,
    aliases: row.aliases,
  }
}
