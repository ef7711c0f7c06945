// The searches that somebody keeps, and the feeds that programs read of them.
import type { Metadata } from 'next'
import { MAX_FEEDS } from '#lib/kernel/limits.ts'
import { listFeeds } from '#lib/usecases/feeds/list-feeds.ts'
import { SettingsSection } from '#components/account/settings-section.tsx'
import { FeedList } from '#components/search/feed-list.tsx'
import { SavedSearchList } from '#components/search/saved-search-list.tsx'
import { memberContext } from '#app/_server/context.ts'
import { undoAction } from '#app/_server/operation-actions.ts'
import { requestTranslate } from '#app/_server/preferences.ts'
import { savedSearches } from '#app/_server/saved-searches.ts'
import {
  createFeedAction,
  deleteSearchAction,
  renewFeedAction,
  revokeFeedAction,
  updateSearchAction,
} from '#app/_server/search-actions.ts'
import { SettingsFrame } from '#app/_server/settings-frame.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('settings.nav_searches') }
}

export default async function SearchesPage() {
  const [t, ctx] = await Promise.all([requestTranslate(), memberContext('/settings/searches')])
  const [searches, { items: feeds }] = await Promise.all([
    savedSearches(),
    listFeeds(ctx, { limit: MAX_FEEDS }),
  ])
  return (
    <SettingsFrame current="/settings/searches">
      <SettingsSection title={t('saved.title')} why={t('saved.list_why')}>
        <SavedSearchList
          searches={searches}
          followed={feeds.flatMap(({ savedSearchId }) => savedSearchId ?? [])}
          undo={undoAction}
          update={updateSearchAction}
          remove={deleteSearchAction}
          follow={createFeedAction}
        />
      </SettingsSection>
      <SettingsSection title={t('feed.title')} why={t('feed.list_why')}>
        <FeedList feeds={feeds} renew={renewFeedAction} revoke={revokeFeedAction} />
      </SettingsSection>
    </SettingsFrame>
  )
}
