import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openRest } from './collect-at-rest.ts'

const LONG_MS = 60_000

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('garbage is collected once, when the last of the work has ended for a while', async () => {
  let collected = 0
  const rest = openRest(() => {
    collected += 1
  })
  const long = Promise.withResolvers<void>()
  const longer = rest.during(() => long.promise)
  await rest.during(async () => {})
  vi.advanceTimersByTime(LONG_MS)
  expect(collected).toBe(0)
  long.resolve()
  await longer
  vi.advanceTimersByTime(1_000)
  await expect(rest.during(() => Promise.reject(new Error('it failed')))).rejects.toThrow('it failed')
  expect(collected).toBe(0)
  vi.advanceTimersByTime(LONG_MS)
  vi.advanceTimersByTime(LONG_MS)
  expect(collected).toBe(1)
})

test('what starting left behind is collected without any work', () => {
  let collected = 0
  openRest(() => {
    collected += 1
  })
  vi.advanceTimersByTime(LONG_MS)
  expect(collected).toBe(1)
})
