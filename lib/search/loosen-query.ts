// A second and a third try for queries that find nothing: whole sentences are cut into the words they are made of.
import { group, type Query } from './query.ts'
import { CJK, fold } from './tokenize.ts'

/** A run of so many characters is a sentence or a compound rather than a word. */
const LONG_RUN = new RegExp(`[${CJK}]{5,}`, 'v')
const ALL_CJK = new RegExp(`^[${CJK}]+$`, 'v')
/** Words that carry the sentence, not its subject. */
const STOP_WORDS = new Set(
  '如何 怎么 怎样 什么 为什么 哪些 可以 应该 需要 使用 进行 一个 这个 那个 我们 你们 他们 没有 还是 或者 以及 因为 所以 但是 如果 知道'.split(
    ' ',
  ),
)

/** Characters that by themselves only join words. */
const PARTICLES = new Set('的了在是和与及或里把被从对而之就各也都要会能这那不让给吗呢吧啊很还又再用')

let segmenter: Intl.Segmenter | null = null

/**
 * The words of a text that say something: two characters and more of CJK, any other word. Characters that the dictionary
 * leaves single are words that it does not know: those side by side stay together.
 */
function wordsOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  const words: string[] = []
  let singles: string[] = []
  const flush = () => {
    if (singles.length > 1) words.push(singles.join(''))
    singles = []
  }
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    const isSingle = ALL_CJK.test(segment) && [...segment].length === 1 && !PARTICLES.has(fold(segment))
    if (isSingle) {
      singles.push(segment)
      continue
    }
    flush()
    const isFiller = ALL_CJK.test(segment) && ([...segment].length < 2 || STOP_WORDS.has(fold(segment)))
    if (isWordLike && !isFiller) words.push(segment)
  }
  flush()
  return words
}

/**
 * The query with its long CJK words cut into their words, all (`and`) or some (`or`) of which must be found; null when
 * there is nothing to cut. Phrases, fields and what is negated stay as they are.
 *
 * The index itself knows no words: a dictionary would lose what it does not know. It serves this last resort only.
 */
export function loosenQuery(query: Query, kind: 'and' | 'or'): Query | null {
  if (query.kind === 'word') {
    if (!LONG_RUN.test(query.text)) return null
    const words = wordsOf(query.text).map((text): Query => ({ kind: 'word', text }))
    return words.length > 1 ? group(kind, words) : null
  }
  if (!('children' in query)) return null
  const loosened = query.children.map((child) => loosenQuery(child, kind))
  if (loosened.every((child) => child === null)) return null
  return group(
    query.kind,
    query.children.map((child, at) => loosened[at] ?? child),
  )
}
