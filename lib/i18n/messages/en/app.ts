// The frame: header, navigation, home, common buttons and formats.
import type { zhCnApp } from '../zh-cn/app.ts'

export const enApp: Record<keyof typeof zhCnApp, string> = {
  'app.name': 'link之家',
  'app.subtitle': 'Link Home, a home for snapshots',
  'app.promise_snapshot': 'Enter a link, get a snapshot of the page',
  'app.promise_tags': 'Keep your links in order with tags',
  'app.description': 'Enter a link, get a snapshot of the page. Keep your links in order with tags.',
  'app.skip': 'Skip to content',

  'nav.main': 'Main navigation',
  'nav.home': 'Home',
  'nav.search': 'Search',
  'nav.add': 'Add link',
  'nav.tags': 'Tags',
  'nav.me': 'Me',
  'nav.settings': 'Settings',
  'nav.sign_in': 'Sign in',
  'nav.sign_out': 'Sign out',

  'action.save': 'Save',
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.delete': 'Delete',
  'action.copy': 'Copy',
  'action.copied': 'Copied',
  'action.retry': 'Retry',
  'action.saved': 'Saved',

  'theme.label': 'Appearance',
  'theme.system': 'System',
  'theme.light': 'Light',
  'theme.dark': 'Dark',
  'locale.label': 'Language',
  'locale.zh-CN': '简体中文',
  'locale.en': 'English',

  'format.characters': '{count} {count|word|words}',
  'format.reading_minutes': '{count} min read',
  'format.seconds': '{count} s',
  'format.just_now': 'just now',
  'format.utc': '{time} UTC',

  'page.not_found': 'Page not found',
  'page.not_found_why': 'The address may be mistyped, or what was here has been deleted or is not public.',
  'page.error': 'This page could not be opened',
  'page.error_why':
    'Your saved links and snapshots are safe. Please try again; if it keeps failing, tell the owner this number.',
  'page.error_id': 'Number: {id}',
  'page.go_home': 'Go home',
}
