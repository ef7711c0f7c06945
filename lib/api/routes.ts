// The table of the HTTP API: a method, a path, and the use case behind it. A new endpoint is one row.
import type { ArtifactKind } from '#lib/contract/snapshot.ts'
import { changeRole } from '#lib/usecases/account/change-role.ts'
import { createInvitation } from '#lib/usecases/account/create-invitation.ts'
import { createToken } from '#lib/usecases/account/create-token.ts'
import { listInvitations } from '#lib/usecases/account/list-invitations.ts'
import { listPeople } from '#lib/usecases/account/list-people.ts'
import { listTokens } from '#lib/usecases/account/list-tokens.ts'
import { me } from '#lib/usecases/account/me.ts'
import { removePerson } from '#lib/usecases/account/remove-person.ts'
import { revokeInvitation } from '#lib/usecases/account/revoke-invitation.ts'
import { revokeToken } from '#lib/usecases/account/revoke-token.ts'
import { listAudit } from '#lib/usecases/audit/list-audit.ts'
import type { UseCase } from '#lib/usecases/define-use-case.ts'
import { addLink } from '#lib/usecases/links/add-link.ts'
import { deleteLink } from '#lib/usecases/links/delete-link.ts'
import { deleteLinks } from '#lib/usecases/links/delete-links.ts'
import { editLinks } from '#lib/usecases/links/edit-links.ts'
import { getLink } from '#lib/usecases/links/get-link.ts'
import { linkFacets } from '#lib/usecases/links/count-facets.ts'
import { listSameArticles } from '#lib/usecases/links/list-same-articles.ts'
import { listLinks } from '#lib/usecases/links/list-links.ts'
import { lookupLink } from '#lib/usecases/links/lookup-link.ts'
import { recaptureLinks } from '#lib/usecases/links/recapture-links.ts'
import { submitLink } from '#lib/usecases/links/submit-link.ts'
import { updateLink } from '#lib/usecases/links/update-link.ts'
import { createFeed } from '#lib/usecases/feeds/create-feed.ts'
import { listFeeds } from '#lib/usecases/feeds/list-feeds.ts'
import { renewFeed } from '#lib/usecases/feeds/renew-feed.ts'
import { revokeFeed } from '#lib/usecases/feeds/revoke-feed.ts'
import { getOperation } from '#lib/usecases/operations/get-operation.ts'
import { listOperations } from '#lib/usecases/operations/list-operations.ts'
import { undoOperation } from '#lib/usecases/operations/undo-operation.ts'
import { applyRule } from '#lib/usecases/rules/apply-rule.ts'
import { createRule } from '#lib/usecases/rules/create-rule.ts'
import { deleteRule } from '#lib/usecases/rules/delete-rule.ts'
import { listRules } from '#lib/usecases/rules/list-rules.ts'
import { previewRule } from '#lib/usecases/rules/preview-rule.ts'
import { updateRule } from '#lib/usecases/rules/update-rule.ts'
import { cancelSnapshot } from '#lib/usecases/snapshots/cancel-snapshot.ts'
import { deleteSnapshot } from '#lib/usecases/snapshots/delete-snapshot.ts'
import { findMatches } from '#lib/usecases/snapshots/find-matches.ts'
import { followSnapshot } from '#lib/usecases/snapshots/follow-snapshot.ts'
import { getSnapshot } from '#lib/usecases/snapshots/get-snapshot.ts'
import { listResources } from '#lib/usecases/snapshots/list-resources.ts'
import { listSnapshots } from '#lib/usecases/snapshots/list-snapshots.ts'
import { readArtifact } from '#lib/usecases/snapshots/read-artifact.ts'
import { retrySnapshot } from '#lib/usecases/snapshots/retry-snapshot.ts'
import { readStatistics } from '#lib/usecases/statistics/read-statistics.ts'
import { createSavedSearch } from '#lib/usecases/search/create-saved-search.ts'
import { deleteSavedSearch } from '#lib/usecases/search/delete-saved-search.ts'
import { getSavedSearch } from '#lib/usecases/search/get-saved-search.ts'
import { listSavedSearches } from '#lib/usecases/search/list-saved-searches.ts'
import { lookupSavedSearch } from '#lib/usecases/search/lookup-saved-search.ts'
import { updateSavedSearch } from '#lib/usecases/search/update-saved-search.ts'
import { suggestSearches } from '#lib/usecases/search/suggest-searches.ts'
import { createTag } from '#lib/usecases/tags/create-tag.ts'
import { deleteTag } from '#lib/usecases/tags/delete-tag.ts'
import { listTags } from '#lib/usecases/tags/list-tags.ts'
import { lookupTag } from '#lib/usecases/tags/lookup-tag.ts'
import { mergeTags } from '#lib/usecases/tags/merge-tags.ts'
import { splitTag } from '#lib/usecases/tags/split-tag.ts'
import { suggestLinkTags } from '#lib/usecases/tags/suggest-link-tags.ts'
import { updateTag } from '#lib/usecases/tags/update-tag.ts'

export const API_PATH = '/api/v1'

interface Row {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`; parameters in braces, as in OpenAPI. */
  path: string
  /** One line for the document. */
  summary: string
}

/** A row that answers with JSON, or with nothing (204). */
export interface JsonRoute extends Row {
  kind: 'json'
  useCase: Pick<UseCase, 'invoke' | 'definition'>
  status: 200 | 201 | 202 | 204
  /**
   * What an `Idempotency-Key` remembers of a POST that creates: its answer; or, when that holds a secret, the deed
   * alone, and a repetition is told `conflict`.
   */
  remembers?: 'answer' | 'deed'
}

/** A row that streams the events of a snapshot. */
interface EventsRoute extends Row {
  kind: 'events'
  useCase: typeof followSnapshot
}

/** A row that streams one artifact. */
interface ArtifactRoute extends Row {
  kind: 'artifact'
  useCase: typeof readArtifact
  artifact: ArtifactKind
}

export type Route = JsonRoute | EventsRoute | ArtifactRoute

const artifact = (kind: ArtifactRoute['artifact'], summary: string): ArtifactRoute => ({
  kind: 'artifact',
  method: 'GET',
  path: `/snapshots/{id}/${kind}`,
  useCase: readArtifact,
  artifact: kind,
  summary,
})

const json = (
  method: Row['method'],
  path: string,
  useCase: JsonRoute['useCase'],
  row: Pick<JsonRoute, 'status' | 'summary' | 'remembers'>,
): JsonRoute => ({ kind: 'json', method, path, useCase, ...row })

/** Paths with fixed words stand before those with parameters in the same place: the first match answers. */
export const routes: readonly Route[] = [
  json('POST', '/snapshots', submitLink, {
    status: 202,
    summary: 'Accept an address and queue its capture',
    remembers: 'answer',
  }),
  json('GET', '/snapshots', listSnapshots, { status: 200, summary: 'Versions, newest first' }),
  json('GET', '/snapshots/{id}', getSnapshot, { status: 200, summary: 'One version of a link' }),
  json('DELETE', '/snapshots/{id}', deleteSnapshot, { status: 204, summary: 'Delete a version' }),
  json('POST', '/snapshots/{id}/retry', retrySnapshot, {
    status: 202,
    summary: 'Capture again: a failed version itself, a finished one as a new version',
    remembers: 'answer',
  }),
  json('POST', '/snapshots/{id}/cancel', cancelSnapshot, {
    status: 200,
    summary: 'End a waiting or running capture',
  }),
  json('GET', '/snapshots/{id}/resources', listResources, {
    status: 200,
    summary: 'What the page asked for, what was kept, and why the rest was not',
  }),
  json('GET', '/snapshots/{id}/matches', findMatches, {
    status: 200,
    summary: 'Where in the text the words of a query stand',
  }),
  {
    kind: 'events',
    method: 'GET',
    path: '/snapshots/{id}/events',
    useCase: followSnapshot,
    summary: 'Live events until ready or failed; resumes by Last-Event-ID',
  },
  artifact('page', 'Redirect to a short-lived signed address of the replayed page'),
  artifact('article', 'The readable article as HTML'),
  artifact('text', 'The text of the article'),
  artifact('screenshot', 'A picture of the whole page'),
  artifact('thumbnail', 'A small picture of its top'),
  artifact(
    'file',
    'What the link leads to when that is no page: a PDF, a film, an archive. Saved, never shown in place.',
  ),
  artifact('markdown', 'The article as Markdown with front matter; made on first demand'),
  artifact('single.html', 'The frozen page as one HTML file; made on first demand'),
  artifact('archive.mhtml', 'The frozen page as MHTML; made on first demand'),
  artifact('archive.wacz', 'What the browser received, as WACZ; made on first demand'),
  artifact('pdf', 'The page as PDF; made on first demand, 202 with Retry-After until it is there'),
  json('GET', '/links', listLinks, { status: 200, summary: 'Browse and search' }),
  json('POST', '/links', addLink, {
    status: 202,
    summary: 'Accept an address, answering with its link',
    remembers: 'answer',
  }),
  json('GET', '/links/facets', linkFacets, {
    status: 200,
    summary: 'How the links of a search are spread over tags, sites, languages, years and kinds',
  }),
  json('GET', '/links/suggestions', suggestSearches, {
    status: 200,
    summary: 'Titles, tags, sites and saved searches that what is typed may become',
  }),
  json('GET', '/links/lookup', lookupLink, {
    status: 200,
    summary: 'The link of an address, however written',
  }),
  json('POST', '/links/bulk', editLinks, {
    status: 200,
    summary: 'Tag, untag, show or hide many links: those named, or all of a query',
    remembers: 'answer',
  }),
  json('POST', '/links/bulk/delete', deleteLinks, {
    status: 200,
    summary: 'Delete many links with all their versions, for good: those named, or all of a query',
    remembers: 'answer',
  }),
  json('POST', '/links/bulk/recapture', recaptureLinks, {
    status: 200,
    summary: 'Capture many links again: those named, or all of a query',
    remembers: 'answer',
  }),
  json('GET', '/links/{id}', getLink, { status: 200, summary: 'One link' }),
  json('GET', '/links/{id}/same', listSameArticles, {
    status: 200,
    summary: 'Links of the library that hold nearly the same article',
  }),
  json('GET', '/links/{id}/suggestions', suggestLinkTags, {
    status: 200,
    summary: 'Tags of the library that may fit the link, and why',
  }),
  json('PATCH', '/links/{id}', updateLink, {
    status: 200,
    summary: 'Change title, note, visibility or tags',
  }),
  json('DELETE', '/links/{id}', deleteLink, { status: 204, summary: 'Delete a link with all its versions' }),
  json('GET', '/tags', listTags, { status: 200, summary: 'Tags by path' }),
  json('GET', '/tags/lookup', lookupTag, {
    status: 200,
    summary: 'The tag with this path or other name',
  }),
  json('POST', '/tags', createTag, { status: 201, summary: 'Make a tag', remembers: 'answer' }),
  json('POST', '/tags/merge', mergeTags, {
    status: 200,
    summary: 'Make one tag of several',
    remembers: 'answer',
  }),
  json('POST', '/tags/{id}/split', splitTag, {
    status: 200,
    summary: 'Make several tags of one, or move those of its links that fit a query',
    remembers: 'answer',
  }),
  json('PATCH', '/tags/{id}', updateTag, { status: 200, summary: 'Rename, recolour or re-alias a tag' }),
  json('DELETE', '/tags/{id}', deleteTag, {
    status: 204,
    summary: 'Delete a tag and those below it; the newest operation undoes it',
  }),
  json('GET', '/operations', listOperations, {
    status: 200,
    summary: 'What was done to many links or tags at once, and searches that were forgotten, newest first',
  }),
  json('GET', '/operations/{id}', getOperation, { status: 200, summary: 'How far an operation is' }),
  json('POST', '/operations/{id}/undo', undoOperation, {
    status: 200,
    summary: 'Take an operation back, within 30 days',
    remembers: 'answer',
  }),
  json('GET', '/rules', listRules, { status: 200, summary: 'Rules for links, in their order' }),
  json('POST', '/rules', createRule, { status: 201, summary: 'Make a rule', remembers: 'answer' }),
  json('POST', '/rules/preview', previewRule, {
    status: 200,
    summary: 'How many links conditions fit, and some of them; changes nothing',
  }),
  json('PATCH', '/rules/{id}', updateRule, {
    status: 200,
    summary: 'Change a rule, move it, or let it rest',
  }),
  json('DELETE', '/rules/{id}', deleteRule, { status: 204, summary: 'End a rule' }),
  json('POST', '/rules/{id}/apply', applyRule, {
    status: 200,
    summary: 'Apply a rule to the links that are there',
    remembers: 'answer',
  }),
  json('GET', '/saved-searches', listSavedSearches, {
    status: 200,
    summary: 'Searches kept under a name, with how they are understood',
  }),
  json('POST', '/saved-searches', createSavedSearch, {
    status: 201,
    summary: 'Keep a search under a name',
    remembers: 'answer',
  }),
  json('GET', '/saved-searches/lookup', lookupSavedSearch, {
    status: 200,
    summary: 'The saved search of this name, however written',
  }),
  json('GET', '/saved-searches/{id}', getSavedSearch, { status: 200, summary: 'One saved search' }),
  json('PATCH', '/saved-searches/{id}', updateSavedSearch, {
    status: 200,
    summary: 'Change name, query or order of a saved search',
  }),
  json('DELETE', '/saved-searches/{id}', deleteSavedSearch, {
    status: 204,
    summary: 'Forget a saved search and end its feeds; the newest operation brings both back',
  }),
  json('GET', '/feeds', listFeeds, { status: 200, summary: 'Feeds, without their addresses' }),
  json('POST', '/feeds', createFeed, {
    status: 201,
    summary: 'Make a feed of a query or a saved search; its secret address is shown this once',
    remembers: 'deed',
  }),
  json('POST', '/feeds/{id}/renew', renewFeed, {
    status: 200,
    summary: 'Give a feed another address, shown this once; the one before ends',
    remembers: 'deed',
  }),
  json('DELETE', '/feeds/{id}', revokeFeed, { status: 204, summary: 'End a feed and its address' }),
  json('GET', '/tokens', listTokens, { status: 200, summary: 'Tokens, without their secrets' }),
  json('POST', '/tokens', createToken, {
    status: 201,
    summary: 'Make a token; its secret is shown this once',
    remembers: 'deed',
  }),
  json('DELETE', '/tokens/{id}', revokeToken, { status: 204, summary: 'End a token' }),
  json('GET', '/people', listPeople, { status: 200, summary: 'Everybody who has an account; for admins' }),
  json('PATCH', '/people/{id}', changeRole, {
    status: 200,
    summary: 'Make somebody an administrator or a member; for the owner',
  }),
  json('DELETE', '/people/{id}', removePerson, {
    status: 204,
    summary: 'Remove somebody with their whole library, for good; for the owner',
  }),
  json('GET', '/invitations', listInvitations, {
    status: 200,
    summary: 'Invitations not used yet; for admins',
  }),
  json('POST', '/invitations', createInvitation, {
    status: 201,
    summary: 'Invite somebody; the address is shown this once',
    remembers: 'deed',
  }),
  json('DELETE', '/invitations/{id}', revokeInvitation, { status: 204, summary: 'Take an invitation back' }),
  json('GET', '/audit', listAudit, {
    status: 200,
    summary: 'What happened, newest first: for admins to all accounts, else to the own one',
  }),
  json('GET', '/stats', readStatistics, {
    status: 200,
    summary: 'How much the library holds and costs; for admins the whole store',
  }),
  json('GET', '/me', me, { status: 200, summary: 'Who the caller is, and what they may do' }),
]
