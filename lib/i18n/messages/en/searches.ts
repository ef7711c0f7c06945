// Saved searches and feeds.
import type { zhCnSearches } from '../zh-cn/searches.ts'

export const enSearches: Record<keyof typeof zhCnSearches, string> = {
  'settings.nav_searches': 'Saved searches',

  'saved.title': 'Saved searches',
  'saved.save': 'Save search',
  'saved.save_title': 'Save this search',
  'saved.save_why': 'It opens with one click, and its results are always up to date.',
  'saved.name': 'Name',
  'saved.query': 'Query',
  'saved.sort_oldest': 'Oldest first',
  'saved.saved': 'Saved as “{name}”',
  'saved.is_saved': 'Saved as {name}',
  'saved.manage': 'Manage saved searches',
  'saved.list_why': 'Searches that you saved; their results follow your links.',
  'saved.none': 'No saved searches yet. Press “Save search” above search results to keep one here.',
  'saved.everything': 'It has no conditions and finds all links',
  'saved.edit': 'Edit',
  'saved.edit_title': 'Edit saved search',
  'saved.edit_why': 'Feed readers that follow it will see the new results too.',
  'saved.deleted': 'The saved search was deleted',
  'saved.delete_title': 'Delete “{name}”?',
  'saved.delete_why':
    'The addresses of its feeds stop working at once. For 30 days this can be undone, and they work again. All links stay.',

  'feed.title': 'Feeds',
  'feed.list_why': 'A feed reader reads the results of a search at a secret address, without signing in.',
  'feed.none':
    'No feeds yet. Press “Follow” on a saved search, or above the results of a search, to get an address.',
  'feed.subscribe': 'Follow',
  'feed.create_title': 'Follow “{name}”',
  'feed.create_why':
    'Makes a secret address for your feed reader. Whoever knows it sees these links without signing in, private ones too.',
  'feed.create': 'Make an address',
  'feed.created':
    'The address is shown only this once: copy it now. Add .json at its end for a JSON Feed. It can be replaced or revoked in the settings of saved searches.',
  'feed.renew': 'New address',
  'feed.renew_title': 'New address for “{name}”',
  'feed.renew_why':
    'For an address that you lost, or that somebody else knows. The old one stops working at once.',
  'feed.revoke': 'Revoke',
  'feed.revoke_title': 'Revoke the feed “{name}”?',
  'feed.revoke_why': 'Its address stops working at once. Links and saved searches stay.',
  'feed.revoked': 'The feed was revoked',
}
