// Text of strangers inside XML.

/** What XML 1.0 cannot say at all, not even as a reference (5th edition, 2.2: production Char). */
const IMPOSSIBLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const REFERENCES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** The text without characters that no XML parser takes; lone surrogates become U+FFFD. */
export const xmlCharacters = (text: string): string => text.toWellFormed().replace(IMPOSSIBLE, '')

/** The same as it stands in an element or between any quotes of an attribute. */
export const xmlText = (text: string): string =>
  xmlCharacters(text).replace(/[&<>"']/g, (sign) => REFERENCES[sign] ?? '')
