// The queries of the bench, by class. Each is asked as a person types it.
import { TOPICS } from '#test/relevance/topics.ts'
import { nameAt, TAGS, type Prose } from './corpus.ts'

const some = <T>(from: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, at) => from[Math.floor(((at + 0.5) * from.length) / count)]!)

/** Names that nobody but one article has lie behind all others. */
const FIRST_OWN_NAME = 200_000

/** The words that most of these sentences hold. */
function commonest(sentences: readonly string[], pattern: RegExp, count: number): string[] {
  const counts = new Map<string, number>()
  for (const sentence of sentences)
    for (const word of new Set(sentence.match(pattern))) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([word]) => word)
}

/** Classes of words alone, without conditions. */
export const WORD_CLASSES: readonly string[] = [
  'two characters',
  'three to six',
  'across words',
  'one character',
  'mixed',
  'english',
  'very common',
  'rare',
  'identifiers',
  'phrases',
  'sentence',
]

/** Queries by class. */
export type Classes = Record<string, string[]>

export function queriesOf(prose: Prose, size: number): Classes {
  const topics = some(TOPICS, 6)
  const isIdentifier = (at: number) => at % 4 === 3
  const names = [3, 30, 301, 3_001, 30_001].map((at) => nameAt(prose, at + (isIdentifier(at) ? 1 : 0)))
  const identifiers = [3, 7, 103, 1_007, 10_003].map((at) => nameAt(prose, at))
  const [common] = commonest(prose.chinese, /\p{sc=Han}{2}/gu, 1)
  return {
    'two characters': topics.map(({ word }) => word),
    'three to six': [
      ...topics.map(({ compound }) => compound),
      ...names.filter((name) => [...name].length > 2),
    ],
    'across words': topics.map(({ compound }) => [...compound].slice(1, 4).join('')),
    'one character': ['锁', '页', '库'],
    mixed: topics.map(({ word, english }) => `${english.split(' ')[0]} ${word}`),
    english: some(
      prose.words.filter((word) => word.length > 5),
      6,
    ),
    'very common': [
      ...commonest(prose.chinese, /\p{sc=Han}{2}/gu, 2),
      ...commonest(prose.english, /[a-z]{3,}/g, 2),
    ],
    rare: some(
      Array.from({ length: size }, (_, at) => at),
      6,
    ).map((at) => nameAt(prose, FIRST_OWN_NAME + at)),
    identifiers,
    phrases: some(prose.chinese, 3).map(
      (sentence) => `"${[...sentence.replace(/["“”「」『』]/g, '')].slice(0, 8).join('')}"`,
    ),
    address: [
      `url:details/${Math.floor(size / 3)}`,
      'url:site7.test',
      'details',
      `${topics[1]!.english.replaceAll(' ', '-')}`,
    ],
    tags: [
      `tag:${TAGS[0]} ${topics[0]!.word}`,
      `tag:"${TAGS[1]}" tag:"${TAGS[5]}" ${topics[2]!.word}`,
      `#${TAGS[400]} ${topics[3]!.word}`,
      `-tag:${TAGS[0]} ${topics[1]!.compound}`,
    ],
    sites: [
      `site:site0.test ${topics[0]!.word}`,
      `site:wiki.site40.test ${topics[1]!.word}`,
      'site:site333.test',
    ],
    dates: [`${topics[0]!.word} after:2019-03`, `${topics[1]!.compound} before:2019-02`],
    operators: [
      `${topics[0]!.word} -${topics[1]!.word}`,
      `(${topics[0]!.compound} OR ${topics[1]!.compound}) ${topics[2]!.word}`,
      `title:${topics[3]!.word}`,
      `lang:en ${topics[4]!.word}`,
      'is:untagged',
    ],
    // What both hold is far less than what each does.
    'frequent both': [
      'url:details',
      'url:docs',
      'lang:en',
      'site:site0.test',
      'is:untagged',
      `tag:${TAGS[0]}`,
      `-tag:${TAGS[0]}`,
      `tag:${TAGS[0]} tag:${TAGS[1]}`,
    ].map((condition) => `${condition} ${common}`),
    sentence: topics.slice(0, 3).map(({ question }) => `请问${question}呢`),
  }
}

/** Two tags without any word: a frequent pair, a mixed one, a rare one. */
export const TAG_PAIRS: readonly (readonly [string, string])[] = [
  [TAGS[0]!, TAGS[1]!],
  [TAGS[0]!, TAGS[50]!],
  [TAGS[2]!, TAGS[700]!],
  [TAGS[600]!, TAGS[1_500]!],
]
/** What feeds follow: a word that most articles hold, one that hardly any does, a tag. */
export function followedOf(prose: Prose, size: number): string[] {
  const { 'very common': common, rare } = queriesOf(prose, size)
  return [common![0]!, rare![0]!, `tag:${TAGS[0]}`]
}

/** What a person has typed so far. */
export function typedOf(prose: Prose): string[] {
  const topics = some(TOPICS, 6)
  return [
    ...topics.map(({ compound }) => [...compound].slice(0, 2).join('')),
    ...topics.map(({ compound }) => [...compound].slice(0, 3).join('')),
    ...topics.map(({ english }) => english.slice(0, 3)),
    ...some(prose.words, 4).map((word) => word.slice(0, 4)),
    nameAt(prose, 3).slice(0, 6),
    '锁',
    'd',
    'sjk',
    'huancun',
  ]
}
