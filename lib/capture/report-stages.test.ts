import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { reportStages } from './report-stages.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => vi.useRealTimers())

test('stages are told at once, progress once a second with the newest figures', () => {
  const onStage = vi.fn<(stage: string, progress: object) => void>()
  const report = reportStages(onStage)
  report.enter('loading')
  report.progress({ resources: 1, bytes: 10 })
  report.progress({ resources: 2, bytes: 20 })
  vi.advanceTimersByTime(1_000)
  report.progress({ resources: 3, bytes: 30 })
  report.enter('settling')
  expect(onStage.mock.calls).toEqual([
    ['loading', { resources: 0, bytes: 0 }],
    ['loading', { resources: 3, bytes: 30 }],
    ['settling', { resources: 3, bytes: 30 }],
  ])
})
