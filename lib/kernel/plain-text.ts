// Text of strangers as it can be stored and shown beside other text.

/** Controls besides tab and line ends, and those of direction (UAX 9): they would turn what stands after them. */
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g

/** Without controls and lone surrogates; everything else stays as it is. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(CONTROLS, '')
}
