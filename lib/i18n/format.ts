// Numbers, times and sizes as people write them in each language.
import type { Translate } from './translate.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Older than this a date says more than a distance. */
const MAX_RELATIVE_MS = 30 * DAY_MS
/** Han characters that an adult reads silently in a minute are about 300 to 500; English words 200 to 300. */
const UNITS_READ_PER_MINUTE = { 'zh-CN': 400, en: 240 } as const

/** 「3 分钟前」 up to 30 days, then the date; times ahead of `now` read as a distance too (「1 分钟后」). */
export function formatRelativeTime(t: Translate, iso: string, now: Date): string {
  const distanceMs = new Date(iso).getTime() - now.getTime()
  const size = Math.abs(distanceMs)
  if (size > MAX_RELATIVE_MS) return formatDate(t, iso)
  if (size < MINUTE_MS && distanceMs <= 0) return t('format.just_now')
  const relative = new Intl.RelativeTimeFormat(t.locale, { numeric: 'auto' })
  if (size < HOUR_MS) return relative.format(toWhole(distanceMs / MINUTE_MS), 'minute')
  if (size < DAY_MS) return relative.format(toWhole(distanceMs / HOUR_MS), 'hour')
  return relative.format(toWhole(distanceMs / DAY_MS), 'day')
}

/** 30 seconds ahead is "in 1 minute", never "in 0 minutes"; what is past is cut: 119 seconds ago is 1 minute. */
const toWhole = (units: number): number => Math.ceil(units) + 0

/** The day alone, in UTC: the server does not know the reader's zone. */
export function formatDate(t: Translate, iso: string): string {
  return new Intl.DateTimeFormat(t.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso))
}

/** Day and minute in a zone; `timeZone` left out means the zone of the process (the reader's, in a browser). */
export function formatDateTime(locale: string, iso: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(iso),
  )
}

/** Bytes in steps of 1,000 with at most one decimal: `4.1 MB`. */
export function formatBytes(t: Translate, sizeBytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const step = sizeBytes < 1 ? 0 : Math.min(Math.floor(Math.log10(sizeBytes) / 3), units.length - 1)
  return new Intl.NumberFormat(t.locale, {
    style: 'unit',
    unit: units[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(sizeBytes / 1_000 ** step)
}

/** Seconds with one decimal below ten: `2.3 秒`. */
export function formatDuration(t: Translate, durationMs: number): string {
  const seconds = durationMs / 1_000
  return t('format.seconds', { count: formatNumber(t, Number(seconds.toFixed(seconds < 10 ? 1 : 0))) })
}

/** `1,234` */
export function formatNumber(t: Translate, value: number): string {
  return new Intl.NumberFormat(t.locale).format(value)
}

/** A total that may have stopped counting: `1,000+`. */
export function formatTotal(t: Translate, total: { count: number; exact: boolean }): string {
  return `${formatNumber(t, total.count)}${total.exact ? '' : '+'}`
}

/** A share of one as whole percent: `98%`. Cut, not rounded: 100% means nothing is missing. */
export function formatPercent(t: Translate, share: number): string {
  return new Intl.NumberFormat(t.locale, { style: 'percent' }).format(Math.floor(share * 100) / 100)
}

/** Whole minutes that reading takes, at least one. */
export function readingMinutes(t: Translate, wordCount: number): number {
  return Math.max(1, Math.round(wordCount / UNITS_READ_PER_MINUTE[t.locale]))
}
