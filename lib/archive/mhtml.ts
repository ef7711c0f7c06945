// Writes the frozen page as MHTML (RFC 2557): the document, its frames and its parts, each a part of one message.
import { createHash } from 'node:crypto'
import type { Digest } from '#lib/kernel/digest.ts'
import { byAttributes, ENABLED_RULES } from './control-states.ts'
import {
  CSS_REFERENCE,
  escapeValue,
  holdsCss,
  readMarkup,
  referenceIn,
  unescapeValue,
  writeTag,
} from './frozen-markup.ts'
import { readBlob, type FrozenPart, type FrozenSource } from './frozen-source.ts'
import { inPieces } from './in-pieces.ts'

export const MHTML_VERSION = 4

const LINE_END = '\r\n'
/** Bytes of one line of base64: 76 characters (RFC 2045, 6.8). */
const LINE_BYTES = 57

const idOf = (name: string) => `${name}@linkhome`
const cidOf = (name: string) => `cid:${idOf(name)}`

/** A drawing of many views is written once more for each view that is shown, at most so often. */
const MAX_VIEWS = 32

/** How the parts of one message are named, and under which further names Chromium will look for them. */
class Addresses {
  /** Addresses with a fragment, by part. */
  readonly views = new Map<Digest, Set<string>>()
  private readonly parts: FrozenSource['parts']

  constructor(parts: FrozenSource['parts']) {
    this.parts = parts
  }

  /**
   * The address of a part for an image: Chromium compares all of it with the names of parts, its fragment too (without
   * doing so for `<use>`). Only of a drawing a fragment shows another view.
   */
  ofImage(digest: Digest, fragment = ''): string {
    const type = this.parts.get(digest)?.contentType ?? ''
    if (fragment === '' || !type.startsWith('image/')) return cidOf(digest) + fragment
    if (!type.startsWith('image/svg')) return cidOf(digest)
    const address = new URL(cidOf(digest) + fragment).href
    const views = this.views.get(digest) ?? new Set()
    if (views.size >= MAX_VIEWS && !views.has(address)) return cidOf(digest)
    this.views.set(digest, views.add(address))
    return address
  }

  /** `after` is what follows the digest in an attribute, escaped: a fragment or a density. */
  inAttribute(digest: Digest, after: string, isUse: boolean): string {
    if (isUse || !after.startsWith('#')) return cidOf(digest) + after
    return escapeValue(this.ofImage(digest, unescapeValue(after)))
  }
}

const rewriteCss = (css: string, addresses: Addresses) =>
  css.replaceAll(
    CSS_REFERENCE,
    (_all, isImport: string | undefined, digest: Digest, fragment: string | undefined) =>
      `${isImport ?? ''}url("${addresses.ofImage(digest, fragment)}")`,
  )

const rewriteSheet = (css: string, addresses: Addresses) => byAttributes(rewriteCss(css, addresses))

/** The document with parts as `cid:` addresses; its frames are taken out of `srcdoc` into `frames`. */
function rewriteDocument(html: string, frames: string[], addresses: Addresses): string {
  let written = ''
  for (const token of readMarkup(html)) {
    if (token.kind === 'text') written += token.text
    else if (token.kind === 'css') written += rewriteSheet(token.text, addresses)
    else {
      const attributes = token.attributes.map(([key, value]): [string, string | null] => {
        const reference = referenceIn(key, value)
        if (reference)
          return [key, addresses.inAttribute(reference.digest, reference.after, token.name === 'use')]
        if (token.name === 'iframe' && key === 'srcdoc' && value !== null) {
          const number = frames.push('') - 1
          // A document in `srcdoc` is in standards mode whatever it says (HTML, 13.2.6.4.1); one of its own is not.
          const frame = unescapeValue(value).replace(/^(?:<!DOCTYPE[^>]*>)?/i, '<!DOCTYPE html>')
          frames[number] = rewriteDocument(frame, frames, addresses)
          return ['src', cidOf(`frame-${number}`)]
        }
        return [key, holdsCss(value) ? escapeValue(rewriteCss(unescapeValue(value), addresses)) : value]
      })
      written += writeTag(token.name, attributes)
      if (token.name === 'head') written += `<style>${ENABLED_RULES}</style>`
    }
  }
  return written
}

/** Base64 in lines. */
async function* encoded(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0)
  const lines = (bytes: Buffer) => bytes.toString('base64').replaceAll(/.{76}/g, `$&${LINE_END}`)
  for await (const chunk of source) {
    const bytes = Buffer.concat([rest, chunk])
    const whole = bytes.length - (bytes.length % LINE_BYTES)
    yield lines(bytes.subarray(0, whole))
    rest = bytes.subarray(whole)
  }
  yield lines(rest) + LINE_END
}

interface Entity {
  contentType: string
  id: string
  location: string
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

async function* entity(
  boundary: string,
  { contentType, id, location, bytes }: Entity,
): AsyncGenerator<string> {
  yield [
    `--${boundary}`,
    `Content-Type: ${contentType}`,
    'Content-Transfer-Encoding: base64',
    `Content-ID: <${idOf(id)}>`,
    `Content-Location: ${location}`,
    '',
    '',
  ].join(LINE_END)
  yield* encoded(bytes)
}

/** A header's words in UTF-8 (RFC 2047), each at most 75 characters. */
function encodedWords(text: string): string {
  const pieces = text.toWellFormed().match(/.{1,10}/gsu) ?? []
  return pieces.map((piece) => `=?utf-8?B?${Buffer.from(piece).toString('base64')}?=`).join(`${LINE_END} `)
}

async function bytesOf(source: FrozenSource, { digest, contentType }: FrozenPart, addresses: Addresses) {
  if (contentType.startsWith('text/css'))
    return [Buffer.from(rewriteSheet((await readBlob(source, digest)).toString('utf8'), addresses))]
  const opened = await source.blobs.open(digest)
  if (!opened) throw new Error(`the blob ${digest} has a row and no bytes`)
  return opened.stream
}

async function* message(source: FrozenSource): AsyncGenerator<string> {
  const { url, title, capturedAt, page, parts } = source
  const boundary = `----linkhome-${createHash('sha256').update(page).digest('hex').slice(0, 40)}`
  const location = new URL(url).href
  const frames: string[] = []
  const addresses = new Addresses(parts)
  const html = rewriteDocument((await readBlob(source, page)).toString('utf8'), frames, addresses)
  yield [
    'From: <Saved by linkhome>',
    `Snapshot-Content-Location: ${location}`,
    `Subject: ${encodedWords(title ?? location)}`,
    `Date: ${capturedAt.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/related; type="text/html"; boundary="${boundary}"`,
    '',
    '',
  ].join(LINE_END)
  const contentType = 'text/html; charset=utf-8'
  yield* entity(boundary, { contentType, id: 'page', location, bytes: [Buffer.from(html)] })
  for (const [number, frame] of frames.entries()) {
    const id = `frame-${number}`
    yield* entity(boundary, { contentType, id, location: cidOf(id), bytes: [Buffer.from(frame)] })
  }
  async function* entityOf(part: FrozenPart, id: string, location: string) {
    const bytes = await bytesOf(source, part, addresses)
    const type = part.contentType.replaceAll(/[^\w/+.;= -]/g, '')
    yield* entity(boundary, { contentType: type, id, location, bytes })
  }
  for (const part of parts.values()) yield* entityOf(part, part.digest, cidOf(part.digest))
  // Last: sheets have named views as well.
  for (const [digest, views] of addresses.views)
    for (const [number, location] of [...views].entries())
      yield* entityOf(parts.get(digest)!, `${digest}-${number}`, location)
  yield `--${boundary}--${LINE_END}`
}

/** The page as one message, streamed part by part. */
export function writeMhtml(source: FrozenSource): AsyncIterable<Uint8Array> {
  return inPieces(message(source))
}
