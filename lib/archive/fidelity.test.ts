import { expect, test } from 'vitest'
import { assessed, assessment, assessmentRecord, countResources, fidelityReport } from './fidelity.ts'

const request = (resourceType: string, failure: string | null = null, url = 'https://a.test/x') => ({
  url,
  resourceType,
  failure,
  sizeBytes: failure === null ? 10 : 0,
  digest: failure === null ? 'a' : null,
})

test('the report weighs what was kept, and says nothing that nobody measured', () => {
  const lost = request('image', 'net::ERR_CONNECTION_RESET', 'https://a.test/lost.png')
  expect(fidelityReport([request('document'), request('image'), lost])).toEqual({
    score: 0.75,
    visual: null,
    text: null,
    resources: 0.75,
    missing: [{ url: 'https://a.test/lost.png', reason: 'net::ERR_CONNECTION_RESET' }],
  })
})

test('a page that asked for nothing misses nothing', () => {
  expect(fidelityReport([])).toMatchObject({ score: 1, resources: null, missing: [] })
})

test.each([
  ['a ping', request('ping', 'net::ERR_FAILED')],
  ['a counter of visits', request('script', 'net::ERR_FAILED', 'https://hm.baidu.com/hm.js?1')],
  ['what nobody outside could reach', request('image', 'blocked_address')],
  ['what the page called off', request('image', 'net::ERR_ABORTED')],
  ['what its own policy refused', request('script', 'blocked:csp')],
  ['what its server may not lend out', request('image', 'net::ERR_BLOCKED_BY_ORB')],
  ['a poll that waits for news', request('fetch', 'unfinished')],
  ['the hop of a redirect', { ...request('image'), digest: null }],
])('%s is no loss', (_what, one) => {
  expect(fidelityReport([request('document'), one])).toMatchObject({ resources: 1, missing: [] })
})

test('a style sheet that was lost is worse than a picture, and named before it', () => {
  const [picture, sheet] = [request('image', 'too_large'), request('stylesheet', 'body_gone')]
  const rest = Array.from({ length: 5 }, () => request('image'))
  const without = (lost: typeof sheet) => fidelityReport([...rest, lost]).resources ?? 1
  expect(without(sheet)).toBeLessThan(without(picture))
  expect(fidelityReport([picture, sheet]).missing[0]).toMatchObject({ reason: 'body_gone' })
})

test('an assessment adds what was seen, and its record reads back', () => {
  const report = fidelityReport([request('document'), request('image', 'net::ERR_FAILED')])
  const full = assessed(report, { visual: 0.98765, text: 0.5, absent: ['http://frozen.invalid/0'] })
  expect(full).toMatchObject({ visual: 0.988, text: 0.5, resources: 0.667, score: 0.777 })
  expect(full.missing.map(({ reason }) => reason)).toEqual(['not_in_archive', 'net::ERR_FAILED'])
  const record: unknown = JSON.parse(assessmentRecord('id', new Date(0), full))
  expect(assessment.parse(record)).toMatchObject({ snapshot: 'id', fidelity: full })
})

test('what could not be looked at takes nothing from the score', () => {
  const report = assessed(fidelityReport([request('document')]), { visual: null, text: null, absent: [] })
  expect(report).toMatchObject({ score: 1, visual: null, text: null })
})

test('what is missing is told within bounds', () => {
  const many = Array.from({ length: 300 }, (_, at) =>
    request('image', 'net::ERR_FAILED', `https://a.test/${at}?${'x'.repeat(9_000)}`),
  )
  const { missing } = fidelityReport(many)
  expect(JSON.stringify(missing).length).toBeLessThan(60_000)
})

test('bytes are those of what was stored', () => {
  const [kept, lost] = [
    { sizeBytes: 10, digest: 'a' },
    { sizeBytes: 7, digest: null },
  ]
  expect(countResources([kept, lost, kept])).toEqual({ total: 3, stored: 2, failed: 1, bytes: 20 })
})
