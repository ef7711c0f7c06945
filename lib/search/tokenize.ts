// Splits text into the grams that the index holds: pairs of CJK characters, words and their stems, parts of identifiers.
import { foldQuickly } from './fold-quickly.ts'
import { simplify } from './simplify.ts'
import { stem } from './stem.ts'

/**
 * Rises whenever the grams of a text change, or more of a link is indexed; documents made by an older version are indexed
 * again.
 */
export const TOKENIZER_VERSION = 8

/** A longer word is a key, a hash or base64: it is found by its first 64 characters. */
const MAX_WORD_CHARACTERS = 64

/** Scripts written without spaces between words. U+30FC, the long vowel of kana, is of no script of its own. */
export const CJK = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Bopomofo}\\u30fc'
/** What other words are made of. */
export const WORD = `[[\\p{L}\\p{N}\\p{M}_]--[${CJK}]]`

/** A group without a name: to give it by name takes longer than to find it. */
const SEGMENT = new RegExp(`([${CJK}]+)|${WORD}+(?:\\+\\+|#(?!${WORD}))?`, 'gv')
const WITHOUT_PARTS = /^[A-Za-z][a-z]*$/
// "parseURLQuery2": a small letter or digit before a capital, and the last capital of a run before a small letter.
const CAMEL_BORDER = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u

/**
 * A run of one kind of writing within a text.
 * `text` is NFKC with its case kept: identifiers are split by it.
 */
export interface Segment {
  kind: 'cjk' | 'word'
  text: string
}

/**
 * One form for all ways to write the same: NFKC (full-width letters, ligatures), lower case, simplified characters, no
 * control characters and no lone surrogates, which PostgreSQL would refuse.
 */
export function fold(text: string): string {
  return foldQuickly(text, foldAll)
}

/** The same at once, whatever is in the text. */
export function foldAll(text: string): string {
  return simplify(foldCase(text))
}

/** As `fold`, with traditional characters kept: what the database itself can compare. */
export function foldCase(text: string): string {
  // Lower case can undo the canonical order of marks (U+0130), hence the second pass.
  return normalize(text).toLowerCase().normalize('NFKC')
}

/** As `foldCase`, with upper case kept. Control characters become spaces, so that they part words. */
export function normalize(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f]/g, ' ')
}

/** A word without the punctuation around it; what programmers write is kept: `c++`, `.net`, `@types`. */
export function trimWord(word: string): string {
  return word.replace(/^[^\p{L}\p{N}\p{M}_.@$#]+|[^\p{L}\p{N}\p{M}_+#%]+$/gu, '')
}

/** The runs of CJK and of other words, in reading order; whatever stands between them is no gram. */
export function* segments(normalized: string): Generator<Segment> {
  for (const [text, cjk] of normalized.matchAll(SEGMENT))
    yield { kind: cjk === undefined ? 'word' : 'cjk', text }
}

/** Every overlapping pair of a run, and its last character alone: so a one-character query is a prefix. */
export function pairs(run: string): string[] {
  const characters = [...simplify(run.toLowerCase())]
  return characters.map((character, at) => character + (characters[at + 1] ?? ''))
}

/** The word as it stands in the index: lower case, cut to its first 64 characters. */
export function plainWord(word: string): string {
  const lower = word.toLowerCase()
  return lower.length <= MAX_WORD_CHARACTERS ? lower : [...lower].slice(0, MAX_WORD_CHARACTERS).join('')
}

/** The word itself, and the parts of an identifier. */
function wordForms(word: string): string[] {
  if (WITHOUT_PARTS.test(word)) return [plainWord(word)]
  const bare = word.replace(/[+#]+$/, '')
  const parts = bare.split(/_+/).flatMap((part) => part.split(CAMEL_BORDER))
  return [word, bare, ...parts].filter(Boolean).map(plainWord)
}

function wordGrams(word: string): string[] {
  return [...new Set(wordForms(word).flatMap((form) => [form, stem(form)]))]
}

/** No other gram begins so. */
export const CODE_SIGN = '`'

/** The gram of a word as it stands in code. */
export function codeGram(word: string): string {
  return CODE_SIGN + plainWord(word)
}

/**
 * The grams of a text in reading order, with repetitions.
 *
 * `配置 useEffect` gives `配置`, `置`, `useeffect`, `use`, `us`, `effect`. Queries are cut by the same pieces
 * (`segments`, `pairs`, `plainWord`, `stem`), so that what is asked is what was stored.
 */
export function tokenizeText(text: string): string[] {
  return gramsOf(text, wordGrams)
}

/**
 * The same with the stems of words alone: what a text holds is found by these, and a word that is meant as it stands is
 * verified on the text.
 */
export function tokenizeStems(text: string): string[] {
  return gramsOf(text, (word) => new Set(wordForms(word).map(stem)))
}

/** The same without stems. */
export function tokenizeForms(text: string): string[] {
  return gramsOf(text, (word) => new Set(wordForms(word)))
}

function gramsOf(text: string, ofWord: (word: string) => Iterable<string>): string[] {
  const grams: string[] = []
  const known = new Map<string, string[]>()
  for (const { kind, text: run } of segments(normalize(text))) {
    const found = known.get(run) ?? (kind === 'cjk' ? pairs(run) : [...ofWord(run)])
    if (kind === 'word') known.set(run, found)
    for (const gram of found) grams.push(gram)
  }
  return grams
}

/**
 * The grams by which `code:` finds a block of code: its words and the parts of its identifiers, as they stand. Pairs and
 * stems are among those of the text, which holds the code as well.
 */
export function tokenizeCode(code: string): string[] {
  const grams: string[] = []
  for (const { kind, text: run } of segments(normalize(code)))
    if (kind === 'word') for (const form of new Set(wordForms(run))) grams.push(codeGram(form))
  return grams
}
