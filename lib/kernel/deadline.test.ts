import { expect, test } from 'vitest'
import { withDeadline } from './deadline.ts'

test('work that ignores its signal still ends as timeout', async () => {
  await expect(withDeadline(20, undefined, () => new Promise(() => {}))).rejects.toMatchObject({
    code: 'timeout',
  })
})

test('an abort from above ends the work with its reason', async () => {
  const parent = new AbortController()
  const work = withDeadline(10_000, parent.signal, () => new Promise(() => {}))
  parent.abort(new Error('going down'))
  await expect(work).rejects.toThrow('going down')
})

test('work in time gives its value', async () => {
  await expect(withDeadline(1_000, undefined, async () => 42)).resolves.toBe(42)
})
