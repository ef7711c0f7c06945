// Dates as pages write them, in Chinese and in English.

/** The web is younger, and what lies further ahead is an event, not a publication. */
const EARLIEST_MS = Date.UTC(1990, 0, 1)
const DAY_MS = 86_400_000

const ISO = /\b(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?/
const NUMERIC =
  /(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?(?:\s*[(（]?(?:星期|周)[一二三四五六日天][)）]?)?(?:[\sT]*(凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*(\d{1,2})[:：时](\d{2})(?:[:：分](\d{2}))?)?/
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?'
const ENGLISH = [
  new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, 'i'),
  new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+${MONTH},?\\s+(\\d{4})\\b`, 'i'),
]

export interface FoundDate {
  date: Date
  /** What was read. */
  text: string
  hasTime: boolean
}

interface Parts {
  year: number
  month: number
  day: number
  clock: string
  offset: string
}

function toDate({ year, month, day, clock, offset }: Parts, nowMs: number): Date | null {
  const pad = (value: number) => String(value).padStart(2, '0')
  const calendar = `${year}-${pad(month)}-${pad(day)}`
  const date = new Date(`${calendar}T${clock}${offset}`)
  const isReal = new Date(`${calendar}T00:00:00Z`).getUTCDate() === day
  const isPlausible = date.getTime() > EARLIEST_MS && date.getTime() < nowMs + 2 * DAY_MS
  return isReal && isPlausible ? date : null
}

/** The hour of 24 for an hour that the page names by its part of the day: `下午` 3 is 15. */
function hourOf(part: string | undefined, hour: string | undefined): string | undefined {
  const named = Number(hour)
  if (part && /中午|下午|傍晚|晚上/.test(part) && named < (part === '中午' ? 11 : 12))
    return String(named + 12)
  return part === '凌晨' && named === 12 ? '0' : hour
}

function clockOf(hour?: string, minute?: string, second?: string): string {
  const pad = (value: string | undefined) => (value ?? '0').padStart(2, '0')
  return `${pad(hour)}:${pad(minute)}:${pad(second)}`
}

/**
 * The first date in a text; null when there is none that a page could have been published on.
 *
 * @param zone  offset of clock times that name none, such as `+08:00`
 */
export function findDate(text: string, zone: string, nowMs: number = Date.now()): FoundDate | null {
  const found = (match: RegExpExecArray, parts: Parts, hasTime: boolean): FoundDate | null => {
    const date = toDate(parts, nowMs)
    return date && { date, text: match[0], hasTime }
  }
  const iso = ISO.exec(text)
  if (iso) {
    const [, year, month, day, hour, minute, second, offset] = iso
    const clock = clockOf(hour, minute, second)
    const zoned = (offset ?? zone).replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
    return found(
      iso,
      { year: Number(year), month: Number(month), day: Number(day), clock, offset: zoned },
      true,
    )
  }
  const numeric = NUMERIC.exec(text)
  if (numeric) {
    const [, year, month, day, part, hour, minute, second] = numeric
    const parts = { year: Number(year), month: Number(month), day: Number(day) }
    const hasTime = hour !== undefined
    return found(
      numeric,
      { ...parts, clock: clockOf(hourOf(part, hour), minute, second), offset: hasTime ? zone : 'Z' },
      hasTime,
    )
  }
  for (const [at, pattern] of ENGLISH.entries()) {
    const match = pattern.exec(text)
    if (!match) continue
    const [, first = '', second = '', year] = match
    const [name, day] = at === 0 ? [first, second] : [second, first]
    const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1
    return found(
      match,
      { year: Number(year), month, day: Number(day), clock: '00:00:00', offset: 'Z' },
      false,
    )
  }
  return null
}
