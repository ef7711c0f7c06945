// Author and date as a reader finds them: labelled words beside the title. Each guess tells its weight.
import type { Claim } from './claims.ts'
import { SURNAME } from './chinese-names.ts'
import { findDate } from './parse-date.ts'

/** Lines of a page that are looked at: what is labelled stands near the title, or right behind the text. */
const MAX_LINES = 2_000
const MAX_LABEL_CHARACTERS = 120
/** Evidence that makes a guess certain, in the points below; half of it is believed (lib/extract/claims.ts). */
const CERTAIN_POINTS = 10
/** What is seen is never as sure as what is said. */
const MAX_CONFIDENCE = 0.8
const NEAR_TITLE_LINES = 12
const NEXT_TO_TITLE_LINES = 4
/** Of a title, what a line must repeat to be its heading. */
const MIN_HEADING_SHARE = 0.3
const MIN_HEADING_CHARACTERS = 4

const NAME = '[\\p{L}·・.\\- ]{2,30}?'
const END = '(?=$|[\\s|｜/／,，;；。()（）【】\\d]|编辑|来源|时间|发布|阅读)'
/** Names of one or more persons, one behind the other. */
const CHINESE_NAMES = `((?:${SURNAME}[\\p{sc=Han}·]{1,3}(?:[\\s、，,]+|(?=$|\\P{sc=Han}))){1,6})`
/** A label and what it says. What is labelled with a colon is believed; a reporter needs the name of a family. */
const LABELLED_NAMES = [
  new RegExp(`(?:作\\s*者|撰文|撰稿|文字)\\s*[:：|/／]\\s*(${NAME})${END}`, 'u'),
  new RegExp(`(?:记者|通讯员)\\s*[:：]?\\s*${CHINESE_NAMES}`, 'u'),
  new RegExp(`^文\\s*[:：|/／]\\s*(${NAME})${END}`, 'u'),
  /^(?:[Ww]ritten\s+)?(?:[Bb]y|BY):?\s+((?:\p{Lu}[\p{L}.'’-]*\s?){1,4})/u,
]
/** Signed in brackets: a report that opens with its agency, a text that ends with its reporter. */
const SIGNED = [
  new RegExp(`^.{0,50}(?:电|讯)\\s*[（(][^（）()]{0,8}记者\\s*([\\p{sc=Han}·\\s、，,]{2,30})[)）]`, 'u'),
  new RegExp(`[（(【][^（）()]{0,8}(?:记者|通讯员)\\s*${CHINESE_NAMES}[)）】]$`, 'u'),
  new RegExp(`[（(]${CHINESE_NAMES}(?:\\p{sc=Han}{2,4}报道)[)）]$`, 'u'),
]
/** A name in brackets is a signature where a paragraph ends, or where it stands on the right. */
const SIGNATURE = new RegExp(`[（(](${SURNAME}\\p{sc=Han}{1,2})[)）]$`, 'u')
const MIN_SIGNED_CHARACTERS = 60
/** The line says who wrote it and nothing else, or says it in brackets before or behind the text. */
const NOTHING_ELSE = new RegExp(`^[(（【\\[]?(?:作\\s*者|文)\\s*[:：]\\s*${NAME}[)）】\\]]?$`, 'u')
const BRACKETED = /[（([【](?:[^（）()]{0,12})(?:记者|通讯员)[^（）()]{2,30}[)）\]】]/u
/** Family name and given name, of one or more persons: no sentence goes on like this. */
const FULL_NAMES = new RegExp(`^${SURNAME}\\p{sc=Han}{1,2}(?:[\\s、，,]+${SURNAME}\\p{sc=Han}{1,2})*$`, 'u')
/** A short name alone, right behind the title. */
const NAME_ALONE = new RegExp(`^${SURNAME}\\p{sc=Han}{1,2}$`, 'u')
const NAME_ALONE_LINES = 3
const NAME_CLASS = /(?:^|[\s_-])(?:author|byline|writer|nickname|user-?name)/i
const DATE_CLASS = /(?:^|[\s_-])(?:date|time|pub\w*|post-?date|created?)/i
const DATE_LABEL = /发布|发表|刊登|时间|日期|更新|修改|published|posted|updated/i
const NOT_OF_THE_ARTICLE =
  'aside, footer, nav, [class*="comment"], [class*="related"], [class*="recommend"], [id*="comment"]'

interface Line {
  text: string
  /** The element that holds this text itself. */
  element: Element
  /** Lines between the title's heading and this one; Infinity before it or without a heading. */
  behindTitle: number
}

const plain = (text: string) => text.replace(/[\s\p{P}]+/gu, '').toLowerCase()

/** Where the title stands: in a heading that <title> repeats, in anything that it repeats, or in the first heading. */
function titleLine(document: Document, lines: readonly Line[]): number {
  const title = plain(document.querySelector('title')?.textContent ?? '')
  const isRepeated = ({ text }: Line) => {
    const words = plain(text)
    const isLong = words.length >= Math.max(MIN_HEADING_CHARACTERS, MIN_HEADING_SHARE * title.length)
    return isLong && title.includes(words)
  }
  const isHeading = ({ element }: Line) => /^H[12]$/.test(element.tagName)
  const claims = [
    (line: Line) => isHeading(line) && isRepeated(line),
    (line: Line) => line.element.children.length === 0 && isRepeated(line) && !line.element.closest('a, nav'),
    ({ element }: Line) => element.tagName === 'H1',
    isHeading,
  ]
  return claims.map((claim) => lines.findIndex(claim)).find((at) => at !== -1) ?? Infinity
}

function linesOf(document: Document): Line[] {
  const lines: Line[] = []
  const visit = (element: Element): void => {
    if (lines.length >= MAX_LINES || element.matches('script, style, pre, template')) return
    const children = [...element.children]
    const text = (element.textContent ?? '').replace(/\s+/g, ' ').trim()
    if (text !== '' && (children.length === 0 || text.length <= MAX_LABEL_CHARACTERS))
      lines.push({ text, element, behindTitle: Infinity })
    for (const child of children) visit(child)
  }
  if (document.body) visit(document.body)
  const titleAt = titleLine(document, lines)
  return lines.map((line, at) => (at < titleAt ? line : { ...line, behindTitle: at - titleAt }))
}

const isShort = ({ text }: Line) => text.length <= MAX_LABEL_CHARACTERS
const classesOf = (element: Element) => `${element.getAttribute('class') ?? ''} ${element.id}`
const nearness = ({ behindTitle }: Line) =>
  behindTitle <= NEXT_TO_TITLE_LINES ? 4 : behindTitle <= NEAR_TITLE_LINES ? 3 : 0
/** Within what is not of the article, or around it: its words would be read there. */
const isForeign = ({ element }: Line) =>
  element.closest(NOT_OF_THE_ARTICLE) !== null || element.querySelector(NOT_OF_THE_ARTICLE) !== null

interface Guess {
  value: string
  points: number
}

interface DateGuess extends Guess {
  hasTime: boolean
  /** Something besides its place speaks for it: no sentence that happens to hold a date. */
  isTold: boolean
}

/** The best guess first; each value once. */
function toClaims(guesses: Guess[]): Claim[] {
  const sorted = guesses.toSorted((a, b) => b.points - a.points)
  return sorted
    .filter(({ value, points }, at) => points > 0 && sorted.findIndex((one) => one.value === value) === at)
    .map(({ value, points }) => ({
      value,
      source: 'visible',
      confidence: Math.min(points / CERTAIN_POINTS, MAX_CONFIDENCE),
    }))
}

function guessName(line: Line): Guess[] {
  const guesses: Guess[] = []
  const explicit = (NOTHING_ELSE.test(line.text) ? 2 : 0) + (BRACKETED.test(line.text) ? 2 : 0)
  for (const pattern of LABELLED_NAMES) {
    const name = pattern.exec(line.text)?.[1]?.replace(/[\s、，,]+$/u, '')
    const isChinese = name !== undefined && FULL_NAMES.test(name) ? 2 : 0
    if (name) guesses.push({ value: name.trim(), points: 3 + isChinese + explicit + nearness(line) })
  }
  if (line.behindTitle > 0 && line.behindTitle <= NAME_ALONE_LINES && NAME_ALONE.test(line.text))
    guesses.push({ value: line.text, points: 1 + nearness(line) })
  const isNamed = line.element.getAttribute('rel') === 'author' || NAME_CLASS.test(classesOf(line.element))
  const looksLikeName = /^[\p{L}][\p{L}\p{N}·_.\- ]{1,29}$/u.test(line.text)
  if (isNamed && looksLikeName) guesses.push({ value: line.text, points: 2 + nearness(line) })
  return guesses
}

function guessSigner({ text, element }: Line): Guess[] {
  const isEnd = text.length >= MIN_SIGNED_CHARACTERS || element.getAttribute('align') === 'right'
  return [...SIGNED, ...(isEnd ? [SIGNATURE] : [])].flatMap((pattern) => {
    const name = pattern
      .exec(text)?.[1]
      ?.replace(/[\s、，,]+/gu, ' ')
      .trim()
    return name ? [{ value: name, points: 5 }] : []
  })
}

/** Who may be the author by what stands on the page, the likeliest first. */
export function visibleBylines(document: Document): Claim[] {
  const lines = linesOf(document).filter((line) => !isForeign(line))
  return toClaims([...lines.filter(isShort).flatMap(guessName), ...lines.flatMap(guessSigner)])
}

function guessDate(line: Line, zone: string): DateGuess[] {
  const machine = line.element.getAttribute('datetime')
  const found = findDate(machine ?? line.text, zone) ?? findDate(line.text, zone)
  if (!found) return []
  const labels = [
    DATE_LABEL.test(line.text) ? 2 : 0,
    found.hasTime ? 2 : 0,
    DATE_CLASS.test(classesOf(line.element)) ? 1 : 0,
    line.element.tagName === 'TIME' ? 2 : 0,
    // A line that is little more than the date says when; a sentence tells of something.
    line.text.length <= found.text.length + 12 ? 1 : 0,
    /copyright|©|版权|截止|活动/i.test(line.text) ? -5 : 0,
  ]
  const told = labels.reduce((sum, points) => sum + points, 0)
  const isTold = told > 0
  const points = isTold ? told + nearness(line) : told
  return [{ value: found.date.toISOString(), points, hasTime: found.hasTime, isTold }]
}

/** A page that shows one day only shows its own; and what comes first with a clock time is oftener its own. */
function weigh(guesses: DateGuess[]): Guess[] {
  const told = guesses.filter(({ isTold }) => isTold)
  const isOnly = new Set(told.map(({ value }) => value.slice(0, 10))).size === 1
  const first = told.find(({ hasTime }) => hasTime)
  return told.map((guess) => ({
    value: guess.value,
    points: guess.points + (isOnly ? 2 : 0) + (guess === first ? 1 : 0),
  }))
}

/** When it may have been published by what stands on the page, the likeliest first. */
export function visibleDates(document: Document, zone: string): Claim[] {
  const lines = linesOf(document).filter((line) => isShort(line) && !isForeign(line))
  return toClaims(weigh(lines.flatMap((line) => guessDate(line, zone))))
}
