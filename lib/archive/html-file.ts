// Writes the frozen page as one HTML file that needs nothing else: every part lies in it, nothing runs, nothing loads.
import type { Digest } from '#lib/kernel/digest.ts'
import { MAX_INLINE_BYTES } from '#lib/kernel/limits.ts'
import {
  CSS_REFERENCE,
  escapeValue,
  holdsCss,
  readMarkup,
  referenceIn,
  unescapeValue,
  writeTag,
} from './frozen-markup.ts'
import { readBlob, type FrozenSource } from './frozen-source.ts'
import { inPieces } from './in-pieces.ts'

export const HTML_FILE_VERSION = 1

const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline' data:; font-src data:; media-src data:; " +
  "form-action 'none'; base-uri 'none'"
const NOTHING = 'data:,'
/** A picture that CSS names this often or more lies in a custom property; smaller ones are not worth the name. */
const SHARED_FROM = { count: 2, sizeBytes: 512 }
/** Frames in frames: frozen pages nest as deep as their page did, attributes grow with each level. */
const MAX_FRAME_DEPTH = 16

type Text = AsyncGenerator<string>

/** In a data: URL within CSS within HTML; `%` first of all. */
const encodeForUrl = (text: string) =>
  text.toWellFormed().replaceAll(/[^A-Za-z0-9;:/,=+.{}()\-_!*@?]/gu, encodeURIComponent)

class FileWriter {
  readonly #source: FrozenSource
  /** How often CSS names a picture where a custom property may stand; null when that has been counted. */
  #counts: Map<Digest, number> | null = new Map()
  #shared: ReadonlySet<Digest> = new Set()

  constructor(source: FrozenSource) {
    this.#source = source
  }

  async *write(): Text {
    const html = (await readBlob(this.#source, this.#source.page)).toString('utf8')
    for await (const _ of this.#document(html, 0)) void _
    const often = [...(this.#counts ?? [])].filter(([, count]) => count >= SHARED_FROM.count)
    this.#shared = new Set(often.map(([digest]) => digest))
    this.#counts = null
    yield* this.#document(html, 0)
  }

  async *#document(html: string, depth: number): Text {
    let hasHead = false
    for (const token of readMarkup(html)) {
      if (token.kind === 'text') yield token.text
      else if (token.kind === 'css') yield* this.#css(token.text, depth === 0)
      else {
        yield* this.#tag(token.name, token.attributes, depth)
        if (!hasHead && token.name === 'meta' && token.attributes[0]?.[0] === 'charset') {
          hasHead = true
          yield* this.#head(depth)
        }
      }
    }
  }

  async *#head(depth: number): Text {
    yield `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`
    if (depth > 0) return
    const { url, capturedAt, page } = this.#source
    const say = (name: string, content: string) =>
      `<meta name="linkhome:${name}" content="${escapeValue(content)}">`
    yield say('source', url) + say('captured', capturedAt.toISOString()) + say('digest', `sha256:${page}`)
    if (this.#shared.size === 0) return
    yield '<style>:root{'
    for (const digest of this.#shared) {
      yield `${propertyOf(digest)}:url("`
      yield* this.#dataUrl(digest)
      yield '");'
    }
    yield '}</style>'
  }

  async *#tag(name: string, attributes: [string, string | null][], depth: number): Text {
    if (name === 'link') {
      const sheet = attributes.find(([key, value]) => key === 'rel' && value === 'stylesheet')
      const digest = referenceIn('href', attributes.find(([key]) => key === 'href')?.[1] ?? null)?.digest
      if (sheet && digest) {
        yield writeTag(
          'style',
          attributes.filter(([key]) => key !== 'rel' && key !== 'href'),
        )
        yield* this.#sheet(digest, depth === 0)
        return yield '</style>'
      }
    }
    yield `<${name}`
    for (const [key, value] of attributes) {
      yield value === null ? ` ${key}` : ` ${key}="`
      if (value === null) continue
      yield* this.#value(name, key, value, depth)
      yield '"'
    }
    yield '>'
  }

  async *#value(name: string, key: string, value: string, depth: number): Text {
    const reference = referenceIn(key, value)
    if (reference) {
      yield* this.#dataUrl(reference.digest)
      yield reference.after
    } else if (name === 'iframe' && key === 'srcdoc') {
      if (depth >= MAX_FRAME_DEPTH) return
      for await (const text of this.#document(unescapeValue(value), depth + 1)) yield escapeValue(text)
    } else if (holdsCss(value)) {
      // Attributes of SVG take no custom properties.
      const css = this.#css(unescapeValue(value), depth === 0 && key === 'style')
      for await (const text of css) yield escapeValue(text)
    } else yield value
  }

  async *#css(css: string, mayShare: boolean): Text {
    let at = 0
    for (const { 0: all, 1: isImport, 2: digest = '', 3: fragment = '', index } of css.matchAll(
      CSS_REFERENCE,
    )) {
      yield css.slice(at, index)
      at = index + all.length
      if (isImport) {
        yield '@import url("data:text/css;charset=utf-8,'
        for await (const text of this.#sheet(digest, mayShare)) yield encodeForUrl(text)
        yield '")'
      } else if (mayShare && fragment === '' && this.#isShared(digest)) yield `var(${propertyOf(digest)})`
      else {
        yield 'url("'
        yield* this.#dataUrl(digest)
        yield `${fragment}")`
      }
    }
    yield css.slice(at)
  }

  async *#sheet(digest: Digest, mayShare: boolean): Text {
    if (!this.#source.parts.has(digest)) return
    yield* this.#css((await readBlob(this.#source, digest)).toString('utf8'), mayShare)
  }

  #isShared(digest: Digest): boolean {
    const part = this.#source.parts.get(digest)
    if (!part?.contentType.startsWith('image/') || part.sizeBytes < SHARED_FROM.sizeBytes) return false
    this.#counts?.set(digest, (this.#counts.get(digest) ?? 0) + 1)
    return this.#counts !== null || this.#shared.has(digest)
  }

  async *#dataUrl(digest: Digest): Text {
    const part = this.#source.parts.get(digest)
    if (this.#counts) return
    if (!part || part.sizeBytes > MAX_INLINE_BYTES) return yield NOTHING
    yield `data:${part.contentType.replaceAll(/[^\w/+.-]/g, '')};base64,`
    const opened = await this.#source.blobs.open(digest)
    if (!opened) throw new Error(`the blob ${digest} has a row and no bytes`)
    let rest = Buffer.alloc(0)
    for await (const chunk of opened.stream) {
      const bytes = Buffer.concat([rest, chunk])
      const whole = bytes.length - (bytes.length % 3)
      yield bytes.toString('base64', 0, whole)
      rest = bytes.subarray(whole)
    }
    yield rest.toString('base64')
  }
}

const propertyOf = (digest: Digest) => `--linkhome-${digest.slice(0, 16)}`

/**
 * The page as one file, streamed: only the document, one style sheet and one chunk of a part are in memory. Shadow trees
 * stay declarative, frames stay in `srcdoc`; a picture that CSS names often is written once.
 *
 * @returns UTF-8 bytes
 */
export function writeHtmlFile(source: FrozenSource): AsyncIterable<Uint8Array> {
  return inPieces(new FileWriter(source).write())
}
