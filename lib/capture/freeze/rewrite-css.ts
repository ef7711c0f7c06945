// Rewrites CSS so that it names parts instead of addresses: imports become sheets of their own, again rewritten.
import type { Recording } from '../record-responses.ts'
import { NOTHING, type PartCollector } from './collect-parts.ts'
import { cssReferences, type CssReference } from './css-references.ts'
import { decodeCss } from './decode-css.ts'

/** Imports in imports; real pages need three. */
const MAX_IMPORT_DEPTH = 16

export interface CssRewriter {
  /** `css` with every address replaced; safe inside of a `style` element. */
  rewrite(css: string, base: string): Promise<string>
  /** Digest of the rewritten form of the sheet recorded for `url`, or null when nothing was recorded. */
  rewriteRecorded(url: string): Promise<string | null>
  /** CSS without addresses, made safe inside of a `style` element. */
  safe(css: string): string
}

/** What a rewriter knows of the document whose sheets it rewrites. */
export interface SheetOwner {
  /** For sheets that name none. */
  charset: string
  /** The address at which the document came, which its script may have changed since. */
  firstUrl: string
}

export function createCssRewriter(
  recording: Recording,
  parts: PartCollector,
  { charset, firstUrl }: SheetOwner,
): CssRewriter {
  const done = new Map<string, Promise<string | null>>()

  async function rewrite(css: string, base: string, depth = 0, ancestors: string[] = []): Promise<string> {
    let written = ''
    let at = 0
    for (const reference of cssReferences(css)) {
      written += css.slice(at, reference.start) + (await replacement(reference, base, depth, ancestors))
      at = reference.end
    }
    return safe(written + css.slice(at))
  }

  // In CSS an escaped slash is a slash; in HTML it is no end tag.
  function safe(css: string): string {
    return css.replaceAll('</', '<\\/').replaceAll('\0', '\ufffd')
  }

  async function replacement(reference: CssReference, base: string, depth: number, ancestors: string[]) {
    if (reference.kind === 'text') return reference.replacement
    const isLocal = reference.url.startsWith('#')
    if (reference.kind === 'url' && isLocal) return `url(${quote(reference.url)})`
    const url = absolute(reference.url, base)
    if (reference.kind === 'url') {
      const shown =
        (url && parts.referenceTo(url)) ?? parts.referenceTo(absolute(reference.url, firstUrl) ?? '')
      return `url(${quote(shown ?? NOTHING)})`
    }
    const digest = url === null ? null : await rewriteRecorded(url, depth + 1, ancestors, base)
    // An import that leads nowhere goes altogether: an empty one would be asked for.
    return digest === null ? '' : `@import url("${digest}")${reference.after && ` ${reference.after}`};`
  }

  /** @param outer  base of what names the sheet: also that of a `data:` sheet, which is no place */
  async function rewriteRecorded(
    url: string,
    depth = 0,
    ancestors: string[] = [],
    outer = firstUrl,
  ): Promise<string | null> {
    if (depth > MAX_IMPORT_DEPTH || ancestors.includes(url)) return null
    const known = done.get(url)
    if (known) return known
    const work = rewriteSheet(url, depth, ancestors, url.startsWith('data:') ? outer : url)
    done.set(url, work)
    return work
  }

  async function rewriteSheet(
    url: string,
    depth: number,
    ancestors: string[],
    base: string,
  ): Promise<string | null> {
    const source = sheetSource(recording, url)
    if (!source) return null
    const text = decodeCss(source.bytes, source.contentType, charset)
    const written = await rewrite(text, base, depth, [...ancestors, url])
    return parts.add(written, 'text/css; charset=utf-8')
  }

  return {
    rewrite: (css, base) => rewrite(css, base),
    rewriteRecorded: (url) => rewriteRecorded(url),
    safe,
  }
}

/** The bytes of a sheet: as recorded, or out of a `data:` URL. */
export function sheetSource(
  recording: Recording,
  url: string,
): { bytes: Uint8Array; contentType: string } | null {
  if (!url.startsWith('data:')) return recording.sourceOf(url)
  const comma = url.indexOf(',')
  const contentType = url.slice('data:'.length, Math.max(comma, 0))
  if (comma === -1 || !/^text\/css\b/i.test(contentType)) return null
  const body = url.slice(comma + 1)
  if (/;\s*base64\s*$/i.test(contentType)) return { bytes: Buffer.from(body, 'base64'), contentType }
  // Latin-1 keeps each decoded byte as it is; the charset is looked at later.
  const bytes = Buffer.from(
    body.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
  return { bytes, contentType }
}

function absolute(url: string, base: string): string | null {
  return url !== '' && URL.canParse(url, base) ? new URL(url, base).href : null
}

function quote(text: string): string {
  const escaped = text.replaceAll(
    /["\\\n\r\f]/g,
    (character) => `\\${character.codePointAt(0)?.toString(16)} `,
  )
  return `"${escaped}"`
}
