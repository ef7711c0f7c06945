// Feeds over HTTP, for programs without a session: the address is the key.
import { addressOf } from '#lib/auth/sign-in-limit.ts'
import type { FeedContent } from '#lib/contract/feed.ts'
import { pickLocale } from '#lib/i18n/translate.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { Log } from '#lib/kernel/log.ts'
import { isReplayHost } from '#lib/replay/replay-host.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { readFeed } from '#lib/usecases/feeds/read-feed.ts'
import { writeAtom } from './feed-atom.ts'
import { writeJsonFeed } from './feed-json.ts'
import { asAnswerable, problemResponse } from './problem.ts'

const FORMATS = {
  atom: { contentType: 'application/atom+xml; charset=utf-8', write: writeAtom },
  json: { contentType: 'application/feed+json; charset=utf-8', write: writeJsonFeed },
} as const
type Format = keyof typeof FORMATS

/** On every answer. Opened by a browser, the document is nobody's and loads nothing. */
const GUARDS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-robots-tag': 'noindex, nofollow',
} as const

/** The secret, and the format that its ending names; null: that which the reader likes better. */
function parseName(name: string): { token: string; format: Format | null } {
  const [, token = name, ending] = /^([^.]*)\.(atom|json)$/.exec(name) ?? []
  return { token, format: ending === 'atom' || ending === 'json' ? ending : null }
}

function preferred({ headers }: Request): Format {
  const accept = headers.get('accept')?.toLowerCase() ?? ''
  return /\bapplication\/(feed\+)?json\b/.test(accept) && !/\bxml\b/.test(accept) ? 'json' : 'atom'
}

/** Has the reader this very feed? What it says by a tag counts more than a time (RFC 9110, 13.2.2). */
function isKnown({ headers }: Request, etag: string, changedAt: Date): boolean {
  const tags = headers.get('if-none-match')
  if (tags !== null) return tags.split(',').some((tag) => [etag, `W/${etag}`, '*'].includes(tag.trim()))
  return Date.parse(headers.get('if-modified-since') ?? '') >= Math.floor(changedAt.getTime() / 1_000) * 1_000
}

function feedResponse(content: FeedContent, request: Request, named: Format | null): Response {
  const format = named ?? preferred(request)
  const etag = `"${content.digest.slice(0, 32)}.${content.changedAt.getTime().toString(36)}.${format}"`
  const headers = {
    ...GUARDS,
    etag,
    'last-modified': content.changedAt.toUTCString(),
    'cache-control': 'private, no-cache',
    ...(named === null && { vary: 'Accept' }),
  }
  if (isKnown(request, etag, content.changedAt)) return new Response(null, { status: 304, headers })
  const { contentType, write } = FORMATS[format]
  const body = request.method === 'HEAD' ? null : write(content)
  return new Response(body, { headers: { ...headers, 'content-type': contentType } })
}

/** Addresses do not come into the log: they are keys. */
function refusal(thrown: unknown, request: Request, log: Log | null): Response {
  const error = asAnswerable(thrown)
  if (error.http >= 500) log?.error('feed.failed', { error })
  const response = problemResponse(error, pickLocale(null, request.headers.get('accept-language')))
  for (const [name, value] of Object.entries(GUARDS)) response.headers.set(name, value)
  return response
}

/**
 * Opens the door of feeds.
 *
 * @param getRuntime  as in `openApi`
 * @returns a function from request and last part of its path to response; it never rejects
 */
export function openFeedDoor(
  getRuntime: () => Promise<Runtime>,
): (request: Request, name: string) => Promise<Response> {
  return async (request, name) => {
    let log: Log | null = null
    try {
      const runtime = await getRuntime()
      log = runtime.log
      if (isReplayHost(runtime.config, request.headers.get('host'))) throw new AppError('not_found')
      const { token, format } = parseName(name)
      const ctx = { ...runtime, actor: { kind: 'anonymous' } as const }
      const content = await readFeed(ctx, { token, address: addressOf(request.headers) })
      return feedResponse(content, request, format)
    } catch (thrown) {
      return refusal(thrown, request, log)
    }
  }
}
