import { expect, test } from 'vitest'
import { openLog } from '#lib/kernel/log.ts'
import { keepDoing } from './keep-doing.ts'

const log = openLog('test', 'silent')

test('a chore is done at once and again, also after a round that failed', async () => {
  const three = Promise.withResolvers<void>()
  let rounds = 0
  const run = async () => {
    rounds += 1
    if (rounds === 3) three.resolve()
    throw new Error('this time it did not work')
  }
  const doing = keepDoing([{ name: 'chore', everyMs: 1, run }], log)
  await three.promise
  await doing.stop()
  const before = rounds
  await Promise.resolve()
  expect(rounds).toBe(before)
})

test('stopping waits for the round that runs', async () => {
  const round = Promise.withResolvers<void>()
  let isDone = false
  const run = async () => {
    await round.promise
    isDone = true
  }
  const stopped = keepDoing([{ name: 'chore', everyMs: 60_000, run }], log).stop()
  round.resolve()
  await stopped
  expect(isDone).toBe(true)
})
