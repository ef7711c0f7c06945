// Who may pass each door of the product, said a second time and by hand: tests hold the code against this table.
// A new route, page or action without a line here fails `test/access.test.ts`.
import type { Scope } from '#lib/contract/account.ts'

/** What an actor needs for a row of `lib/api/routes.ts`; `public`: strangers read what its owner made public. */
export const API_ACCESS: Record<string, Scope | 'public'> = {
  'POST /snapshots': 'links:write',
  'GET /snapshots': 'links:read',
  'GET /snapshots/{id}': 'public',
  'DELETE /snapshots/{id}': 'links:write',
  'POST /snapshots/{id}/retry': 'links:write',
  'POST /snapshots/{id}/cancel': 'links:write',
  'GET /snapshots/{id}/resources': 'public',
  'GET /snapshots/{id}/matches': 'public',
  'GET /snapshots/{id}/events': 'public',
  'GET /snapshots/{id}/page': 'public',
  'GET /snapshots/{id}/article': 'public',
  'GET /snapshots/{id}/text': 'public',
  'GET /snapshots/{id}/screenshot': 'public',
  'GET /snapshots/{id}/thumbnail': 'public',
  'GET /snapshots/{id}/file': 'public',
  'GET /snapshots/{id}/markdown': 'public',
  'GET /snapshots/{id}/single.html': 'public',
  'GET /snapshots/{id}/archive.mhtml': 'public',
  'GET /snapshots/{id}/archive.wacz': 'public',
  'GET /snapshots/{id}/pdf': 'public',
  'GET /links': 'links:read',
  'POST /links': 'links:write',
  'GET /links/lookup': 'links:read',
  'POST /links/bulk': 'links:write',
  'POST /links/bulk/delete': 'links:write',
  'POST /links/bulk/recapture': 'links:write',
  'GET /links/facets': 'links:read',
  'GET /links/suggestions': 'links:read',
  'GET /links/{id}': 'public',
  'GET /links/{id}/same': 'links:read',
  'GET /links/{id}/suggestions': 'links:read',
  'PATCH /links/{id}': 'links:write',
  'DELETE /links/{id}': 'links:write',
  'GET /tags': 'links:read',
  'GET /tags/lookup': 'links:read',
  'POST /tags': 'links:write',
  'PATCH /tags/{id}': 'links:write',
  'DELETE /tags/{id}': 'links:write',
  'POST /tags/merge': 'links:write',
  'POST /tags/{id}/split': 'links:write',
  'GET /operations': 'links:read',
  'GET /operations/{id}': 'links:read',
  'POST /operations/{id}/undo': 'links:write',
  'GET /rules': 'links:read',
  'POST /rules': 'links:write',
  'POST /rules/preview': 'links:read',
  'PATCH /rules/{id}': 'links:write',
  'DELETE /rules/{id}': 'links:write',
  'POST /rules/{id}/apply': 'links:write',
  'GET /saved-searches': 'links:read',
  'POST /saved-searches': 'links:write',
  'GET /saved-searches/lookup': 'links:read',
  'GET /saved-searches/{id}': 'links:read',
  'PATCH /saved-searches/{id}': 'links:write',
  'DELETE /saved-searches/{id}': 'links:write',
  'GET /feeds': 'links:read',
  'POST /feeds': 'links:write',
  'POST /feeds/{id}/renew': 'links:write',
  'DELETE /feeds/{id}': 'links:write',
  'GET /tokens': 'links:read',
  'POST /tokens': 'links:write',
  'DELETE /tokens/{id}': 'links:write',
  'GET /people': 'admin',
  'PATCH /people/{id}': 'admin',
  'DELETE /people/{id}': 'admin',
  'GET /invitations': 'admin',
  'POST /invitations': 'admin',
  'DELETE /invitations/{id}': 'admin',
  'GET /audit': 'links:read',
  'GET /stats': 'links:read',
  'GET /me': 'links:read',
}

/** Stands in a path of PAGES for the id of a snapshot that belongs to one person. */
export const SNAPSHOT_ID = '{snapshot}'
/** The same for their tag. */
export const TAG = '{tag}'

interface PageAccess {
  /** An address of this page. */
  path: string
  /** What who is not signed in gets: the page, the way to the sign-in, or nothing. */
  stranger: 200 | 307 | 404
  /** What other people get, whatever their role: their own page, or nothing. */
  others: 200 | 307 | 404
  /** The same for administrators, where they see more than others. */
  admins?: 200
  owner: 200 | 307
}

/** Pages of `app/`. None shows one person's rows to another. */
export const PAGES: Record<string, PageAccess> = {
  'app/page.tsx': { path: '/', stranger: 200, others: 200, owner: 200 },
  'app/login/page.tsx': { path: '/login', stranger: 200, others: 307, owner: 307 },
  'app/login/code/page.tsx': { path: '/login/code', stranger: 200, others: 307, owner: 307 },
  'app/setup/page.tsx': { path: '/setup', stranger: 200, others: 200, owner: 200 },
  'app/s/[id]/page.tsx': { path: `/s/${SNAPSHOT_ID}`, stranger: 404, others: 404, owner: 200 },
  'app/search/page.tsx': { path: '/search?q=copy', stranger: 307, others: 200, owner: 200 },
  'app/t/page.tsx': { path: '/t', stranger: 307, others: 200, owner: 200 },
  'app/t/[...tag]/page.tsx': { path: `/t/${TAG}`, stranger: 307, others: 404, owner: 200 },
  'app/settings/page.tsx': { path: '/settings', stranger: 307, others: 200, owner: 200 },
  'app/join/page.tsx': { path: '/join', stranger: 200, others: 200, owner: 200 },
  'app/settings/people/page.tsx': {
    path: '/settings/people',
    stranger: 307,
    others: 404,
    admins: 200,
    owner: 200,
  },
  'app/settings/activity/page.tsx': { path: '/settings/activity', stranger: 307, others: 200, owner: 200 },
  'app/settings/rules/page.tsx': { path: '/settings/rules', stranger: 307, others: 200, owner: 200 },
  'app/settings/searches/page.tsx': { path: '/settings/searches', stranger: 307, others: 200, owner: 200 },
  'app/settings/operations/page.tsx': {
    path: '/settings/operations',
    stranger: 307,
    others: 200,
    owner: 200,
  },
  'app/settings/security/page.tsx': { path: '/settings/security', stranger: 307, others: 200, owner: 200 },
}

/** Route handlers of `app/`, and how a test knows that they are closed. */
export const HANDLERS: Record<string, string> = {
  'app/api/v1/[[...path]]/route.ts': 'API_ACCESS, lib/api/authorization.db.test.ts',
  'app/api/auth/[...all]/route.ts': 'lib/auth/actor.db.test.ts, e2e/doors.spec.ts',
  'app/replay/[snapshotId]/[token]/[name]/route.ts': 'e2e/doors.spec.ts: a signed address opens one snapshot',
  'app/feeds/[token]/route.ts': 'lib/api/feed-door.db.test.ts: a secret address opens one feed',
  'app/library-events/route.ts': 'e2e/doors.spec.ts: who listens hears their own library',
  'app/healthz/route.ts': 'open; says that the process is alive',
  'app/readyz/route.ts': 'open; says which parts answer',
}

/**
 * Server actions: `own` works on rows of who asks, `admin` on accounts, for administrators; `door` is for people who are not signed in yet; `looks` sets a cookie of
 * the browser that asks.
 */
export const ACTIONS: Record<string, 'own' | 'admin' | 'door' | 'looks'> = {
  signInAction: 'door',
  signOutAction: 'door',
  createOwnerAction: 'door',
  joinAction: 'door',
  beginOidcAction: 'door',
  passSecondFactorAction: 'door',
  beginPasskeySignInAction: 'door',
  signInByPasskeyAction: 'door',
  setLocaleAction: 'looks',
  setThemeAction: 'looks',
  createTokenAction: 'own',
  revokeTokenAction: 'own',
  addLinksAction: 'own',
  updateLinkAction: 'own',
  deleteLinkAction: 'own',
  retryAction: 'own',
  cancelAction: 'own',
  recaptureAction: 'own',
  updateTagAction: 'own',
  editLinksAction: 'own',
  deleteLinksAction: 'own',
  recaptureLinksAction: 'own',
  mergeTagAction: 'own',
  splitTagAction: 'own',
  deleteTagAction: 'own',
  undoAction: 'own',
  saveSearchAction: 'own',
  updateSearchAction: 'own',
  deleteSearchAction: 'own',
  createFeedAction: 'own',
  renewFeedAction: 'own',
  revokeFeedAction: 'own',
  createRuleAction: 'own',
  updateRuleAction: 'own',
  deleteRuleAction: 'own',
  applyRuleAction: 'own',
  previewRuleAction: 'own',
  loadMoreLinks: 'own',
  revokeSessionAction: 'own',
  revokeOtherSessionsAction: 'own',
  changePasswordAction: 'own',
  beginTwoFactorAction: 'own',
  confirmTwoFactorAction: 'own',
  endTwoFactorAction: 'own',
  renewRecoveryCodesAction: 'own',
  beginPasskeyAction: 'own',
  addPasskeyAction: 'own',
  removePasskeyAction: 'own',
  createInvitationAction: 'admin',
  revokeInvitationAction: 'admin',
  changeRoleAction: 'admin',
  removePersonAction: 'admin',
}
