// The moments that `before:` and `after:` name, and their place in the order of ids.

/** Ids have 48 bits for their moment (RFC 9562, 5.7). */
const MAX_ID_MS = 2 ** 48 - 1

const ABSOLUTE = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/
const CHINESE = /^(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?$/
const RELATIVE = /^(\d{1,3})([dwmy])$/i

function calendarDay(year: number, month: number, day: number): Date | null {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  // 2024-02-31 rolls over into March: such a day does not exist.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : null
}

function ago(count: number, unit: string, now: Date): Date {
  const date = new Date(now)
  if (unit === 'd') date.setUTCDate(date.getUTCDate() - count)
  else if (unit === 'w') date.setUTCDate(date.getUTCDate() - 7 * count)
  else if (unit === 'm') date.setUTCMonth(date.getUTCMonth() - count)
  else date.setUTCFullYear(date.getUTCFullYear() - count)
  return date
}

/**
 * The beginning of a year, month or day in UTC (`2024`, `2024-05`, `2024-05-01`, `2024年5月1日`), or a time before `now` (`7d`, `3w`,
 * `6m`, `1y`); null when it is neither.
 */
export function parseMoment(value: string, now: Date): Date | null {
  const relative = RELATIVE.exec(value)
  if (relative) return ago(Number(relative[1]), relative[2]!.toLowerCase(), now)
  const absolute = ABSOLUTE.exec(value) ?? CHINESE.exec(value)
  return absolute && calendarDay(Number(absolute[1]), Number(absolute[2] ?? 1), Number(absolute[3] ?? 1))
}

/** The least id of this moment; a moment that no id can name is that of the first or the last one. */
export function firstIdAt(date: Date): string {
  const ms = Math.min(Math.max(date.getTime(), 0), MAX_ID_MS)
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
