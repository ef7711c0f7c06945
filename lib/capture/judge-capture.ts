// The verdict on a capture: is it a copy worth keeping in front, or an error page, a wall, a blank, a fragment?
import type { Verdict } from '#lib/contract/snapshot.ts'
import type { ErrorCode } from '#lib/kernel/errors.ts'
import type { PageStructure } from './page-structure.ts'
import {
  BARE_STATUS,
  CHALLENGES,
  CUTS,
  EXPLANATIONS,
  GATE_HOSTS,
  GATE_PATHS,
  GATES,
  MISSING,
  PARKED,
  PLACEHOLDERS,
  VAGUE_CHALLENGES,
  VAGUE_GATES,
  VAGUE_MISSING,
} from './verdict-phrases.ts'

export interface CaptureFacts {
  httpStatus: number | null
  finalUrl: string
  title: string | null
  /** What a person sees on the page. */
  visibleText: string
  structure: PageStructure
  /** Characters of the extracted article; 0 when none was found. */
  articleTextLength: number
  /** Pictures that the page shows and that were stored. */
  imageCount: number
  cutShort: ErrorCode | null
}

/** An article of this length is worth keeping whatever stands around it. */
const ARTICLE_CHARACTERS = 1_500
/**
 * How much a page may say of its own, and still be taken for what its headings or widgets say, for what its form asks for,
 * for the beginning of something longer, or for what one of its lines says. In weight: a Han character counts as two letters.
 */
const OWN_WORDS = { named: 700, cut: 1_500, widget: 250, line: 120, bare: 60, nothing: 30 }
/** A line of less is a label, a button, a link. */
const SENTENCE_WEIGHT = 24
/** Labels are the furniture of walls as well; a page of hundreds of them is an index. */
const LABELS_PER_WORD = 8
/** Longer lines tell of something; what is in the way is brief. */
const PHRASE_WEIGHT = 320
/** Who explains a status needs a sentence for it. */
const EXPLANATION_WEIGHT = 60
/** Placeholders of pages that draw themselves by script are a line or two. */
const PLACEHOLDER_WEIGHT = 160
/** Walls and errors say it near the top. */
const LINES_LOOKED_AT = 400

/**
 * Judges by what the visitor of the page would see.
 *
 * - `http_error`: status 400 and above, a page that says that it is not there, or a domain or server without a site
 * - `wall`: a page that wants a login, a payment, an app or the proof of a human
 * - `partial`: the capture was ended before the page was whole
 * - `empty`: neither words nor pictures
 * - `good`: everything else
 *
 * What decides is how much the page says of its own beside such words: an article on captchas is no captcha.
 */
export function judgeCapture(facts: CaptureFacts): Verdict {
  const page = readFacts(facts)
  const isError = facts.httpStatus !== null && facts.httpStatus >= 400
  if (isChallenge(page) && facts.httpStatus !== 404) return 'wall'
  if (isError) return 'http_error'
  if (isMissing(page) || isParked(page)) return 'http_error'
  if (isGate(page) || isCut(page)) return 'wall'
  if (facts.cutShort !== null) return 'partial'
  return isEmpty(facts) ? 'empty' : 'good'
}

interface ReadFacts extends CaptureFacts {
  /** Headings, and the parts of the title. */
  names: string[]
  lines: string[]
  /** Weight of the sentences that are none of the phrases. */
  ownWeight: number
  /** Weight of the lines that are too short for a sentence. */
  labelWeight: number
}

const PHRASE_LINES = [CHALLENGES, GATES, MISSING, PARKED].flatMap(({ lines }) => lines).concat(CUTS)

function readFacts(facts: CaptureFacts): ReadFacts {
  const lines = facts.visibleText
    .split('\n', LINES_LOOKED_AT)
    // A wall says it itself; who quotes it, or gives an example of it, tells of one.
    .map((line) => line.replaceAll(/[“"「『][^”"」』]{1,80}[”"」』]|^(?:例如|例[：:]|e\.g\.).*$/g, '').trim())
    .filter(Boolean)
  const titleParts = (facts.title ?? '').split(/ [-–—/~] |[|·•_–—]/)
  return {
    ...facts,
    names: [...titleParts, facts.title ?? '', ...facts.structure.headings].map((name) => name.trim()),
    lines: lines.filter((line) => textWeight(line, PHRASE_WEIGHT) < PHRASE_WEIGHT),
    ownWeight: ownWeightOf(lines),
    labelWeight: labelWeightOf(lines),
  }
}

function ownWeightOf(lines: readonly string[]): number {
  let own = 0
  for (const line of lines) {
    const weight = textWeight(line, OWN_WORDS.cut)
    if (weight < SENTENCE_WEIGHT) continue
    if (weight >= PHRASE_WEIGHT || !matches(PHRASE_LINES, line)) own += weight
    if (own >= OWN_WORDS.cut) break
  }
  return own
}

function labelWeightOf(lines: readonly string[]): number {
  const weights = lines.map((line) => textWeight(line, SENTENCE_WEIGHT))
  return weights.filter((weight) => weight < SENTENCE_WEIGHT).reduce((sum, weight) => sum + weight, 0)
}

const hasName = ({ names }: ReadFacts, patterns: readonly RegExp[]) =>
  names.some((name) => matches(patterns, name))
const hasLine = ({ lines }: ReadFacts, patterns: readonly RegExp[]) =>
  lines.some((line) => matches(patterns, line))
const says = (page: ReadFacts, less: number) =>
  page.ownWeight >= less || page.articleTextLength >= ARTICLE_CHARACTERS
/** Is there more than a single line can stand for? */
const saysMore = (page: ReadFacts) =>
  says(page, OWN_WORDS.line) || page.ownWeight + page.labelWeight / LABELS_PER_WORD >= OWN_WORDS.line

function isChallenge(page: ReadFacts): boolean {
  if (hasName(page, CHALLENGES.names)) return !says(page, OWN_WORDS.named)
  if (page.structure.hasChallenge && !says(page, OWN_WORDS.widget)) return true
  if (hasName(page, VAGUE_CHALLENGES) && !says(page, OWN_WORDS.nothing)) return true
  return hasLine(page, CHALLENGES.lines) && !saysMore(page)
}

function isGate(page: ReadFacts): boolean {
  if (says(page, OWN_WORDS.named)) return false
  const isNamed = hasName(page, GATES.names)
  const isGateHost = GATE_HOSTS.test(page.finalUrl)
  const asksForSecret = page.structure.asksForSecret
  const isSaid = hasLine(page, GATES.lines)
  const isAlone = page.ownWeight < OWN_WORDS.nothing
  if (isNamed && isGateHost) return true
  if (isNamed || isGateHost || GATE_PATHS.test(page.finalUrl)) return asksForSecret || isSaid || isAlone
  if (saysMore(page)) return isSaid && asksForSecret
  if (isSaid) return true
  if (!asksForSecret) return false
  return hasName(page, VAGUE_GATES) || (isAlone && page.labelWeight < OWN_WORDS.line)
}

function isCut(page: ReadFacts): boolean {
  if (page.structure.isSaidPaid && !says(page, OWN_WORDS.named)) return true
  return hasLine(page, CUTS) && !says(page, OWN_WORDS.cut)
}

function isMissing(page: ReadFacts): boolean {
  if (
    page.lines.some((line) => EXPLANATIONS.test(line) && textWeight(line, PHRASE_WEIGHT) > EXPLANATION_WEIGHT)
  )
    return false
  if (hasName(page, MISSING.names)) return !says(page, OWN_WORDS.widget)
  if (hasName(page, [BARE_STATUS]) && !says(page, OWN_WORDS.bare)) return true
  if (saysMore(page)) return false
  if (hasName(page, VAGUE_MISSING.names) && hasLine(page, VAGUE_MISSING.lines)) return true
  return hasLine(page, MISSING.lines)
}

function isParked(page: ReadFacts): boolean {
  if (hasName(page, PARKED.names)) return !says(page, OWN_WORDS.named)
  return hasLine(page, PARKED.lines) && !says(page, OWN_WORDS.widget)
}

function isEmpty({ visibleText, imageCount }: CaptureFacts): boolean {
  if (imageCount > 0) return false
  const weight = textWeight(visibleText, PLACEHOLDER_WEIGHT)
  return weight === 0 || (weight < PLACEHOLDER_WEIGHT && PLACEHOLDERS.test(visibleText.trim()))
}

const matches = (patterns: readonly RegExp[], text: string) => patterns.some((pattern) => pattern.test(text))

/** How much there is to read: a Han character counts as two letters, blanks as none. Counting stops at `enough`. */
function textWeight(text: string, enough: number): number {
  let weight = 0
  for (const character of text) {
    if (/\s/.test(character)) continue
    weight += /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(character)
      ? 2
      : 1
    if (weight >= enough) break
  }
  return weight
}
