// The index of a WARC: one sorted line per record, so that a reader finds a URL without reading the archive.
import type { Exchange } from './exchange.ts'

export interface IndexEntry {
  url: string
  date: Date
  contentType: string | null
  httpStatus: number | null
  /** `sha256:<hex>`, or null without a payload. */
  digest: string | null
  offset: number
  length: number
  /** What the request carried, as `requestQuery` writes it; null for GET. */
  request: { method: string; query: string } | null
}

/** Lines in the order of their bytes, each ended by a line feed. */
export function writeCdxj(entries: readonly IndexEntry[], filename: string): string {
  const lines = entries.map((entry) => {
    const { url, request } = entry
    const fields = {
      url,
      mime: entry.contentType?.split(';')[0]?.trim() || 'application/octet-stream',
      status: String(entry.httpStatus ?? 200),
      ...(entry.digest === null ? {} : { digest: entry.digest }),
      length: String(entry.length),
      offset: String(entry.offset),
      filename,
      ...(request === null ? {} : { method: request.method, requestBody: request.query }),
    }
    const key = surtOf(request === null ? url : withRequest(url, request))
    return Buffer.from(`${key} ${timestampOf(entry.date)} ${JSON.stringify(fields)}\n`)
  })
  return Buffer.concat(lines.sort(Buffer.compare)).toString()
}

/** `yyyyMMddHHmmss` */
const timestampOf = (date: Date) => date.toISOString().replaceAll(/\D/g, '').slice(0, 14)

/**
 * The sort-friendly form of a URL: host from the right, lower case, `www` dropped, arguments sorted. What is not http(s)
 * stays as it is.
 *
 * @see SURT as the CDXJ of pywb and ReplayWeb.page reads it
 */
export function surtOf(url: string): string {
  if (!/^https?:/i.test(url)) return url
  const parsed = URL.parse(url.replace(/^(https?:\/\/)www\d*\./i, '$1').toLowerCase())
  if (!parsed) return url
  const host = parsed.hostname.split('.').toReversed().join(',')
  const port = parsed.port ? `:${parsed.port}` : ''
  const args = parsed.search.slice(1).split('&').sort().join('&')
  return `${host}${port})${parsed.pathname}${args ? `?${args}` : ''}`
}

/** The URL under which the answer to a request with a body is looked up: wabac's way of telling such requests apart. */
function withRequest(url: string, { method, query }: { method: string; query: string }): string {
  let readable = ''
  try {
    readable = decodeURI(query)
  } catch {
    // A query that is no valid URL counts as none.
  }
  return `${url}${url.includes('?') ? '&' : '?'}__wb_method=${method}&${readable}`
}

/** What a request carried as a query: forms as they are, the leaves of JSON by name, everything else as base64. */
export function requestQuery({ requestHeaders }: Pick<Exchange, 'requestHeaders'>, body: Buffer): string {
  const type = requestHeaders.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const essence = type.split(';')[0]?.trim().toLowerCase()
  if (essence === 'application/x-www-form-urlencoded') return body.toString()
  const isJson = essence === 'application/json' || essence === 'text/plain'
  const leaves = isJson ? leavesOf(body.toString()) : null
  if (leaves !== null) return leaves.toString()
  return essence === 'application/json' ? '' : `__wb_post_data=${body.toString('base64')}`
}

/** Null when the text is no JSON. */
function leavesOf(text: string): URLSearchParams | null {
  const leaves = new URLSearchParams()
  const counts = new Map<string, number>()
  function add(name: string, value: unknown) {
    if (Array.isArray(value)) return value.forEach((item) => add(name, item))
    if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) add(key, member)
      return
    }
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    leaves.set(count === 1 ? name : `${name}.${count}_`, String(value))
  }
  try {
    add('', JSON.parse(text))
    return leaves
  } catch {
    return null // No JSON, or nested deeper than the stack: then its bytes stand for it.
  }
}
