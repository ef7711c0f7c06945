// Writes the source of a program in ASCII, so that V8 keeps it in one byte for each character instead of two.

/** Bytes of UTF-8 (RFC 3629) are looked at here as if each were a character. */
const BEYOND_ASCII = /[\x80-\xFF]+/g
/** After a backslash an escape would mean something else, and the two that end a line must not be taken from it. */
const IS_BOUND = /\\[\x80-\xFF]|\xE2\x80[\xA8\xA9]/

/**
 * The same program with `\uXXXX` for what is beyond ASCII. A single character beyond Latin-1 makes V8 keep a whole file in
 * two bytes each, for as long as a function of it lives.
 *
 * In strings, templates, regular expressions and names that means the same (ECMA-262, 12.9.4, 13.2.8, 22.2.1 and 12.7), in
 * comments nothing. Only `String.raw` and its like, and names beyond the basic plane, tell the difference: for sources
 * that have been looked at.
 *
 * @param utf8  the file
 * @returns     its text as it is where an escape would mean something else
 */
export function asciiSource(utf8: Buffer): string {
  const bytes = utf8.toString('latin1')
  if (IS_BOUND.test(bytes)) return utf8.toString()
  return bytes.replaceAll(BEYOND_ASCII, (characters) => escaped(Buffer.from(characters, 'latin1').toString()))
}

/** Joined from pieces of one byte: what `replace` makes of a text in two bytes would stay in two. */
const escaped = (text: string) =>
  text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
