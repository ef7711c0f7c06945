// Author and date as a reader finds them: labelled words beside the title. Each guess tells its weight.
import type { Claim } from './claims.ts'
import { findDate } from './parse-date.ts'

/** Lines of a page that are looked at: what is labelled stands near the title, or right behind the text. */
const MAX_LINES = 2_000
const MAX_LABEL_CHARACTERS = 120
/** Evidence that makes a guess certain, in the points below; half of it is believed (lib/extract/claims.ts). */
const CERTAIN_POINTS = 10
/** What is seen is never as sure as what is said. */
const MAX_CONFIDENCE = 0.8
const NEAR_TITLE_LINES = 12

const NAME = '[\\p{L}·・.\\- ]{2,30}?'
const END = '(?=$|[\\s|｜/／,，;；。()（）【】\\d]|编辑|来源|时间|发布|阅读)'
const LABELLED_NAMES = [
  new RegExp(`(?:作\\s*者|撰文|撰稿|文字)\\s*[:：|/／]\\s*(${NAME})${END}`, 'u'),
  new RegExp(`(?:本报|本网|特约|通讯员)?记者\\s*[:：]?\\s*([\\p{sc=Han}·]{2,8})${END}`, 'u'),
  new RegExp(`^文\\s*[:：|/／]\\s*(${NAME})${END}`, 'u'),
  /^(?:written\s+)?by:?\s+((?:\p{Lu}[\p{L}.'’-]*\s?){1,4})/iu,
]
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

function linesOf(document: Document): Line[] {
  const lines: Line[] = []
  const heading = document.querySelector('h1') ?? document.querySelector('h2')
  let titleAt: number | null = null
  const visit = (element: Element): void => {
    if (lines.length >= MAX_LINES || element.matches('script, style, pre, template')) return
    if (element === heading) titleAt = lines.length
    const children = [...element.children]
    const text = (element.textContent ?? '').replace(/\s+/g, ' ').trim()
    if (text !== '' && (children.length === 0 || text.length <= MAX_LABEL_CHARACTERS)) {
      const behindTitle = titleAt === null ? Infinity : lines.length - titleAt
      lines.push({ text, element, behindTitle })
    }
    for (const child of children) visit(child)
  }
  if (document.body) visit(document.body)
  return lines
}

const isShort = ({ text }: Line) => text.length <= MAX_LABEL_CHARACTERS
const classesOf = (element: Element) => `${element.getAttribute('class') ?? ''} ${element.id}`
const nearness = ({ behindTitle }: Line) => (behindTitle <= NEAR_TITLE_LINES ? 3 : 0)
const isForeign = ({ element }: Line) => element.closest(NOT_OF_THE_ARTICLE) !== null

interface Guess {
  value: string
  points: number
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
  for (const pattern of LABELLED_NAMES) {
    const name = pattern.exec(line.text)?.[1]?.trim()
    if (name) guesses.push({ value: name, points: 3 + nearness(line) })
  }
  const isNamed = line.element.getAttribute('rel') === 'author' || NAME_CLASS.test(classesOf(line.element))
  const looksLikeName = /^[\p{L}][\p{L}\p{N}·_.\- ]{1,29}$/u.test(line.text)
  if (isNamed && looksLikeName) guesses.push({ value: line.text, points: 2 + nearness(line) })
  return guesses
}

/** Who may be the author by what stands on the page, the likeliest first. */
export function visibleBylines(document: Document): Claim[] {
  const lines = linesOf(document).filter((line) => isShort(line) && !isForeign(line))
  return toClaims(lines.flatMap(guessName))
}

function guessDate(line: Line, zone: string): Guess[] {
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
  return [
    { value: found.date.toISOString(), points: labels.reduce((sum, points) => sum + points, nearness(line)) },
  ]
}

/** When it may have been published by what stands on the page, the likeliest first. */
export function visibleDates(document: Document, zone: string): Claim[] {
  const lines = linesOf(document).filter((line) => isShort(line) && !isForeign(line))
  return toClaims(lines.flatMap((line) => guessDate(line, zone)))
}
