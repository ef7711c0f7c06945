// An unexpected console.error is a failed test: what the product shouts about must be a claim of the test.
import { afterEach, expect, vi } from 'vitest'

const shout = vi.spyOn(console, 'error')

afterEach(() => {
  const calls = shout.mock.calls.splice(0)
  expect(calls, 'console.error was called').toEqual([])
})
