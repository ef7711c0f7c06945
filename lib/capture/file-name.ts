// The name of a file: as its server says it, or the last piece of its address.

const MAX_NAME_CHARACTERS = 200

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // No UTF-8 behind the signs: as it stands.
  }
}

/** RFC 6266: `filename*` before `filename`; servers also send UTF-8 as bytes, which arrive as Latin-1. */
function saidName(disposition: string): string | null {
  const extended = /filename\*\s*=\s*(?:utf-8|iso-8859-1)''([^;\s]+)/i.exec(disposition)?.[1]
  if (extended) return decodePercent(extended)
  const match = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition)
  const plain = match?.[1]?.replaceAll(/\\(.)/g, '$1') ?? match?.[2]
  if (!plain) return null
  const bytes = Buffer.from(plain, 'latin1')
  const isUtf8 =
    /[\x80-\xff]/.test(plain) &&
    bytes.toString('latin1') === plain &&
    !bytes.toString('utf8').includes('\ufffd')
  return decodePercent(isUtf8 ? bytes.toString('utf8') : plain)
}

/** A name for people: no folders, no control characters, at most 200 characters; never empty. */
export function fileName(disposition: string | null, url: string): string {
  const { pathname = '', hostname = '' } = URL.parse(url) ?? {}
  const last = decodePercent(pathname.split('/').findLast((piece) => piece !== '') ?? '')
  const name = (disposition && saidName(disposition)) || last || hostname
  const safe = (name.split(/[\\/]/).at(-1) ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .toWellFormed()
    .trim()
  return safe.slice(0, MAX_NAME_CHARACTERS) || hostname || 'file'
}
