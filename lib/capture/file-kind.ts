// What a file is, by its first bytes before what its server says, and the type under which it may be kept.
// Signatures: MIME Sniffing (WHATWG), 6 and 7.

export type FileKind = 'pdf' | 'image' | 'audio' | 'video' | 'text' | 'feed' | 'other'

/** Bytes that are looked at. */
export const SNIFFED_BYTES = 1_445

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1')

const SIGNATURES: readonly [RegExp, string][] = [
  [/^%PDF-/, 'application/pdf'],
  [/^\x89PNG\r\n\x1a\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF....WEBPVP/s, 'image/webp'],
  [/^....ftypavi[fs]/s, 'image/avif'],
  [/^BM....\0\0\0\0/s, 'image/bmp'],
  [/^RIFF....WAVE/s, 'audio/wav'],
  [/^ID3|^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/, 'audio/mpeg'],
  [/^fLaC/, 'audio/flac'],
  [/^....ftypM4A/s, 'audio/mp4'],
  [/^OggS/, 'application/ogg'],
  [/^....ftyp/s, 'video/mp4'],
  [/^\x1aE\xdf\xa3/, 'video/webm'],
  [/^PK\x03\x04/, 'application/zip'],
  [/^\x1f\x8b\x08/, 'application/gzip'],
]

const NAMED: Record<string, string> = {
  csv: 'text/csv',
  json: 'application/json',
  log: 'text/plain',
  md: 'text/markdown',
  txt: 'text/plain',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
}
const TEXT_TYPE = /^text\/|^application\/(?:json|xml|yaml|toml|x-yaml|javascript|sql|[\w.+-]+\+(?:json|xml))$/

/** Control characters that no text has (MIME Sniffing, 7.2: binary data bytes). */
const isBinary = (bytes: Uint8Array) =>
  bytes.some(
    (byte) =>
      byte <= 0x08 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f),
  )

/** UTF-16 has zeros, and says so in front. */
const hasWideMark = (bytes: Uint8Array) => /^(?:\xff\xfe|\xfe\xff)/.test(ascii(bytes, 0, 2))

/**
 * The type of a file without parameters, e.g. `application/pdf`.
 *
 * @param head  its first SNIFFED_BYTES or fewer
 * @param said  `Content-Type` of the answer, or null
 * @param name  file name, whose ending decides among kinds of text
 */
export function sniffFile(
  head: Uint8Array,
  said: string | null,
  name: string,
): { kind: FileKind; type: string } {
  const essence = said?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const text = ascii(head, 0, SNIFFED_BYTES)
  const signed = SIGNATURES.find(([pattern]) => pattern.test(text))?.[1]
  if (signed === 'application/ogg')
    return {
      kind: essence.startsWith('video/') ? 'video' : 'audio',
      type: essence.startsWith('video/') ? 'video/ogg' : 'audio/ogg',
    }
  if (signed === 'video/mp4' && essence === 'audio/mp4') return { kind: 'audio', type: essence }
  if (signed === 'video/webm' && essence === 'audio/webm') return { kind: 'audio', type: essence }
  // Office files, books and programs are archives with a name of their own.
  if (
    signed === 'application/zip' &&
    essence.startsWith('application/') &&
    essence !== 'application/octet-stream'
  )
    return { kind: 'other', type: essence }
  if (signed) return { kind: kindOf(signed), type: signed }
  if (head.length > 0 && (!isBinary(head) || hasWideMark(head))) {
    const ending = /\.(\w{2,4})$/.exec(name.toLowerCase())?.[1] ?? ''
    return {
      kind: 'text',
      type: TEXT_TYPE.test(essence) && essence !== 'text/html' ? essence : (NAMED[ending] ?? 'text/plain'),
    }
  }
  return {
    kind: 'other',
    type:
      /^[\w.+-]+\/[\w.+-]+$/.test(essence) && !TEXT_TYPE.test(essence) ? essence : 'application/octet-stream',
  }
}

function kindOf(type: string): FileKind {
  if (type === 'application/pdf') return 'pdf'
  const [family = ''] = type.split('/')
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'other'
}
