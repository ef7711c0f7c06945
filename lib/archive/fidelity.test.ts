import { expect, test } from 'vitest'
import { countResources, fidelityReport } from './fidelity.ts'

const kept = { sizeBytes: 10, digest: 'a' }
const lost = { sizeBytes: 7, digest: null }

test('the report says which share of the resources was kept, and nothing that nobody measured', () => {
  expect(fidelityReport({ resources: [kept, kept, lost] })).toEqual({
    score: 0.667,
    visual: null,
    text: null,
    resources: 0.667,
  })
})

test('a page that asked for nothing misses nothing', () => {
  expect(fidelityReport({ resources: [] })).toMatchObject({ score: 1, resources: null })
})

test('bytes are those of what was stored', () => {
  expect(countResources([kept, lost, kept])).toEqual({ total: 3, stored: 2, failed: 1, bytes: 20 })
})
