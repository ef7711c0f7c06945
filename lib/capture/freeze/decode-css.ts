// Decodes a style sheet the way browsers do, whether or not the browser has done so already.
import { isUtf8 } from 'node:buffer'

/**
 * Text of a style sheet's bytes. Chromium's inspector hands most sheets over decoded, as UTF-8 whatever was declared; so
 * valid UTF-8 is believed first (text in another charset hardly ever is valid UTF-8). For the rest CSS Syntax 3, section
 * 3.2: byte order mark, the answer's charset, `@charset`, the charset of the document. Unknown names count as not given.
 */
export function decodeCss(bytes: Uint8Array, contentType: string, documentCharset: string): string {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  const candidates = [
    markOf(bytes),
    isUtf8(bytes) ? 'utf-8' : null,
    /charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1],
    /^@charset "([^"]*)";/.exec(head)?.[1],
    documentCharset,
  ]
  for (const name of candidates) {
    if (!name) continue
    try {
      return new TextDecoder(name).decode(bytes)
    } catch {
      // No encoding of that name: the next source is asked.
    }
  }
  return new TextDecoder().decode(bytes)
}

function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : null
}
