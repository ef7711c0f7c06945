// What is not here, or not for this visitor: both look the same.
import { Compass } from 'lucide-react'
import type { Metadata } from 'next'
import { Link } from '#components/ui/link.tsx'
import { SearchBox } from '#components/search/search-box.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { requestContext } from './_server/context.ts'
import { Frame } from './_server/frame.tsx'
import { requestTranslate } from './_server/preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('page.not_found') }
}

export default async function NotFound() {
  const [t, { actor }] = await Promise.all([requestTranslate(), requestContext()])
  return (
    <Frame>
      <EmptyState
        isPage
        icon={<Compass />}
        title={t('page.not_found')}
        why={t('page.not_found_why')}
        action={
          <>
            {actor.kind === 'user' && (
              <SearchBox label={t('search.label')} placeholder={t('search.placeholder')} className="w-72" />
            )}
            <Link href="/" className={buttonClass({ look: 'primary' })}>
              {t('page.go_home')}
            </Link>
          </>
        }
      />
    </Frame>
  )
}
