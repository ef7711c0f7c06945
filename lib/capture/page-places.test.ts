import { expect, test } from 'vitest'
import { PAGE_MEMORY_BYTES } from '#lib/kernel/limits.ts'
import { openPagePlaces } from './page-places.ts'

const MARK = 10 * PAGE_MEMORY_BYTES
const never = new AbortController().signal

/** Places beside a memory that the test sets; who waits looks every millisecond. */
function openBeside(held: { bytes: number | null }, { limit = 3, waitMs = 60_000, growingMs = 0 } = {}) {
  const memoryBytes = () => Promise.resolve(held.bytes)
  return openPagePlaces({ limit, memoryBytes, markBytes: MARK, waitMs, growingMs, lookMs: 1 })
}

function follow(promise: Promise<unknown>) {
  const state = { isDone: false }
  void promise.then(() => (state.isDone = true))
  return state
}

const aMoment = () => new Promise<void>((resolve) => setTimeout(resolve, 30))

test('one page is opened whatever is held', async () => {
  const places = openBeside({ bytes: 100 * MARK })
  const leave = await places.take(never)
  leave()
  await expect(places.take(never)).resolves.toBeTypeOf('function')
})

test('a page waits while much is held, and those behind it wait too, until less is', async () => {
  const held = { bytes: MARK + 1 }
  const places = openBeside(held)
  await places.take(never)
  const [second, third] = [places.take(never), places.take(never)]
  const waiting = [follow(second), follow(third)]
  await aMoment()
  expect(waiting).toEqual([{ isDone: false }, { isDone: false }])
  held.bytes = MARK
  await Promise.all([second, third])
})

test('a page does not wait when all others have been closed', async () => {
  const places = openBeside({ bytes: MARK + 1 })
  const leave = await places.take(never)
  const second = places.take(never)
  leave()
  leave()
  await second
  const third = follow(places.take(never))
  await aMoment()
  expect(third.isDone).toBe(false)
})

test('what never falls holds a page up only for a while', async () => {
  const places = openBeside({ bytes: MARK + 1 }, { waitMs: 20 })
  await places.take(never)
  const startedAt = performance.now()
  await places.take(never)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(20)
})

test('a page that was just opened counts for what it will hold', async () => {
  const places = openBeside({ bytes: MARK - PAGE_MEMORY_BYTES / 2 }, { growingMs: 100 })
  await places.take(never)
  const startedAt = performance.now()
  await places.take(never)
  // Half of what it takes is left, which it has taken after half of its time.
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49)
})

test('who stops does not wait, and where nothing is known of memory nobody does', async () => {
  const held: { bytes: number | null } = { bytes: MARK + 1 }
  const places = openBeside(held)
  await places.take(never)
  const stopping = new AbortController()
  const stopped = places.take(stopping.signal)
  stopping.abort()
  const leave = await stopped
  leave()
  held.bytes = null
  await expect(places.take(never)).resolves.toBeTypeOf('function')
})

test('never more than the limit', async () => {
  const places = openBeside({ bytes: 0 }, { limit: 1 })
  const leave = await places.take(never)
  const second = places.take(never)
  const waiting = follow(second)
  await aMoment()
  expect(waiting.isDone).toBe(false)
  leave()
  await second
})
