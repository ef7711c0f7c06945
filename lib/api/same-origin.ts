// The wall against cross-site requests: a cookie is sent by the browser, whoever made it send; a token is not.
import type { Actor } from '#lib/contract/account.ts'
import { originsOfHost } from '#lib/auth/origins-of-host.ts'
import { AppError } from '#lib/kernel/errors.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What forms of foreign pages can send without asking is not JSON. */
function isForm(request: Request): boolean {
  const type = request.headers.get('content-type')
  return type !== null && !/^application\/json\b/i.test(type)
}

function isSameOrigin(request: Request, baseUrl: string): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = request.headers.get('origin')
  return origin !== null && (origin === baseUrl || originsOfHost(request).includes(origin))
}

/**
 * Lets a change through when it came with a token, or as JSON from a page of this very origin.
 *
 * @throws AppError `cross_origin`
 */
export function assertSameOrigin(request: Request, actor: Actor, baseUrl: string): void {
  if (READS.has(request.method) || actor.kind === 'anonymous' || actor.via === 'token') return
  if (isForm(request) || !isSameOrigin(request, baseUrl)) throw new AppError('cross_origin')
}
