// Folds a text unit by unit with a table, and hands only what does not fold by itself to the function that knows all of it.

/** By units of UTF-16: what it folds to; of a unit that has not been met yet nothing. */
const FORMS = new Uint16Array(0x1_0000)
const UNKNOWN = 0
/** Nothing folds to this control character. */
const NOT_BY_ITSELF = 1

const ASCII = /^[\t\n\v\f\r\x20-\x7e]*$/
/** Marks and the middle and last jamo of a syllable join what stands before them; halves of characters are none. */
const JOINS = /[\p{M}\u1160-\u11ff\ud7b0-\ud7ff\ud800-\udfff]/u
/** The one letter whose small form depends on its neighbours (Unicode, SpecialCasing, Final_Sigma). */
const SIGMA = 'Σ'

/** Longer texts than search has: not worth the memory that stays. */
const MAX_CHARACTERS = 400_000

/** The units of the text that is being folded; nothing else runs meanwhile, so that one array will do. */
let units = new Uint16Array(8_192)

function formOf(unit: number, fold: (text: string) => string): number {
  const character = String.fromCharCode(unit)
  const folded = fold(character)
  const isByItself =
    folded.length === 1 && !JOINS.test(character + folded) && character.normalize('NFKC') !== SIGMA
  return isByItself ? folded.charCodeAt(0) : NOT_BY_ITSELF
}

/** Writes what folds by itself from `at` on behind `length` units, up to what does not, or is not known yet. */
function writePlain(text: string, at: number, length: number): number {
  let next = at
  for (let to = length; next < text.length; next += 1, to += 1) {
    const form = FORMS[text.charCodeAt(next)]!
    if (form <= NOT_BY_ITSELF) break
    units[to] = form
  }
  return next
}

function isByItself(text: string, at: number, fold: (text: string) => string): boolean {
  const unit = text.charCodeAt(at)
  if (FORMS[unit] === UNKNOWN) FORMS[unit] = formOf(unit, fold)
  return FORMS[unit] !== NOT_BY_ITSELF
}

/**
 * The same as `fold(text)`, in a third of the time. What does not fold by itself is handed over together with the
 * character before it, which a mark may join; what begins with a character that does, changes nothing before it (Unicode
 * Standard Annex 15, 9: stable code points).
 *
 * @param fold  NFKC, lower case, and what changes characters one by one; the same function in every call
 */
export function foldQuickly(text: string, fold: (text: string) => string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  if (text.length > MAX_CHARACTERS) return fold(text)
  if (units.length < 2 * text.length) units = new Uint16Array(3 * text.length)
  let length = 0
  for (let at = 0; at < text.length;) {
    const next = writePlain(text, at, length)
    length += next - at
    at = next
    if (at === text.length || isByItself(text, at, fold)) continue
    let end = at + 1
    while (end < text.length && !isByItself(text, end, fold)) end += 1
    const start = Math.max(0, at - 1)
    const piece = text.slice(start, end)
    const folded = fold(piece)
    length -= at - start
    if (piece.normalize('NFKC').includes(SIGMA) || length + folded.length + text.length > units.length)
      return fold(text)
    for (let place = 0; place < folded.length; place += 1) units[length + place] = folded.charCodeAt(place)
    length += folded.length
    at = end
  }
  return Buffer.from(units.buffer, 0, 2 * length).toString('utf16le')
}
