// All tags as a tree.
import { Tags } from 'lucide-react'
import type { Metadata } from 'next'
import { buildTagTree } from '#components/tag/build-tag-tree.ts'
import { TagTree } from '#components/tag/tag-tree.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { allTags } from '#app/_server/all-tags.ts'
import { memberContext } from '#app/_server/context.ts'
import { Frame } from '#app/_server/frame.tsx'
import { requestTranslate } from '#app/_server/preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('tag.title') }
}

export default async function TagsPage() {
  await memberContext('/t')
  const [t, tags] = await Promise.all([requestTranslate(), allTags()])
  return (
    <Frame>
      <div className="mx-auto max-w-2xl">
        <h1 className="mb-4 text-2xl font-semibold tracking-tight">{t('tag.title')}</h1>
        {tags.length > 0 ? (
          <div className="rounded-card border border-line bg-surface p-2 shadow-card">
            <TagTree t={t} nodes={buildTagTree(tags)} />
          </div>
        ) : (
          <EmptyState icon={<Tags />} title={t('tag.none')} why={t('tag.none_why')} />
        )}
      </div>
    </Frame>
  )
}
