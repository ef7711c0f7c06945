import { expect, test } from 'vitest'
import { formatBytes, formatDuration, formatPercent, formatRelativeTime, formatTotal } from './format.ts'
import { translator } from './translate.ts'

const zh = translator('zh-CN')
const en = translator('en')
const now = new Date('2026-11-23T12:00:00Z')

test.each([
  ['2026-11-23T11:59:30Z', '刚刚', 'just now'],
  ['2026-11-23T11:57:00Z', '3分钟前', '3 minutes ago'],
  ['2026-11-23T11:58:01Z', '1分钟前', '1 minute ago'],
  ['2026-11-23T09:00:00Z', '3小时前', '3 hours ago'],
  ['2026-11-22T10:00:00Z', '昨天', 'yesterday'],
  ['2026-11-23T12:00:30Z', '1分钟后', 'in 1 minute'],
  ['2025-01-02T03:04:05Z', '2025年1月2日', 'Jan 2, 2025'],
])('%s reads as %s and %s', (iso, chinese, english) => {
  expect(formatRelativeTime(zh, iso, now).replaceAll(' ', '')).toBe(chinese)
  expect(formatRelativeTime(en, iso, now)).toBe(english)
})

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_234, '1 kB'],
  [4_120_000, '4.1 MB'],
])('%i bytes read as %s', (sizeBytes, expected) => expect(formatBytes(en, sizeBytes)).toBe(expected))

test.each([
  [940, '0.9 秒'],
  [65_400, '65 秒'],
])('%i ms read as %s', (durationMs, expected) => expect(formatDuration(zh, durationMs)).toBe(expected))

test('a count that stopped counting says so', () => {
  expect(formatTotal(zh, { count: 1000, exact: false })).toBe('1,000+')
  expect(formatTotal(zh, { count: 1000, exact: true })).toBe('1,000')
})

test('a fidelity below one is never shown as 100%', () => expect(formatPercent(zh, 0.999)).toBe('99%'))
