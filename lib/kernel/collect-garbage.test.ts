import { expect, test } from 'vitest'
import { collectGarbage } from './collect-garbage.ts'

test('what nothing holds is gone when garbage has been collected', async () => {
  const dropped = new WeakRef({ text: 'nobody holds this' })
  // A reference that was just made lives until its turn of the event loop has ended.
  await new Promise((resolve) => setImmediate(resolve))
  collectGarbage()
  expect(dropped.deref()).toBeUndefined()
})
