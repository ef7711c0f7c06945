// The links of a tag and of the tags below it.
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { lookupTag } from '#lib/usecases/tags/lookup-tag.ts'
import { TagActions } from '#components/tag/tag-actions.tsx'
import { TagEditor } from '#components/tag/tag-editor.tsx'
import { tagHref } from '#components/tag/tag-href.ts'
import { allTags } from '#app/_server/all-tags.ts'
import { memberContext, requestContext } from '#app/_server/context.ts'
import { Library } from '#app/_server/library.tsx'
import {
  deleteTagAction,
  mergeTagAction,
  splitTagAction,
  undoAction,
  updateTagAction,
} from '#app/_server/operation-actions.ts'
import { orNotFound } from '#app/_server/or-not-found.ts'
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

export async function generateMetadata({ params }: TagPageProps): Promise<Metadata> {
  const [t, { tag }] = await Promise.all([requestTranslate(), params])
  return { title: t('tag.page_title', { path: pathOf(tag) }) }
}

export default async function TagPage({ params, searchParams }: TagPageProps) {
  const path = pathOf((await params).tag)
  const href = tagHref(path)
  await memberContext(href)
  const tag = await orNotFound(lookupTag(await requestContext(), { path }))
  // Another name of it, or another way of writing it.
  if (tag.path !== path) redirect(tagHref(tag.path))
  const tags = await allTags()
  return (
    <Library
      filters={{ tag: path }}
      cursor={await paramOf(searchParams, 'cursor')}
      href={href}
      heading={
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
          <h1 className="text-xl font-semibold tracking-tight">
            <span aria-hidden className="text-muted">
              #{' '}
            </span>
            {path}
          </h1>
          <div className="flex">
            <TagEditor tag={tag} save={updateTagAction.bind(null, tag.id)} undo={undoAction} />
            <TagActions
              tag={tag}
              tags={tags.map(({ id, path, totalCount }) => ({ id, path, totalCount }))}
              merge={mergeTagAction.bind(null, tag.id)}
              split={splitTagAction.bind(null, tag.id)}
              remove={deleteTagAction.bind(null, tag.id)}
              undo={undoAction}
            />
          </div>
        </div>
      }
    />
  )
}
