// The audit log: for administrators of all accounts, else of the person's own.
import type { Metadata } from 'next'
import { Link } from '#components/ui/link.tsx'
import { listAudit } from '#lib/usecases/audit/list-audit.ts'
import { ActivityList } from '#components/account/activity-list.tsx'
import { SettingsSection } from '#components/account/settings-section.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { memberContext } from '#app/_server/context.ts'
import { requestTranslate } from '#app/_server/preferences.ts'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'
import { SettingsFrame } from '#app/_server/settings-frame.tsx'

const ENTRIES_SHOWN = 50

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('activity.title') }
}

export default async function ActivityPage({ searchParams }: { searchParams: SearchParams }) {
  const [t, ctx] = await Promise.all([requestTranslate(), memberContext('/settings/activity')])
  const cursor = await paramOf(searchParams, 'before')
  const page = await listAudit(ctx, {
    limit: ENTRIES_SHOWN,
    // A position that was typed wrong is the beginning.
    ...(cursor && /^\d{1,18}$/.test(cursor) ? { cursor } : {}),
  })
  const isAdmin = ctx.actor.kind === 'user' && ctx.actor.scopes.includes('admin')
  return (
    <SettingsFrame current="/settings/activity">
      <SettingsSection title={t('activity.title')} why={t(isAdmin ? 'activity.why_all' : 'activity.why_own')}>
        <ActivityList t={t} entries={page.items} />
        {page.nextCursor && (
          <Link href={`/settings/activity?before=${page.nextCursor}`} className={buttonClass()}>
            {t('activity.more')}
          </Link>
        )}
      </SettingsSection>
    </SettingsFrame>
  )
}
