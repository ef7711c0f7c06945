// The English dictionary; it has exactly the keys of the Chinese one.
import { enAccount } from './en/account.ts'
import { enApp } from './en/app.ts'
import { enLibrary } from './en/library.ts'
import { enSnapshot } from './en/snapshot.ts'
import type { MessageKey } from './zh-cn.ts'

export const en: Record<MessageKey, string> = {
  ...enApp,
  ...enLibrary,
  ...enSnapshot,
  ...enAccount,
  // Errors
  'error.invalid_request': 'Something in this request is not right. Please check it and try again',
  'error.invalid_json': 'The request body is not valid JSON',
  'error.invalid_url': 'This is not an address that can be archived',
  'error.blocked_address': 'Private and reserved addresses are not captured: {host}',
  'error.invalid_cursor': 'This page position is not valid. Please start from the first page',
  'error.not_found': 'Not found',
  'error.unauthenticated': 'Please sign in first',
  'error.forbidden': 'This permission is missing: {scope}',
  'error.cross_origin': 'Requests from other sites are refused',
  'error.conflict': 'This conflicts with what is already there',
  'error.idempotency_mismatch': 'This Idempotency-Key was used for a different request',
  'error.body_too_large': 'The request body is too large',
  'error.rate_limited': 'Too many submissions. Please try again in {seconds} s',
  'error.setup_closed': 'The owner account exists already; first-run set-up is closed',
  'error.setup_token_invalid': 'This set-up link is not valid. Please use the one printed at start',
  'error.sign_in_failed': 'Wrong email or password',
  'error.weak_password': 'A password needs at least 10 characters',
  'error.email_taken': 'There is already an account with this email',
  'error.artifact_missing': 'This snapshot does not have that format',
  'error.replay_expired': 'This archive address has expired. Please open it again from the snapshot page',
  'error.unavailable': 'The service is not available right now. Please try again later',
  'error.dns_failure': 'This domain name cannot be found: {host}',
  'error.connection_failed': 'Could not connect to the site: {host}',
  'error.tls_error': "The site's security certificate is not valid: {host}",
  'error.timeout': 'The site did not answer in time',
  'error.too_large': 'The content is larger than the archive limit',
  'error.too_many_redirects': 'The site kept redirecting; we stopped following',
  'error.empty_response': 'The site returned nothing',
  'error.unsupported_content': 'This kind of content cannot be archived yet: {contentType}',
  'error.browser_crash': 'The browser ended unexpectedly',
  'error.disk_full': 'The disk is full; snapshots are paused',
  'error.cancelled': 'Cancelled',
  'error.internal': 'Internal error. The link is kept and can be tried again',
  'error.config_invalid': 'Wrong setting: {variable} ({problem})',
  'error.database_outdated': 'The database is older than this version. Please run linkhome migrate first',
  'error.browser_missing': 'No usable Chromium browser was found',
}
