import { expect, test } from 'vitest'
import { openPlaces } from './places.ts'

const never = new AbortController().signal

/** Resolves when everything that was due has happened. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

function follow(promise: Promise<unknown>) {
  const state = { isDone: false }
  void promise.then(() => (state.isDone = true))
  return state
}

test('no more are in than there are places, and who asked first comes first', async () => {
  const places = openPlaces(2)
  const [first] = await Promise.all([places.take(never), places.take(never)])
  const [third, fourth] = [follow(places.take(never)), follow(places.take(never))]
  await settled()
  expect([third.isDone, fourth.isDone]).toEqual([false, false])
  first()
  await settled()
  expect([third.isDone, fourth.isDone]).toEqual([true, false])
})

test('leaving twice makes room for one', async () => {
  const places = openPlaces(1)
  const leave = await places.take(never)
  const [second, third] = [follow(places.take(never)), follow(places.take(never))]
  leave()
  leave()
  await settled()
  expect([second.isDone, third.isDone]).toEqual([true, false])
})

test('who stops does not wait, and takes no place from the others', async () => {
  const places = openPlaces(1)
  const leave = await places.take(never)
  const stopping = new AbortController()
  const stopped = places.take(stopping.signal)
  const next = follow(places.take(never))
  stopping.abort()
  const leaveStopped = await stopped
  leave()
  await settled()
  expect(next.isDone).toBe(false)
  leaveStopped()
  await settled()
  expect(next.isDone).toBe(true)
})
