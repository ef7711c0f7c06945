'use client'
// The button that gives a feed reader the address of a search, saved or not.
import { Rss } from 'lucide-react'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { FeedDialog } from './feed-dialog.tsx'
import type { FeedAddress, FeedSource } from './saved-search-actions.ts'

interface FollowButtonProps {
  name: string
  source: FeedSource
  look?: 'plain' | 'ghost'
  follow(source: FeedSource): Promise<FeedAddress>
}

export function FollowButton({ name, source, look, follow }: FollowButtonProps) {
  const t = useT()
  return (
    <FeedDialog
      trigger={
        <Button size="small" look={look}>
          <Rss aria-hidden />
          {t('feed.subscribe')}
        </Button>
      }
      title={t('feed.create_title', { name })}
      why={t('feed.create_why')}
      confirm={t('feed.create')}
      make={() => follow(source)}
    />
  )
}
