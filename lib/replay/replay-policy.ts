// The headers of archived bytes: what a browser may do with them, whatever they say. Reasons: docs of CSP 3 and Fetch.
import { partType } from '#lib/contract/part-types.ts'

const ALWAYS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // Of pages over http some browsers look up the hosts of all links: their name servers would hear who reads, and when.
  'X-DNS-Prefetch-Control': 'off',
  'X-Robots-Tag': 'noindex, nofollow',
}

/**
 * Headers of the frozen page. The sandbox gives it an origin of its own without scripts, forms or cookies; links open in
 * a new tab, free of the sandbox. Frames need no source: they lie in `srcdoc` and inherit this policy.
 *
 * @param appOrigin  the origin whose pages may show it in a frame
 */
export function pageHeaders(appOrigin: string): Record<string, string> {
  const policy = [
    'sandbox allow-popups allow-popups-to-escape-sandbox',
    "default-src 'none'",
    "img-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "media-src 'self' data:",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors 'self' ${appOrigin}`,
  ]
  return {
    ...ALWAYS,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'Cross-Origin-Resource-Policy': 'same-site',
    'Cache-Control': 'private, no-store',
  }
}

/**
 * Headers of a part. The page's sandbox has an opaque origin, to which nothing is same-site: hence the open resource
 * policy, and CORS for fonts; the unguessable address is the protection. Opened by itself, a part is a dead document.
 *
 * @param storedType  as stored; only types of the fixed table leave the house
 */
export function partHeaders(storedType: string): Record<string, string> {
  const type = partType(storedType)
  return {
    ...ALWAYS,
    'Content-Type': type === 'text/css' ? 'text/css; charset=utf-8' : type,
    'Content-Security-Policy':
      "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'public, max-age=31536000, immutable',
  }
}
