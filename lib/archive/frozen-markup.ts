// Reads frozen documents token by token. They are our own writing (lib/capture/freeze): values in double quotes, `<`, `>`
// and `"` escaped within, parts named by digest; no parser of foreign HTML is needed.
import type { Digest } from '#lib/kernel/digest.ts'

export type MarkupToken =
  | { kind: 'text'; text: string }
  /** What a `style` element holds. */
  | { kind: 'css'; text: string }
  /** A start tag. Values are as written, escaped; null for an attribute without one. */
  | { kind: 'tag'; name: string; attributes: [name: string, value: string | null][] }

const LETTER = /[a-zA-Z]/
const NAME_END = /[\s>=]/g

/** The tokens of a document, in order; joined again by `writeTag`, they are the document. */
export function* readMarkup(html: string): Generator<MarkupToken> {
  let at = 0
  for (let from = 0; ;) {
    const start = html.indexOf('<', from)
    if (start === -1) break
    from = start + 1
    if (!LETTER.test(html.charAt(from))) continue
    const tag = readTag(html, start)
    if (tag === null) break
    if (start > at) yield { kind: 'text', text: html.slice(at, start) }
    yield { kind: 'tag', name: tag.name, attributes: tag.attributes }
    at = from = tag.end
    if (tag.name !== 'style') continue
    const end = html.indexOf('</style>', at)
    if (end === -1) break
    yield { kind: 'css', text: html.slice(at, end) }
    at = from = end
  }
  if (at < html.length) yield { kind: 'text', text: html.slice(at) }
}

function nameEnd(html: string, from: number): number {
  NAME_END.lastIndex = from
  return NAME_END.exec(html)?.index ?? html.length
}

function readTag(html: string, start: number) {
  let at = nameEnd(html, start + 1)
  const name = html.slice(start + 1, at)
  const attributes: [string, string | null][] = []
  while (at < html.length) {
    if (/\s/.test(html.charAt(at))) at += 1
    else if (html[at] === '>') return { name, attributes, end: at + 1 }
    else {
      const end = Math.max(nameEnd(html, at), at + 1)
      const attribute = html.slice(at, end)
      const close = html.startsWith('="', end) ? html.indexOf('"', end + 2) : null
      if (close === -1) return null
      attributes.push([attribute, close === null ? null : html.slice(end + 2, close)])
      at = close === null ? end : close + 1
    }
  }
  return null
}

/** A start tag as it was read. */
export function writeTag(name: string, attributes: readonly [string, string | null][]): string {
  return `<${name}${attributes.map(([key, value]) => (value === null ? ` ${key}` : ` ${key}="${value}"`)).join('')}>`
}

/** The value behind an escaped attribute. */
export const unescapeValue = (value: string) =>
  value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

export const escapeValue = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Attributes whose value can name a part. */
const REFERRING = new Set(['src', 'srcset', 'href', 'poster', 'background'])
const REFERENCE = /^([0-9a-f]{64})(#.*| [\d.]+x)?$/s

/** The part that an attribute names, and what follows the digest (a fragment or a density); null when it names none. */
export function referenceIn(name: string, value: string | null): { digest: Digest; after: string } | null {
  const [, digest, after = ''] = (REFERRING.has(name) && value !== null && REFERENCE.exec(value)) || []
  return digest === undefined ? null : { digest, after }
}

/** In CSS of ours: `@import url("digest")` and `url("digest")`, perhaps with a fragment. */
export const CSS_REFERENCE = /(@import )?url\("([0-9a-f]{64})(#[^"]*)?"\)/g

/** May this value hold CSS that names a part? */
export const holdsCss = (value: string | null): value is string =>
  value !== null && value.includes('url(&quot;')
