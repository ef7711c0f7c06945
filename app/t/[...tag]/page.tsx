// The links of a tag and of the tags below it.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { TagActions } from '#components/tag/tag-actions.tsx'
import { TagEditor } from '#components/tag/tag-editor.tsx'
import { tagHref } from '#components/tag/tag-href.ts'
import { allTags } from '#app/_server/all-tags.ts'
import { memberContext } from '#app/_server/context.ts'
import { Library } from '#app/_server/library.tsx'
import { updateTagAction } from '#app/_server/link-actions.ts'
import {
  deleteTagAction,
  mergeTagAction,
  splitTagAction,
  undoAction,
} from '#app/_server/operation-actions.ts'
import { requestTranslate } from '#app/_server/preferences.ts'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'

interface TagPageProps {
  params: Promise<{ tag: string[] }>
  searchParams: SearchParams
}

const pathOf = (parts: string[]) => {
  try {
    return parts.map(decodeURIComponent).join('/')
  } catch {
    return notFound() // A stray "%" is no tag.
  }
}
const fold = (path: string) => path.normalize('NFKC').toLowerCase()

export async function generateMetadata({ params }: TagPageProps): Promise<Metadata> {
  const [t, { tag }] = await Promise.all([requestTranslate(), params])
  return { title: t('tag.page_title', { path: pathOf(tag) }) }
}

export default async function TagPage({ params, searchParams }: TagPageProps) {
  const path = pathOf((await params).tag)
  const href = tagHref(path)
  await memberContext(href)
  const tags = await allTags()
  const tag = tags.find((known) => fold(known.path) === fold(path))
  // A parent that is only a part of other tags has a page as well.
  if (!tag && !tags.some((known) => fold(known.path).startsWith(`${fold(path)}/`))) notFound()
  const shown = tag?.path ?? path
  return (
    <Library
      filters={{ tag: shown }}
      cursor={await paramOf(searchParams, 'cursor')}
      href={href}
      heading={
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
          <h1 className="text-xl font-semibold tracking-tight">
            <span aria-hidden className="text-muted">
              #{' '}
            </span>
            {shown}
          </h1>
          {tag && (
            <div className="flex">
              <TagEditor tag={tag} action={updateTagAction.bind(null, tag.id)} />
              <TagActions
                tag={tag}
                tags={tags.map(({ id, path, totalCount }) => ({ id, path, totalCount }))}
                merge={mergeTagAction.bind(null, tag.id)}
                split={splitTagAction.bind(null, tag.id)}
                remove={deleteTagAction.bind(null, tag.id)}
                undo={undoAction}
              />
            </div>
          )}
        </div>
      }
    />
  )
}
