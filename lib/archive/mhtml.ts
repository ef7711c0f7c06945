// Writes the frozen page as MHTML (RFC 2557): the document, its frames and its parts, each a part of one message.
import { createHash } from 'node:crypto'
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

export const MHTML_VERSION = 3

const LINE_END = '\r\n'
/** Bytes of one line of base64: 76 characters (RFC 2045, 6.8). */
const LINE_BYTES = 57

const idOf = (name: string) => `${name}@linkhome`
const cidOf = (name: string) => `cid:${idOf(name)}`

const rewriteCss = (css: string) =>
  css.replaceAll(
    CSS_REFERENCE,
    (_all, isImport: string | undefined, digest: string, fragment: string | undefined) =>
      `${isImport ?? ''}url("${cidOf(digest)}${fragment ?? ''}")`,
  )

const rewriteSheet = (css: string) => byAttributes(rewriteCss(css))

/** The document with parts as `cid:` addresses; its frames are taken out of `srcdoc` into `frames`. */
function rewriteDocument(html: string, frames: string[]): string {
  let written = ''
  for (const token of readMarkup(html)) {
    if (token.kind === 'text') written += token.text
    else if (token.kind === 'css') written += rewriteSheet(token.text)
    else {
      const attributes = token.attributes.map(([key, value]): [string, string | null] => {
        const reference = referenceIn(key, value)
        if (reference) return [key, cidOf(reference.digest) + reference.after]
        if (token.name === 'iframe' && key === 'srcdoc' && value !== null) {
          const number = frames.push('') - 1
          // A document in `srcdoc` is in standards mode whatever it says (HTML, 13.2.6.4.1); one of its own is not.
          const frame = unescapeValue(value).replace(/^(?:<!DOCTYPE[^>]*>)?/i, '<!DOCTYPE html>')
          frames[number] = rewriteDocument(frame, frames)
          return ['src', cidOf(`frame-${number}`)]
        }
        return [key, holdsCss(value) ? escapeValue(rewriteCss(unescapeValue(value))) : value]
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

async function bytesOf(source: FrozenSource, { digest, contentType }: FrozenPart) {
  if (contentType.startsWith('text/css'))
    return [Buffer.from(rewriteSheet((await readBlob(source, digest)).toString('utf8')))]
  const opened = await source.blobs.open(digest)
  if (!opened) throw new Error(`the blob ${digest} has a row and no bytes`)
  return opened.stream
}

async function* message(source: FrozenSource): AsyncGenerator<string> {
  const { url, title, capturedAt, page, parts } = source
  const boundary = `----linkhome-${createHash('sha256').update(page).digest('hex').slice(0, 40)}`
  const location = new URL(url).href
  const frames: string[] = []
  const html = rewriteDocument((await readBlob(source, page)).toString('utf8'), frames)
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
  for (const part of parts.values()) {
    const { digest, contentType: type } = part
    const bytes = await bytesOf(source, part)
    yield* entity(boundary, {
      contentType: type.replaceAll(/[^\w/+.;= -]/g, ''),
      id: digest,
      location: cidOf(digest),
      bytes,
    })
  }
  yield `--${boundary}--${LINE_END}`
}

/** The page as one message, streamed part by part. */
export function writeMhtml(source: FrozenSource): AsyncIterable<Uint8Array> {
  return inPieces(message(source))
}
