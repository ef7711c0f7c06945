// Articles for a bench: sentences that the repository carries (or those of a folder), recombined, with names strewn in that
// are as unevenly frequent as words are. The same numbers give the same articles.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TOPICS } from '#test/relevance/topics.ts'

export interface BenchArticle {
  title: string
  text: string
  url: string
  site: string
  lang: 'zh-CN' | 'en'
  /** Places in TAGS. */
  tags: number[]
}

export const TAGS: readonly string[] = Array.from({ length: 2_000 }, (_, at) => {
  const { word, english } = TOPICS[at % TOPICS.length]!
  const nth = Math.floor(at / TOPICS.length)
  return nth === 0 ? word : nth % 3 === 0 ? `${word}/${english} ${nth}` : `${word}${nth}`
})

const HOSTS = ['blog', 'www2', 'docs', 'wiki', 'notes', 'dev'] as const
const SITES = 3_000
/** Names known to the world of the bench; each article has some, and one of its own. */
const NAMES = 200_000
const OWN_PROSE = [
  'README.md',
  'CONTRIBUTING.md',
  'docs',
  'test/pages/own-article.zh.txt',
  'test/pages/articles',
]

/** Numbers below 1 from a place: no state, so that any article can be made by itself. */
export function* numbers(seed: number): Generator<number, never> {
  let state = (seed * 2_654_435_761 + 1_013_904_223) >>> 0
  for (;;) {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function filesUnder(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:md|txt|ts|html)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch {
    return [path] // no folder but a file
  }
}

const HAN = /\p{sc=Han}/u

function sentencesOf(text: string): { chinese: string[]; english: string[] } {
  const bare = text.replace(/<[^>]*>|[`*|#>]+|\$\{[^}]*\}/g, ' ').replace(/[ \t]+/g, ' ')
  const pieces = bare.split(/(?<=[。！？])|(?<=[.!?])\s+|\n/u).map((piece) => piece.trim())
  return {
    chinese: pieces.filter((piece) => HAN.test(piece) && piece.length >= 6 && piece.length < 200),
    english: pieces.filter((piece) => !HAN.test(piece) && piece.split(' ').length >= 5 && piece.length < 300),
  }
}

/** What articles are made of; `folder` holds text files of one's own in the place of the repository's. */
export function readProse(folder: string | null) {
  const texts = (folder === null ? OWN_PROSE : [folder])
    .flatMap(filesUnder)
    .map((file) => readFileSync(file, 'utf8'))
  if (folder === null) texts.push(TOPICS.map(({ question, answer }) => `${question}。${answer}`).join('\n'))
  const { chinese, english } = sentencesOf(texts.join('\n'))
  const characters = [...new Set(chinese.join('').match(/\p{sc=Han}/gu))]
  const words = [
    ...new Set(
      english
        .join(' ')
        .toLowerCase()
        .match(/[a-z]{3,10}/g),
    ),
  ]
  return { chinese, english, characters, words }
}
export type Prose = ReturnType<typeof readProse>

/** A place below `count`, where the first ones come often: as Zipf found it of words. */
const zipf = (random: number, count: number) => Math.min(count - 1, Math.floor(count ** random) - 1)

/** The name with this number: a Chinese one, or an identifier. */
export function nameAt({ characters, words }: Prose, at: number): string {
  const random = numbers(at + 77_000_000)
  const pick = <T>(from: readonly T[]) => from[Math.floor(random.next().value * from.length)]!
  if (at % 4 === 3) {
    const [first, second] = [pick(words), pick(words)]
    return at % 8 === 3 ? `${first}_${second}` : `${first}${second[0]!.toUpperCase()}${second.slice(1)}`
  }
  return Array.from({ length: 2 + (at % 3) }, () => pick(characters)).join('')
}

/** The article with this number, of about so many characters. */
export function articleAt(prose: Prose, at: number, meanCharacters: number): BenchArticle {
  const random = numbers(at)
  const next = () => random.next().value
  const isChinese = next() < 0.8
  const sentences = isChinese ? prose.chinese : prose.english
  const name = () => nameAt(prose, zipf(next(), NAMES))
  const length = meanCharacters * (0.3 + 1.4 * next())
  const own = nameAt(prose, NAMES + at)
  const parts = [own]
  for (let characters = 0; characters < length;) {
    const isOther = next() < 0.1
    const from = isOther ? (isChinese ? prose.english : prose.chinese) : sentences
    const sentence = from[zipf(next() * 0.35 + 0.65, from.length)]!
    const part = next() < 0.3 ? `${sentence}${name()}` : sentence
    parts.push(part)
    characters += part.length
  }
  const topic = TOPICS[zipf(next(), TOPICS.length)]!
  const site = zipf(next(), SITES)
  const host = `${HOSTS[site % HOSTS.length]}.site${Math.floor(site / HOSTS.length)}.test`
  const title = isChinese ? `${topic.compound}：${name()}${own}` : `${topic.english}: ${name()} ${own}`
  return {
    title,
    text: parts.join(isChinese ? '' : ' '),
    url: `https://${host}/${topic.english.replaceAll(' ', '-')}/details/${at}`,
    site: host,
    lang: isChinese ? 'zh-CN' : 'en',
    tags: [...new Set([0, 1, 2].map(() => zipf(next(), TAGS.length)))],
  }
}
