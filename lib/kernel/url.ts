// Addresses: which are taken, what makes two of them the same link, and finding them in pasted text.
import { domainToUnicode } from 'node:url'
import { AppError } from './errors.ts'
import { MAX_URL_CHARACTERS } from './limits.ts'
import { TRACKING_RULES } from './tracking-parameters.ts'

/** Why a text is no address that can be captured: the `reason` of AppError `invalid_url`. */
export type InvalidUrlReason =
  | 'empty'
  | 'too_long'
  | 'characters'
  | 'scheme'
  | 'malformed'
  | 'credentials'
  | 'port'

const refuse = (reason: InvalidUrlReason, cause?: unknown) =>
  new AppError('invalid_url', { reason }, { cause })

const SCHEME = /^[a-z][a-z0-9+.-]*:/i
const WEB_SCHEME = /^https?:/i
/** `example.com:8080/x` begins like a scheme, but a port follows the colon. */
const HOST_AND_PORT = /^[^\s/?#:@]+:\d{1,5}(?=[/?#]|$)/
const CONTROL = /[\u0000-\u001f\u007f]/

/**
 * Parses what a person typed or a file holds into the one form that is stored, shown and fetched (WHATWG URL). A bare
 * `example.com/x` gets `https://`. Whether its host may be contacted is the address policy's question.
 *
 * @throws AppError `invalid_url` `{ reason }`, see InvalidUrlReason
 */
export function admitUrl(text: string): URL {
  const trimmed = text.trim()
  if (trimmed === '') throw refuse('empty')
  if (trimmed.length > MAX_URL_CHARACTERS) throw refuse('too_long')
  if (CONTROL.test(trimmed) || !trimmed.isWellFormed()) throw refuse('characters')
  const url = parseWithScheme(trimmed)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse('scheme')
  if (url.username !== '' || url.password !== '') throw refuse('credentials')
  if (url.port === '0') throw refuse('port')
  if (url.hostname === '') throw refuse('malformed')
  // Percent-encoding makes addresses in Chinese up to nine times longer.
  if (url.href.length > MAX_URL_CHARACTERS) throw refuse('too_long')
  return url
}

function parseWithScheme(text: string): URL {
  if (WEB_SCHEME.test(text)) return parse(text)
  if (text.startsWith('//')) return parse(`https:${text}`)
  if (SCHEME.test(text) && !HOST_AND_PORT.test(text)) throw refuse('scheme')
  const url = parse(`https://${text}`)
  const host = text.split(/[/?#]/, 1)[0] ?? ''
  // A single word is no address, and `3.14` would become 3.0.0.14.
  if (!/[.。．｡:[]/.test(host)) throw refuse('malformed')
  if (isDottedNumber(url.hostname) && !host.startsWith(url.hostname)) throw refuse('malformed')
  return url
}

function parse(text: string): URL {
  try {
    return new URL(text)
  } catch (cause) {
    throw refuse('malformed', cause)
  }
}

const isDottedNumber = (hostname: string) => /^\d+\.\d+\.\d+\.\d+$/.test(hostname)

/**
 * The identity of a link: equal for addresses that differ in scheme-default port, case of the host, fragment or tracking
 * parameters. Fragments that are routes (`#!`, `#/`) stay. The order and the spelling of all other parameters stay, and
 * so does `www.`: servers may tell those apart.
 */
export function canonicalUrl(url: URL): string {
  const fragment = /^#[!/]/.test(url.hash) ? url.hash : ''
  return `${url.protocol}//${url.host}${url.pathname}${withoutTracking(url)}${fragment}`
}

function withoutTracking(url: URL): string {
  if (url.search === '') return ''
  const rules = TRACKING_RULES.filter(
    ({ sites }) => sites === null || sites.some((site) => isUnder(url, site)),
  )
  const patterns = rules.flatMap((rule) => rule.parameters)
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => !isTracking(parameterName(pair), patterns))
  return kept.length === 0 ? '' : `?${kept.join('&')}`
}

const isUnder = (url: URL, site: string) => url.hostname === site || url.hostname.endsWith(`.${site}`)

function isTracking(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  )
}

function parameterName(pair: string): string {
  const raw = pair.split('=', 1)[0] ?? ''
  try {
    return decodeURIComponent(raw).toLowerCase()
  } catch {
    return raw.toLowerCase() // Not UTF-8 (GBK forms exist): such a name is in no table.
  }
}

/** The site that an address belongs to, for people: host in lower case and Unicode, without `www.` and port. */
export function siteOf(url: string | URL): string {
  const { hostname } = new URL(url)
  const host = domainToUnicode(hostname) || hostname
  return host.startsWith('www.') && host.indexOf('.', 4) > 0 ? host.slice(4) : host
}

/** Blanks, quotes, brackets of Markdown and HTML, and all Chinese punctuation end an address in running text. */
const ADDRESS =
  /(?:https?:\/\/|(?<![\w.@/-])www\.)[^\s<>"`|\\^{}\u2014\u2018-\u201d\u2026\u3000-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0d\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]{1,8192}/giu
const BARE_LINE =
  /^(?:[-*+>]\s+|\d+[.)、]\s*)?((?:[\p{L}\p{N}-]+\.)+(?:\p{L}{2,}|xn--[a-z0-9-]+)(?::\d{1,5})?(?:[/?#]\S*)?)$/u
const CSV_HEADER = /(?:^|,)"?(?:url|href|link|address|网址|链接|地址)"?(?:,|$)/i

/**
 * All addresses in pasted text, as written there and in its order, each once: lists of lines, Markdown, HTML, CSV, chat
 * messages with Chinese punctuation around them. A bare domain counts when it stands alone on its line. What
 * `admitUrl` refuses is left out.
 */
export function findUrls(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/)
  const isCsv = CSV_HEADER.test(lines.find((line) => line.trim() !== '') ?? '')
  const found = new Map<string, string>()
  for (const address of lines.flatMap((line) => addressesOfLine(line.trim(), isCsv))) {
    const href = hrefOf(address)
    if (href !== null && !found.has(href)) found.set(href, address)
  }
  return [...found.values()]
}

function hrefOf(address: string): string | null {
  try {
    return admitUrl(address).href
  } catch {
    return null // Looks like an address and is none: not what was asked for.
  }
}

function addressesOfLine(line: string, isCsv: boolean): string[] {
  const addresses: string[] = []
  ADDRESS.lastIndex = 0
  for (let match = ADDRESS.exec(line); match !== null; match = ADDRESS.exec(line)) {
    const isField = isCsv && line[match.index - 1] !== '"'
    const address = cutAddress(match[0], isField)
    addresses.push(address.replaceAll('&amp;', '&'))
    // What was cut off may hold the next address: `[![](https://a/b.png)](https://c/)`.
    ADDRESS.lastIndex = match.index + Math.max(address.length, 4)
  }
  const bare = addresses.length === 0 ? BARE_LINE.exec(line)?.[1] : undefined
  return bare === undefined ? addresses : [bare]
}

/** Cuts what the pattern took too much of: glued text after the host, closing brackets, CSV fields, full stops. */
function cutAddress(address: string, isField: boolean): string {
  const afterHost = beforeUnbalanced(address).replace(
    /^((?:https?:\/\/)?)([^/?#]*)(.*)$/is,
    (_all, scheme: string, host: string, rest: string) => {
      const cut = host
        .replace(/[^\p{L}\p{N}.\-_:@%[\]].*$/u, '')
        .replace(/(\.[a-z]{2,})[^\x00-\x7f][^.]*$/i, '$1')
      return cut === host ? scheme + host + rest : scheme + cut
    },
  )
  const comma = isField ? /,.*$/ : /,(?=$|[,"'\p{Script=Han}]|https?:\/\/).*$/iu
  return afterHost.replace(comma, '').replace(/[.,;:!?'*]+$/, '')
}

/** The part before the first closing bracket that this address did not open itself. */
function beforeUnbalanced(address: string): string {
  const open = { ')': 0, ']': 0 }
  for (let index = 0; index < address.length; index += 1) {
    const character = address[index]
    if (character === '(') open[')'] += 1
    if (character === '[') open[']'] += 1
    if (character !== ')' && character !== ']') continue
    if (open[character] === 0) return address.slice(0, index)
    open[character] -= 1
  }
  return address
}
