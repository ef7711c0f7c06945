// The English dictionary; it has exactly the keys of the Chinese one.
import { enAccount } from './en/account.ts'
import { enApp } from './en/app.ts'
import { enFactors } from './en/factors.ts'
import { enLibrary } from './en/library.ts'
import { enSecurity } from './en/security.ts'
import { enPeople } from './en/people.ts'
import { enSearches } from './en/searches.ts'
import { enSnapshot } from './en/snapshot.ts'
import { enTagging } from './en/tagging.ts'
import { enUpkeep } from './en/upkeep.ts'
import type { MessageKey } from './zh-cn.ts'

export const en: Record<MessageKey, string> = {
  ...enApp,
  ...enLibrary,
  ...enSearches,
  ...enSnapshot,
  ...enSecurity,
  ...enPeople,
  ...enFactors,
  ...enAccount,
  ...enTagging,
  ...enUpkeep,
  // Errors
  'error.invalid_request': 'Something in this request is not right. Please check it and try again',
  'error.invalid_json': 'The request body is not valid JSON',
  'error.invalid_url': 'This is not an address that can be archived',
  'error.blocked_address':
    'Private and reserved addresses are not captured: {host}. Administrators can allow it with LINKHOME_ALLOW_HOSTS',
  'error.invalid_cursor': 'This page position is not valid. Please start from the first page',
  'error.not_found': 'Not found',
  'error.unauthenticated': 'Please sign in first',
  'error.forbidden': 'This permission is missing: {scope}',
  'error.registration_closed': 'Registration is closed here',
  'error.invitation_invalid':
    'This invitation is not valid: it was used, revoked, or has expired. Ask whoever invited you for a new one',
  'error.owner_required': "Only the owner can do this, and the owner's role cannot be changed",
  'error.code_wrong': 'Wrong code',
  'error.sign_in_expired': 'The sign-in took too long. Please type your password again',
  'error.passkey_failed': 'The passkey could not be checked. Please try again',
  'error.oidc_unavailable': 'The external sign-in service does not answer. Please try again later',
  'error.quota_exceeded':
    'Your storage quota is used up ({usedMegabytes} of {quotaMegabytes} MB). Everything saved stays; delete some snapshots to save more',
  'error.session_required': 'Account settings are changed by a person who has signed in, not with a token',
  'error.cross_origin': 'Requests from other sites are refused',
  'error.tag_taken': '“{path}” already names another tag; to combine the two, use Merge',
  'error.name_taken': '“{name}” is taken; please choose another name',
  'error.limit_reached': 'There can be {count} at most; please delete some that are no longer needed',
  'error.tag_within_itself': 'A tag cannot lie below itself',
  'error.conflict': 'This conflicts with what is already there',
  'error.idempotency_mismatch': 'This Idempotency-Key was used for a different request',
  'error.method_not_allowed': 'This address does not take that method',
  'error.body_too_large': 'The request body is too large',
  'error.rate_limited': 'Too many tries. Please try again in {seconds} s',
  'error.setup_closed': 'The owner account exists already; first-run set-up is closed',
  'error.setup_token_invalid': 'This set-up link is not valid. Please use the one printed at start',
  'error.sign_in_failed': 'Wrong email or password',
  'error.weak_password': 'A password needs at least 10 characters',
  'error.email_taken': 'There is already an account with this email',
  'error.blob_damaged': 'The kept bytes are damaged, so they are not shown',
  'error.search_too_slow':
    'This search took too long and was stopped. Add more words, or take away conditions such as url: and is:',
  'error.artifact_missing': 'This snapshot does not have that format',
  'error.form_failed': 'This format could not be made. Please try again in {seconds} s',
  'error.replay_expired': 'This archive address has expired. Please open it again from the snapshot page',
  'error.unavailable': 'The service is not available right now. Please try again later',
  'error.dns_failure': 'This domain name cannot be found: {host}',
  'error.connection_failed': 'Could not connect to the site: {host}',
  'error.connection_failed.upstream_proxy':
    'The upstream proxy did not connect to the site: {host} (administrators: see LINKHOME_UPSTREAM_PROXY)',
  'error.blocked_address.fake_ip':
    '{host} was resolved to 198.18.0.0/15, the fake addresses of a transparent proxy. Administrators can name real resolvers in LINKHOME_DNS_SERVERS, or open the range with LINKHOME_ALLOW_HOSTS=198.18.0.0/15',
  'error.blocked_address.own_network':
    '{host} is an address of this machine, of an IPv6 neighbour or of its cloud. Asked from here it would be behind the firewall, so it is not captured. Administrators can open it with LINKHOME_ALLOW_HOSTS',
  'error.blocked_address.no_web_page':
    'This link leads on to an app or something else that is no web page; only http and https pages are captured',
  'error.tls_error': "The site's security certificate is not valid: {host}",
  'error.timeout': 'The site did not answer in time',
  'error.too_large': 'The content is larger than the archive limit',
  'error.too_many_redirects': 'The site kept redirecting; we stopped following',
  'error.empty_response': 'The site returned nothing',
  'error.unsupported_content': 'This kind of content cannot be archived yet: {contentType}',
  'error.browser_crash': 'The browser ended unexpectedly',
  'error.disk_full': 'The disk is full; snapshots are paused',
  'error.snapshot_lost': 'The kept content was lost. You can take a new version',
  'error.cancelled': 'Cancelled',
  'error.internal': 'Internal error. The link is kept and can be tried again',
  'error.no_such_user': 'There is no account with this email: {email}',
  'error.no_owner': 'There is no owner yet. Open the set-up link, or run linkhome user create first',
  'error.config_invalid': 'Wrong setting: {variable} ({problem})',
  'error.database_outdated': 'The database is older than this version. Please run linkhome migrate first',
  'error.database_failed': 'The embedded database cannot start: {problem}',
  'error.database_required': 'This command needs a database: set DATABASE_URL, or run linkhome start',
  'error.port_taken': 'Port {port} is already in use. Choose another one with PORT',
  'error.already_running': 'A link之家 is already running on this data folder: {dataDir}',
  'error.not_built': 'The web front is not built yet. Please run npm start first',
  'error.start_failed': 'The start failed: {service} did not get ready',
  'error.file_exists': 'The file is there already and is not overwritten: {file}',
  'error.file_unreadable': 'The file cannot be read: {file} ({problem})',
  'error.backup_damaged': 'The backup is incomplete or was changed; nothing was restored: {problem}',
  'error.backup_unsupported': 'The backup is of a later version. Please upgrade first: {problem}',
  'error.library_not_empty':
    'There are accounts here already; a backup is restored into an empty link之家 only',
  'error.browser_missing': 'No usable Chromium browser was found',
  // Terminal
  'start.ready': 'link之家 is running  {url}',
  'start.setup': 'First run: create the owner at  {url}',
  'start.stopping': 'Stopping…',
}
