// Frequent words in two bytes: a sign that words begin with, and one that is in no word.
import { FREQUENT_WORDS } from './frequent-words.ts'

const CONTROLS = 0x20
const signs = (pattern: RegExp) =>
  Array.from({ length: 0x7f }, (_, at) => String.fromCharCode(((at + CONTROLS) % 0x7f) + 1)).filter((sign) =>
    pattern.test(sign),
  )
const FIRSTS = signs(/[a-z0-9_]/)
/** Words are in lower case, and may end in `+` and `#`. What would be doubled in a tsquery is left out. */
const SECONDS = signs(/[^a-z0-9_+#'\\]/)

/** So many words can have a code. */
export const MOST_WORDS = FIRSTS.length * SECONDS.length

/** The codes of words, which no other word has. */
export const WORD_CODES: ReadonlyMap<string, string> = new Map(
  FREQUENT_WORDS.split(' ').map((word, at) => [
    word,
    FIRSTS[at % FIRSTS.length]! + SECONDS[Math.floor(at / FIRSTS.length)]!,
  ]),
)
