import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runAtMost } from './run-at-most.ts'

const never = new AbortController().signal

test('no more than the limit runs at once, and all of it runs', async () => {
  const runner = runAtMost(3)
  let [running, most] = [0, 0]
  const work = async (value: number) => {
    most = Math.max(most, (running += 1))
    await after(1)
    running -= 1
    return value
  }
  const values = Array.from({ length: 20 }, (_, at) => at)
  expect(await Promise.all(values.map((value) => runner.run(() => work(value))))).toEqual(values)
  expect(most).toBe(3)
})

test('idle waits for what runs and what waits, also when some of it fails', async () => {
  const runner = runAtMost(1)
  const ended: string[] = []
  const first = runner.run(async () => {
    await after(1)
    throw new Error('lost')
  })
  const second = runner.run(async () => void ended.push('second'))
  first.catch(() => ended.push('first'))
  await runner.idle(never)
  await second
  expect(ended.sort()).toEqual(['first', 'second'])
  await expect(runner.idle(never)).resolves.toBeUndefined()
})

test('idle ends with the signal when work does not', async () => {
  const runner = runAtMost(1)
  void runner.run(() => new Promise(() => {}))
  const controller = new AbortController()
  const idle = runner.idle(controller.signal)
  controller.abort(new Error('no more time'))
  await expect(idle).rejects.toThrow('no more time')
})
