// A corpus and queries with known answers, made of the topics: articles, newer notes that mention them, and traps that hold
// all pairs of a compound but not the compound.
import { Converter } from 'opencc-js/cn2t'
import { TOPICS, type Topic } from './topics.ts'

export interface Article {
  title: string
  text: string
  url: string
}
export interface GoldQuery {
  kind:
    | 'word'
    | 'compound'
    | 'piece'
    | 'traditional'
    | 'simplified'
    | 'identifier'
    | 'english'
    | 'mixed'
    | 'question'
  typed: string
  /** Place in the corpus of the article that must come first. */
  first: number
  /** Places of all that must be found. */
  relevant: number[]
  /** The text that a Chinese hit must hold, in simplified characters; null where a hit may be without it. */
  held: string | null
}

const traditional = Converter({ from: 'cn', to: 'tw' })
const simplified = (await import('opencc-js/t2cn')).Converter({ from: 'tw', to: 'cn' })
/** Every third article is written in traditional characters. */
const isTraditional = (at: number) => at % 3 === 0
const NOTES_PER_TOPIC = 3

function articleOf(topic: Topic, at: number): Article {
  const title = `${topic.compound}：${topic.english}`
  const text = `${topic.answer}\n\n${topic.compound}在英文里叫 ${topic.english}。实现见 ${topic.identifier}：

export function ${topic.identifier}(next) {
  return next ?? ${topic.identifier}(null)
}`
  const write = isTraditional(at) ? traditional : (plain: string) => plain
  return { title: write(title), text: write(text), url: `https://article.test/${at}` }
}

/** Says much of one topic and names two others. */
function noteOf(topic: Topic, at: number, round: number): Article {
  const [second, third] = [1, 7].map((step) => TOPICS[(at + step + round) % TOPICS.length]!)
  return {
    title: `第${at * NOTES_PER_TOPIC + round}周随记`,
    text: `这一周读到${topic.compound}，${topic.word}用得不多。${topic.identifier} 与 ${second!.english} 放在一起看，
顺带提到${third!.word}和${third!.compound}。`,
    url: `https://note.test/${at}/${round}`,
  }
}

/** All pairs of the compound, in another order and apart. */
function trapOf({ compound }: Topic, at: number): Article {
  const characters = [...compound]
  const pairs = characters.slice(1).map((character, index) => characters[index]! + character)
  return { title: `拾零之${at}`, text: pairs.toReversed().join('；'), url: `https://trap.test/${at}` }
}

/** The oldest first: what comes later is newer, so that the order by age puts notes and traps before articles. */
export const ARTICLES: readonly Article[] = [
  ...TOPICS.map(articleOf),
  ...Array.from({ length: NOTES_PER_TOPIC }, (_value, round) =>
    TOPICS.map((topic, at) => noteOf(topic, at, round)),
  ).flat(),
  ...TOPICS.map(trapOf),
]

/** An article as it is compared: small letters, simplified characters. */
export const PLAIN = ARTICLES.map(({ title, text, url }) =>
  simplified(`${title}\n${text}\n${url}`).toLowerCase(),
)
const holding = (...pieces: string[]) =>
  PLAIN.flatMap((plain, at) => (pieces.every((piece) => plain.includes(piece.toLowerCase())) ? [at] : []))

function queriesOf(topic: Topic, at: number): GoldQuery[] {
  const { word, compound, english, identifier, question } = topic
  const piece = compound.slice(1, 4)
  const query = (
    kind: GoldQuery['kind'],
    typed: string,
    held: string | null,
    pieces: string[],
  ): GoldQuery => ({
    kind,
    typed,
    first: at,
    relevant: pieces.length === 0 ? [at] : holding(...pieces),
    held,
  })
  return [
    query('word', word, word, [word]),
    query('compound', compound, compound, [compound]),
    query('piece', piece, piece, [piece]),
    query('traditional', traditional(word), word, [word]),
    query(
      isTraditional(at) ? 'simplified' : 'traditional',
      isTraditional(at) ? compound.slice(0, 4) : traditional(compound.slice(0, 4)),
      compound.slice(0, 4),
      [compound.slice(0, 4)],
    ),
    query('identifier', identifier, null, [identifier]),
    query('english', english, null, [english]),
    query('mixed', `${english} ${word}`, null, [english, word]),
    query('question', question, null, []),
  ]
}

export const GOLD: readonly GoldQuery[] = TOPICS.flatMap(queriesOf)

export interface Judgement {
  mrr: number
  /** Share of what must be found among the first twenty, of at most twenty. */
  recall: number
  /** Share of Chinese hits that hold what was asked. */
  precision: number
}

/** Judges answers, the places of the first twenty hits to each query. */
export function judge(queries: readonly GoldQuery[], answers: readonly (readonly number[])[]): Judgement {
  let [reciprocal, recall, hits, right] = [0, 0, 0, 0]
  queries.forEach(({ first, relevant, held }, at) => {
    const found = answers[at]!.slice(0, 20)
    const rank = found.indexOf(first)
    if (rank >= 0) reciprocal += 1 / (rank + 1)
    recall += relevant.filter((place) => found.includes(place)).length / Math.min(20, relevant.length)
    if (held === null) return
    hits += found.length
    right += found.filter((place) => PLAIN[place]!.includes(held)).length
  })
  return {
    mrr: reciprocal / queries.length,
    recall: recall / queries.length,
    precision: hits === 0 ? 1 : right / hits,
  }
}
