// Bytes of an HTML file as text: what it says of its encoding, checked against what its bytes can be.

/** The standard looks at 1,024 bytes; pages with a comment on top declare themselves behind that. */
const PRESCAN_BYTES = 4_096
/** Bytes that are looked at to guess: pages may begin with a megabyte of scripts. */
const SAMPLE_BYTES = 2_000_000
/** A text with fewer unreadable characters than this is cut off or damaged, not of another encoding. */
const MAX_DAMAGED_SHARE = 0.001
/** Share of an encoding's most frequent characters from which on a text is believed to be written in it. */
const MIN_FREQUENT_SHARE = 0.02

/** Encodings without a mark of their own, and characters that no long text in them does without. */
const GUESSES: readonly (readonly [encoding: string, frequent: RegExp])[] = [
  ['gb18030', /[的一是不了在有人这中大来上个国我以要他时]/g],
  ['big5', /[的一是不了在有人這中大來上個國我以要他時]/g],
  ['shift_jis', /[のにはをたがでてとしれさいるな]/g],
  ['euc-kr', /[이다는의에을를고하가지기로]/g],
]

const MARKS: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

const byMark = (bytes: Uint8Array) =>
  MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0] ?? null

function decoderOf(label: string, options?: TextDecoderOptions): TextDecoder | null {
  try {
    return new TextDecoder(label, options)
  } catch {
    return null // no encoding of the web
  }
}

/** What the page declares (HTML standard, 13.2.3.2: prescan); null for nothing, or no encoding of the web. */
function declared(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1')
    .decode(bytes.subarray(0, PRESCAN_BYTES))
    .replace(/<!--.*?(?:-->|$)/gs, '')
  const label =
    /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head)?.[1] ??
    /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w:.-]+)/i.exec(head)?.[1]
  const encoding = label && decoderOf(label)?.encoding
  if (!encoding) return null
  // What could be read in one byte a character is not written in two; and the newest GB reads all the older ones.
  if (encoding.startsWith('utf-16')) return 'utf-8'
  return encoding === 'gbk' ? 'gb18030' : encoding
}

/** Valid UTF-8 with characters beyond ASCII is no accident. The file may end within a character. */
function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    decoder.decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

function shareOf(text: string, characters: RegExp): number {
  const written = text.match(/[^\u0000-\u007f]/g)?.length ?? 0
  return written === 0 ? 0 : (text.match(characters)?.length ?? 0) / written
}

function guess(sample: Uint8Array): string {
  const shares = GUESSES.map(([encoding, frequent]) => {
    const text = new TextDecoder(encoding).decode(sample)
    return { encoding, share: shareOf(text, frequent) - shareOf(text, /\ufffd/g) }
  })
  const best = shares.reduce((a, b) => (b.share > a.share ? b : a))
  return best.share >= MIN_FREQUENT_SHARE ? best.encoding : 'windows-1252'
}

function encodingOf(bytes: Uint8Array): string {
  const marked = byMark(bytes)
  if (marked) return marked
  // Before the declaration: pages that were saved anew by an editor keep the old one.
  if (isUtf8(bytes)) return 'utf-8'
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  const said = declared(bytes)
  if (!said) return guess(sample)
  const text = new TextDecoder(said).decode(sample)
  const damaged = text.match(/\ufffd/g)?.length ?? 0
  return damaged <= Math.max(2, MAX_DAMAGED_SHARE * text.length) ? said : guess(sample)
}

/**
 * The text of an HTML file: by its byte order mark, else as UTF-8 when it is that, else as it declares, else by the
 * characters that are frequent in Chinese, Japanese and Korean; windows-1252 at last, as browsers do.
 */
export function decodeHtml(bytes: Uint8Array): { html: string; encoding: string } {
  const encoding = encodingOf(bytes)
  return { html: new TextDecoder(encoding).decode(bytes), encoding }
}
