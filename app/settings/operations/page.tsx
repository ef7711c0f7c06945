// What was done to many links or tags at once lately: how it went, and the way back.
import type { Metadata } from 'next'
import { Link } from '#components/ui/link.tsx'
import { isId } from '#lib/kernel/ids.ts'
import { listOperations } from '#lib/usecases/operations/list-operations.ts'
import { SettingsSection } from '#components/account/settings-section.tsx'
import { OperationList } from '#components/operation/operation-list.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { memberContext } from '#app/_server/context.ts'
import { undoAction } from '#app/_server/operation-actions.ts'
import { requestTranslate } from '#app/_server/preferences.ts'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'
import { SettingsFrame } from '#app/_server/settings-frame.tsx'

const OPERATIONS_SHOWN = 30

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('settings.nav_operations') }
}

export default async function OperationsPage({ searchParams }: { searchParams: SearchParams }) {
  const [t, ctx] = await Promise.all([requestTranslate(), memberContext('/settings/operations')])
  const cursor = await paramOf(searchParams, 'before')
  const page = await listOperations(ctx, {
    limit: OPERATIONS_SHOWN,
    // A position that was typed wrong is the beginning.
    ...(cursor && isId(cursor) ? { cursor } : {}),
  })
  return (
    <SettingsFrame current="/settings/operations">
      <SettingsSection title={t('settings.nav_operations')} why={t('operation.list_why')}>
        <OperationList operations={page.items} undo={undoAction} />
        {page.nextCursor && (
          <Link href={`/settings/operations?before=${page.nextCursor}`} className={buttonClass()}>
            {t('operation.more')}
          </Link>
        )}
      </SettingsSection>
    </SettingsFrame>
  )
}
