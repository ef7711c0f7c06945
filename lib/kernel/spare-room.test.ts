import { expect, test } from 'vitest'
import { openSpareRoom } from './spare-room.ts'

const never = new AbortController().signal

test('what can wait begins when an urgent work has ended, not before', async () => {
  const room = openSpareRoom(2, 1)
  const told: string[] = []
  const ends = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const urgent = ends.map(({ promise }, at) =>
    room.urgent(() => promise).then(() => told.push(`urgent ${at}`)),
  )
  const patient = room.free(never).then(() => told.push('patient'))
  ends[1]?.resolve()
  await patient
  expect(told).toEqual(['urgent 1', 'patient'])
  await room.free(never)
  ends[0]?.resolve()
  await Promise.all(urgent)
})

test('waiting ends with the signal', async () => {
  const room = openSpareRoom(1, 1)
  const stop = new AbortController()
  void room.urgent(() => new Promise(() => {}))
  const waiting = room.free(stop.signal)
  stop.abort(new Error('the worker stops'))
  await expect(waiting).rejects.toThrow('the worker stops')
})
