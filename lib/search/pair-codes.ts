// Pairs of characters in two or three bytes instead of six: a code for the first, and one for the second that depends on it.
import { FREQUENT_CHARACTERS } from './frequent-characters.ts'
import { FOLLOWERS } from './frequent-pairs.ts'

const signs = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => String.fromCharCode(first + at))
/** Of these were the codes of tokenizer 7 made. */
const OLD_SIGNS = signs(0x20, 0x7e).filter((sign) => !`'\\`.includes(sign))
/** What stood in none of them: a code that holds one was never another's. No text holds the first ones. */
const NEW_SIGNS = [...signs(0x01, 0x1f), '\x7f', `'`, '\\']
const ALL_SIGNS = [...OLD_SIGNS, ...NEW_SIGNS]

/** What no other lexeme begins with: no word (`a`, `7`, `_`), no mark (`@`), no word of code (a backtick). */
const FIRST_SIGNS = OLD_SIGNS.filter((sign) => !/[a-z0-9_@`]/.test(sign))
/** So many characters were one sign at the beginning of a pair; the others begin with a sign of the rest. */
const SHORT_FIRSTS = 30
const LONG_FIRST_SIGNS = FIRST_SIGNS.slice(SHORT_FIRSTS)

/** As many as can begin a pair; what is rarer stays as it is. */
export const CODED_CHARACTERS = SHORT_FIRSTS + LONG_FIRST_SIGNS.length * OLD_SIGNS.length
/** So many more characters begin with one sign, all of whose pairs are written anew. */
export const LEADERS = NEW_SIGNS.length
/** Of so many characters behind one of these, and behind one of the others, the code is one sign. */
export const MOST_FOLLOWERS = { ofLeader: ALL_SIGNS.length, ofOther: NEW_SIGNS.length }

/** Two signs for a number. */
const two = (firsts: readonly string[], at: number) =>
  firsts[Math.floor(at / OLD_SIGNS.length)]! + OLD_SIGNS[at % OLD_SIGNS.length]!

const characters = [...FREQUENT_CHARACTERS]
// No code of a first character is the beginning of another's, so that all pairs of a character are found by its code.
const FIRST = new Map(
  characters.map((character, at) => [
    character,
    at < SHORT_FIRSTS ? FIRST_SIGNS[at]! : two(LONG_FIRST_SIGNS, at - SHORT_FIRSTS),
  ]),
)
const SECOND = new Map(
  characters.map((character, at) => [
    character,
    at < OLD_SIGNS.length ? OLD_SIGNS[at]! : two(OLD_SIGNS, at - OLD_SIGNS.length),
  ]),
)
/** Behind leaders, where one sign says something else. */
const LONG_SECOND = new Map(characters.map((character, at) => [character, two(OLD_SIGNS, at)]))

interface Beginning {
  code: string
  /** The characters behind it whose code is one of `signs`, in their order. */
  followers: string
  signs: readonly string[]
  /** The codes of others. */
  seconds: ReadonlyMap<string, string>
}
const BEGINNINGS = new Map<string, Beginning>(
  FOLLOWERS.map((line, at): [string, Beginning] => {
    const [first, followers] = [line[0]!, line.slice(1)]
    return at < LEADERS
      ? [first, { code: NEW_SIGNS[at]!, followers, signs: ALL_SIGNS, seconds: LONG_SECOND }]
      : [first, { code: FIRST.get(first)!, followers, signs: NEW_SIGNS, seconds: SECOND }]
  }),
)

/** The code of one or two characters; that of two begins with that of the first. */
export function pairCode(first: string, second: string): string {
  const beginning = BEGINNINGS.get(first)
  if (!beginning) return oldPairCode(first, second)
  const at = second === '' ? -1 : beginning.followers.indexOf(second)
  return beginning.code + (beginning.signs[at] ?? beginning.seconds.get(second) ?? second)
}

/** The same of tokenizers 6 and 7. It is no other pair's code of today. */
export function oldPairCode(first: string, second: string): string {
  return (FIRST.get(first) ?? first) + (SECOND.get(second) ?? second)
}
