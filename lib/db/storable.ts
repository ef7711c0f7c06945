// Text of strangers as PostgreSQL takes it.
import { plainText } from '#lib/kernel/plain-text.ts'

/** Without U+0000, which PostgreSQL's text cannot hold, without lone surrogates, and at most `maxCharacters` long. */
export function storable(text: string, maxCharacters = 8_192): string {
  return text.replaceAll('\0', '').slice(0, maxCharacters).toWellFormed()
}

/** The same for what may be missing. */
export function storableOrNull(text: string | null, maxCharacters?: number): string | null {
  return text === null ? null : storable(text, maxCharacters)
}

/** What names or describes a page beside words of ours: without control characters as well, and null for nothing. */
export function storableLabel(text: string | null, maxCharacters?: number): string | null {
  return text === null ? null : storable(plainText(text), maxCharacters)
}
