// Tags that a link may want: from the library's own, offline, each with its reason.
import { suggestTagsInput, tagColor, tagSuggestions } from '#lib/contract/tag.ts'
import { inTransaction } from '#lib/db/client.ts'
import { listLinksByIds } from '#lib/db/links.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_TAG_SUGGESTIONS, MAX_TAGS_PER_LINK } from '#lib/kernel/limits.ts'
import * as tagging from '#lib/tagging/suggest-tags.ts'
import { defineUseCase } from '../define-use-case.ts'

/**
 * Tags that the link does not bear, nor one below them, best first.
 *
 * @throws AppError `not_found`
 */
export const suggestLinkTags = defineUseCase({
  name: 'links.suggestTags',
  scope: 'links:read',
  input: suggestTagsInput,
  output: tagSuggestions,
  async run({ db, actor: { libraryId } }, { id }) {
    return inTransaction(db, async (tx) => {
      const [parts] = await listLinksByIds(tx, libraryId, [id])
      if (!parts) throw new AppError('not_found')
      const { link, tags: present, front } = parts
      const copy = await tx.searchText.findUnique({ where: { linkId: id }, select: { text: true } })
      const described = {
        linkId: id,
        site: link.site,
        title: link.title || front?.title || '',
        text: copy?.text ?? '',
      }
      const limit = MAX_TAG_SUGGESTIONS + MAX_TAGS_PER_LINK
      const { tags: found, newWords } = await tagging.suggestTags(tx, libraryId, described, limit)
      const rows = await tx.tag.findMany({
        where: { libraryId, id: { in: found.map(({ tagId }) => tagId) } },
        select: { id: true, path: true, color: true },
      })
      const tagById = new Map(rows.map((tag) => [tag.id, tag]))
      const borne = new Set(present.flatMap(({ path }) => withAncestors(path)))
      const items = found.flatMap(({ tagId, score, words, links }) => {
        const tag = tagById.get(tagId)
        if (!tag || borne.has(tag.path)) return []
        const color = tagColor.safeParse(tag.color).data ?? null
        return [{ tag: { ...tag, color }, score, because: { words, links } }]
      })
      return { items: items.slice(0, MAX_TAG_SUGGESTIONS), newWords }
    })
  },
})

const withAncestors = (path: string): string[] =>
  path.split('/').map((_part, depth, parts) => parts.slice(0, depth + 1).join('/'))
