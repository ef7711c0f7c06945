import { expect, test } from 'vitest'
import { SlidingWindow } from './sliding-window.ts'

test('the window lets through its count, then says how long to wait', () => {
  const window = new SlidingWindow({ count: 2, windowMs: 1_000 })
  for (const nowMs of [0, 400]) {
    expect(window.waitMs('a', nowMs)).toBe(0)
    window.count('a', nowMs)
  }
  expect(window.waitMs('a', 500)).toBe(500)
  expect(window.waitMs('b', 500)).toBe(0)
  expect(window.waitMs('a', 1_000)).toBe(0)
})

test('what is taken back or forgotten does not count', () => {
  const window = new SlidingWindow({ count: 1, windowMs: 1_000 })
  window.count('a', 0)
  window.takeBack('a')
  expect(window.waitMs('a', 1)).toBe(0)
  window.count('a', 1)
  window.forget('a')
  expect(window.waitMs('a', 2)).toBe(0)
})

test('invented keys do not grow the memory without end', () => {
  const window = new SlidingWindow({ count: 1, windowMs: 1_000_000 })
  window.count('first', 0)
  for (let index = 0; index < 10_000; index++) window.count(`key ${index}`, 1)
  expect(window.waitMs('first', 2)).toBe(0)
  expect(window.waitMs('key 9999', 2)).toBeGreaterThan(0)
})
