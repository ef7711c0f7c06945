import { expect, test } from 'vitest'
import type { SnapshotEvent } from '#lib/contract/event.ts'
import { afterEvent, startOf, stepOf } from './progress.ts'

const after = (...events: SnapshotEvent[]) => events.reduce(afterEvent, startOf('queued'))

test('counters stay while a later stage does not mention them', () => {
  const loading: SnapshotEvent = {
    kind: 'snapshot.stage',
    stage: 'settling',
    progress: { resources: 37, bytes: 4_100_000 },
  }
  expect(after(loading, { kind: 'snapshot.stage', stage: 'freezing' })).toMatchObject({
    stage: 'freezing',
    resources: 37,
    bytes: 4_100_000,
  })
})

test('a retry goes back to the queue and says why', () => {
  const nextAttemptAt = '2026-11-23T12:00:30Z'
  const progress = after(
    { kind: 'snapshot.stage', stage: 'loading', progress: { resources: 1 } },
    { kind: 'snapshot.retrying', code: 'timeout', nextAttemptAt },
  )
  expect(progress).toMatchObject({
    stage: 'queued',
    resources: null,
    retry: { code: 'timeout', nextAttemptAt },
  })
  expect(progress.hasEnded).toBe(false)
})

test.each<SnapshotEvent>([
  { kind: 'snapshot.ready', verdict: 'good' },
  { kind: 'snapshot.failed', code: 'timeout' },
])('$kind ends it', (event) => expect(after(event).hasEnded).toBe(true))

test('storing is part of freezing for people', () => expect(stepOf('storing')).toBe(stepOf('freezing')))
