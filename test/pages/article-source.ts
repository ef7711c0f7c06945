// The article of the test page: read from a plain text whose indentation is its structure.
import { existsSync, readFileSync } from 'node:fs'

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'image' }
  | { kind: 'code'; language: 'shell' | 'yaml'; text: string }
  | { kind: 'list'; isNumbered: boolean; items: ListItem[] }

export interface ListItem {
  text: string
  /** What stands inside the item below its first line. */
  blocks: Block[]
}

export interface ArticleSource {
  title: string
  author: string
  /** ISO 8601 with offset. */
  publishedAt: string
  blocks: Block[]
  /** The long block whose indentation is its meaning. */
  composeYaml: string
  /** First lines of all numbered items, in order. */
  numberedItems: string[]
  /** Texts that stand deeper inside list items: paragraphs and items of inner lists. */
  nestedItems: string[]
  /** Texts about other articles, which stand behind this one and belong to it in no way. */
  teasers: string[]
}

// The text of a page that was kept elsewhere lies beside a checkout of the repository; without it, our own serves.
const SEED = new URL('../../../shared/seed-snapshot.zh.txt', import.meta.url)
const OWN = new URL('./own-article.zh.txt', import.meta.url)

const HAN = /\p{Script=Han}/u
const LIST_ITEM = /^ {2}(?:(\d+)\.|•) +(.*)$/
const TEASER_CHARACTERS = 220

/** Reads the article of the test page. `text` is for tests of the reader itself. */
export function articleSource(text = readFileSync(existsSync(SEED) ? SEED : OWN, 'utf8')): ArticleSource {
  const { blocks, teasers } = parseBlocks(text)
  const everything = flatten(blocks)
  const lists = everything.filter((block) => block.kind === 'list')
  const compose = everything.find((block) => block.kind === 'code' && block.language === 'yaml')
  return {
    title: '从 docker0 到自定义网络:容器之间怎样通信',
    author: '北山的灯',
    publishedAt: '2024-03-18T21:07:45+08:00',
    blocks,
    composeYaml: compose?.kind === 'code' ? compose.text : '',
    numberedItems: lists
      .filter((list) => list.isNumbered)
      .flatMap((list) => list.items.map((item) => item.text)),
    nestedItems: lists.flatMap((list) => list.items.flatMap((item) => textsOf(item.blocks))),
    teasers,
  }
}

function flatten(blocks: Block[]): Block[] {
  return blocks.flatMap((block) =>
    block.kind === 'list' ? [block, ...block.items.flatMap((item) => flatten(item.blocks))] : [block],
  )
}

function textsOf(blocks: Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return [block.text]
    return block.kind === 'list' ? block.items.map((item) => item.text) : []
  })
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** The paragraph before the first blank line is the head of the site, not of the article. */
function parseBlocks(text: string): { blocks: Block[]; teasers: string[] } {
  const blocks: Block[] = []
  const teasers: string[] = []
  let blankLines = 0
  for (const line of text.slice(text.indexOf('\n\n')).split('\n')) {
    if (line.trim() === '') {
      blankLines++
      continue
    }
    const item = openItem(blocks)
    const inside = line.startsWith('    ') && item ? item.blocks : blocks
    // The text form of a page leaves nothing of an image but the empty lines around it.
    if (blankLines > 1 && blocks.length > 0) inside.push({ kind: 'image' })
    if (inside !== blocks) addInnerLine(inside, line.slice(4), blankLines > 0)
    else if (LIST_ITEM.test(line)) addItem(blocks, line)
    else if (flatten(blocks).some((block) => block.kind === 'code' && block.language === 'yaml'))
      teasers.push(...cutTeasers(line))
    else
      blocks.push({
        kind: /^[一二三四五六七八九十]、/.test(line) ? 'heading' : 'paragraph',
        text: oneLine(line),
      })
    blankLines = 0
  }
  return { blocks: blocks.map(dedentCode), teasers }
}

function openItem(blocks: Block[]): ListItem | undefined {
  const last = blocks.at(-1)
  return last?.kind === 'list' ? last.items.at(-1) : undefined
}

function addItem(blocks: Block[], line: string): void {
  const [, number, text = ''] = LIST_ITEM.exec(line) ?? []
  const isNumbered = number !== undefined
  const last = blocks.at(-1)
  const item = { text: oneLine(text), blocks: [] }
  if (last?.kind === 'list' && last.isNumbered === isNumbered && number !== '1') last.items.push(item)
  else blocks.push({ kind: 'list', isNumbered, items: [item] })
}

// Inside an item, a line with Chinese in it is prose and a line without is code: so it is in both texts.
function addInnerLine(blocks: Block[], line: string, afterBlank: boolean): void {
  const last = blocks.at(-1)
  if (!HAN.test(line)) {
    if (last?.kind === 'code' && !afterBlank) last.text += `\n${line}`
    else blocks.push({ kind: 'code', language: line.startsWith('version:') ? 'yaml' : 'shell', text: line })
  } else if (line.startsWith('--')) {
    if (last?.kind === 'list') last.items.push({ text: oneLine(line), blocks: [] })
    else blocks.push({ kind: 'list', isNumbered: false, items: [{ text: oneLine(line), blocks: [] }] })
  } else blocks.push({ kind: 'paragraph', text: oneLine(line) })
}

function dedentCode(block: Block): Block {
  if (block.kind === 'list')
    return {
      ...block,
      items: block.items.map((item) => ({ ...item, blocks: item.blocks.map(dedentCode) })),
    }
  if (block.kind !== 'code') return block
  const lines = block.text.split('\n')
  const indent = Math.min(...lines.map((line) => line.search(/\S/)))
  return { ...block, text: lines.map((line) => line.slice(indent)).join('\n') }
}

function cutTeasers(line: string): string[] {
  const teasers: string[] = []
  for (const word of oneLine(line).split(' ')) {
    const last = teasers.at(-1)
    if (last !== undefined && last.length < TEASER_CHARACTERS) teasers[teasers.length - 1] = `${last} ${word}`
    else teasers.push(word)
  }
  return teasers
}
