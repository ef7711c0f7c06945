// Tags that a link may want: from the library's own, offline, each with its reason; a model may choose among them too.
import { suggestTagsInput, tagColor, tagSuggestions, type TagSuggestion } from '#lib/contract/tag.ts'
import { inTransaction, type Tx } from '#lib/db/client.ts'
import { listLinksByIds } from '#lib/db/links.ts'
import { AppError, toAppError } from '#lib/kernel/errors.ts'
import { MAX_TAG_SUGGESTIONS, MAX_TAGS_PER_LINK } from '#lib/kernel/limits.ts'
import { askModel, type Question } from '#lib/tagging/ask-model.ts'
import * as tagging from '#lib/tagging/suggest-tags.ts'
import { defineUseCase, type UserCtx } from '../define-use-case.ts'

/** Tags that a model is told of: those that are used most. */
const TAGS_TOLD = 300

/**
 * Tags that the link does not bear, nor one below them, best first. What a model chose goes first; one that does not answer
 * is passed over.
 *
 * @throws AppError `not_found`
 */
export const suggestLinkTags = defineUseCase({
  name: 'links.suggestTags',
  scope: 'links:read',
  input: suggestTagsInput,
  output: tagSuggestions,
  async run(ctx, { id }) {
    const { items, newWords, question } = await inTransaction(ctx.db, (tx) => ofLibrary(ctx, tx, id))
    // Nobody waits for a model while rows are held.
    const chosen = await ofModel(ctx, question)
    const byModel = chosen.map((tag, at): TagSuggestion => {
      const known = items.find((item) => item.tag.id === tag.id)
      return {
        tag,
        score: 1 - at / 100,
        because: { words: [], links: 0, ...known?.because, model: true },
      }
    })
    const others = items.filter(({ tag }) => !chosen.some(({ id: chosenId }) => chosenId === tag.id))
    return { items: [...byModel, ...others].slice(0, MAX_TAG_SUGGESTIONS), newWords }
  },
})

type TagOffered = TagSuggestion['tag']

async function ofLibrary({ config, actor: { libraryId } }: UserCtx, tx: Tx, id: string) {
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
  const borne = new Set(present.flatMap(({ path }) => withAncestors(path)))
  const offered = (rows: { id: string; path: string; color: string | null }[]): TagOffered[] =>
    rows
      .filter(({ path }) => !borne.has(path))
      .map((tag) => ({ ...tag, color: tagColor.safeParse(tag.color).data ?? null }))
  const select = { id: true, path: true, color: true } as const
  const rows = await tx.tag.findMany({
    where: { libraryId, id: { in: found.map(({ tagId }) => tagId) } },
    select,
  })
  const tagById = new Map(offered(rows).map((tag) => [tag.id, tag]))
  const items = found.flatMap(({ tagId, score, words, links }): TagSuggestion[] => {
    const tag = tagById.get(tagId)
    return tag ? [{ tag, score, because: { words, links, model: false } }] : []
  })
  const told = config.suggest
    ? await tx.tag.findMany({ where: { libraryId }, orderBy: { linkCount: 'desc' }, take: TAGS_TOLD, select })
    : []
  const { title, site, text } = described
  return { items, newWords, question: { title, site, text, tags: offered(told) } }
}

/** None without settings, and none when it does not answer. */
async function ofModel(
  { config, log }: UserCtx,
  { tags, ...page }: Omit<Question, 'tags'> & { tags: readonly TagOffered[] },
): Promise<TagOffered[]> {
  const isEmpty = page.title === '' && page.text === ''
  if (!config.suggest || tags.length === 0 || isEmpty) return []
  try {
    const paths = await askModel(config, config.suggest, { ...page, tags: tags.map(({ path }) => path) })
    return paths.flatMap((path) => tags.find((tag) => tag.path === path) ?? [])
  } catch (error) {
    const { code } = toAppError(error)
    // Left alone for a while after it failed: that is no news.
    if (code !== 'unavailable') log.warn('suggest.model_failed', { code })
    return []
  }
}

const withAncestors = (path: string): string[] =>
  path.split('/').map((_part, depth, parts) => parts.slice(0, depth + 1).join('/'))
