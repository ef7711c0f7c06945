// What a failed navigation means: Chromium's net:: errors as codes of ours.
import { AppError, type ErrorCode } from '#lib/kernel/errors.ts'

/**
 * By name (chromium: net/base/net_error_list.h), first match wins. What is not listed is a server that did not speak HTTP
 * as it should: `connection_failed`.
 */
const NET_ERRORS: readonly [RegExp, ErrorCode][] = [
  [/^ERR_(?:NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|DNS_.*|ICANN_NAME_COLLISION)$/, 'dns_failure'],
  [/^ERR_(?:CERT_.*|SSL_.*|BAD_SSL_.*|CERTIFICATE_.*|ECH_.*)$/, 'tls_error'],
  [/^ERR_TOO_MANY_REDIRECTS$/, 'too_many_redirects'],
  [/^ERR_(?:TIMED_OUT|CONNECTION_TIMED_OUT)$/, 'timeout'],
  [/^ERR_(?:EMPTY_RESPONSE|HTTP_RESPONSE_CODE_FAILURE)$/, 'empty_response'],
  [/^ERR_(?:UNSAFE_PORT|ADDRESS_INVALID|NETWORK_ACCESS_DENIED|BLOCKED_BY_.*)$/, 'blocked_address'],
  [/^ERR_(?:INSUFFICIENT_RESOURCES|OUT_OF_MEMORY)$/, 'browser_crash'],
]

/** The name in a message like `page.goto: net::ERR_NAME_NOT_RESOLVED at https://...`, without `net::`; null without one. */
export function netErrorName(message: string): string | null {
  return /net::(ERR_[A-Z0-9_]+)/.exec(message)?.[1] ?? null
}

/** A redirect that leads to no page of the web: `data:`, `file:`, an app's own scheme, an address nobody understands. */
const LED_ELSEWHERE = /^ERR_(?:UNSAFE_REDIRECT|INVALID_REDIRECT|UNKNOWN_URL_SCHEME|DISALLOWED_URL_SCHEME)$/

/** The typed error for a navigation from a host to what is no page of the web; trying again changes nothing. */
export const errorOfLeadingElsewhere = (host: string) =>
  new AppError('blocked_address', { host, reason: 'no_web_page' })

/** The typed error for a net:: error at a host. */
export function errorOfNetFailure(name: string, host: string): AppError {
  if (LED_ELSEWHERE.test(name)) return errorOfLeadingElsewhere(host)
  const code = NET_ERRORS.find(([pattern]) => pattern.test(name))?.[1] ?? 'connection_failed'
  return new AppError(code, { host, reason: name })
}

/** Is this what Playwright throws when page, context or browser went away under it? */
export const isGoneError = (thrown: unknown): boolean =>
  thrown instanceof Error && /has been closed|crashed|Session closed/.test(thrown.message)
