// A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), without `feed_url`, which is a secret.
import type { FeedContent } from '#lib/contract/feed.ts'
import { xmlCharacters as clean } from '#lib/kernel/xml-text.ts'
import { FEED_AUTHOR } from './feed-author.ts'

/** As for blogs of links: `url` is our own page about what lies at `external_url`. */
export function writeJsonFeed({ title, homeUrl, entries }: FeedContent): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: clean(title),
    home_page_url: homeUrl,
    authors: [{ name: FEED_AUTHOR }],
    items: entries.map((entry) => ({
      id: `urn:uuid:${entry.id}`,
      url: entry.snapshotUrl ?? clean(entry.url),
      external_url: clean(entry.url),
      title: clean(entry.title),
      content_text: clean(entry.summary),
      date_published: entry.addedAt,
      date_modified: entry.updatedAt,
      tags: entry.tags.map(clean),
    })),
  })
}
