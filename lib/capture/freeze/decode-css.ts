// Decodes a style sheet the way browsers do.

/**
 * Text of a style sheet's bytes (CSS Syntax 3, section 3.2): byte order mark, then the answer's charset, then `@charset`,
 * then the charset of the document that asked. Unknown names count as not given.
 */
export function decodeCss(bytes: Uint8Array, contentType: string, documentCharset: string): string {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  const candidates = [
    markOf(bytes),
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
