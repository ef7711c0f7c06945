// Links whose tags are known: a library generated from the topics of the relevance corpus, with the habits of a person who
// forgets and hesitates, and bookmarks that were exported elsewhere.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TOPICS } from '#test/relevance/topics.ts'

export interface Labelled {
  url: string
  site: string
  title: string
  text: string
  tags: string[]
}

const AREAS = ['后端', '前端', '运维', '数据', '安全', '算法', '网络', '工具']
const SITES = [
  { host: 'docs.example.com', tag: '文档' },
  { host: 'blog.example.org', tag: '博客' },
  { host: 'video.example.net', tag: '视频' },
  { host: 'mixed.example.com', tag: null },
]

/** The same numbers each time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Each link is about one topic and names another in passing. It has the tag of the topic's area in nine of ten cases, that of
 * the topic in six, of its site in five, and one in eight bears a tag that says nothing of the content.
 */
export function generatedLibrary(size: number): Labelled[] {
  const next = numbers(5)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  return Array.from({ length: size }, (_value, at) => {
    const index = Math.floor(next() * TOPICS.length)
    const [topic, other] = [TOPICS[index]!, pick(TOPICS)]
    const site = pick(SITES)
    const title = pick([
      topic.compound,
      topic.question,
      topic.english,
      `${topic.word}笔记`,
      `${topic.identifier} 用法`,
    ])
    const text = `${topic.answer}\n${pick([topic.compound, topic.english, topic.identifier])}\n${other.answer}`
    const tags = [
      next() < 0.9 && AREAS[index % AREAS.length],
      next() < 0.6 && topic.word,
      next() < 0.5 && site.tag,
      next() < 0.125 && '稍后读',
    ].filter((tag) => typeof tag === 'string')
    return { url: `https://${site.host}/${at}`, site: site.host, title, text, tags }
  }).filter(({ tags }) => tags.length > 0)
}

const wordsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? value.split(/[\s,]+/)
    : Array.isArray(value)
      ? value.filter((one) => typeof one === 'string')
      : []

/** Objects anywhere in JSON that have an address and tags. */
function* bookmarksIn(value: unknown): Generator<Labelled> {
  if (typeof value !== 'object' || value === null) return
  const fields = new Map<string, unknown>(Object.entries(value))
  const text = (...names: string[]) => {
    for (const name of names) {
      const field = fields.get(name)
      if (typeof field === 'string' && field !== '') return field
    }
    return ''
  }
  const url = text('url', 'href', 'link', 'uri')
  const tags = wordsOf(fields.get('tags') ?? fields.get('tag_names')).filter(Boolean)
  if (/^https?:/.test(url) && tags.length > 0)
    yield {
      url,
      site: '',
      title: text('title', 'description', 'name') || url,
      text: text('extended', 'note', 'description'),
      tags,
    }
  for (const child of fields.values()) yield* bookmarksIn(child)
}

function* bookmarksInHtml(html: string): Generator<Labelled> {
  for (const [, attributes = '', title = ''] of html.matchAll(/<A ([^>]*)>([^<]*)<\/A>/gi)) {
    const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`, 'i').exec(attributes)?.[1] ?? ''
    const tags = attribute('TAGS').split(',').filter(Boolean)
    if (/^https?:/.test(attribute('HREF')) && tags.length > 0)
      yield { url: attribute('HREF'), site: '', title, text: '', tags }
  }
}

/** Tagged bookmarks of all JSON and HTML files in a folder, each address once. */
export async function sampledLibrary(folder: string): Promise<Labelled[]> {
  const found = new Map<string, Labelled>()
  for (const name of await readdir(folder)) {
    if (!/\.(json|html)$/.test(name)) continue
    const content = await readFile(join(folder, name), 'utf8')
    const links = name.endsWith('.json') ? bookmarksIn(JSON.parse(content)) : bookmarksInHtml(content)
    for (const link of links) found.set(link.url, link)
  }
  return [...found.values()]
}
