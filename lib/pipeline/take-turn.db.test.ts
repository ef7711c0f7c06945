import { afterAll, beforeAll, expect, test } from 'vitest'
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { takeTurn } from './take-turn.ts'

let runtime: TestRuntime
let libraryId: string
beforeAll(async () => {
  runtime = await openTestRuntime({ LINKHOME_HOST_CONCURRENCY: '2', LINKHOME_HOST_DELAY_MS: '60000' })
  libraryId = (await makeLibrary(runtime.db)).libraryId
})
afterAll(() => runtime.close())

const snapshotOf = async (url: string) =>
  (await makeSnapshot(runtime.db, libraryId, await makeLink(runtime.db, libraryId, url))).snapshotId
const take = (snapshotId: string, deferrals = 0) =>
  takeTurn(runtime, { snapshotId, deferrals }, JOB_PRIORITY.background)
const jobsOf = (snapshotId: string) =>
  runtime.db.$queryRaw<{ priority: number; data: unknown; in_seconds: number }[]>`
    SELECT priority, data, extract(epoch FROM start_after - now())::float AS in_seconds
    FROM pgboss.job WHERE singleton_key = ${snapshotId}`

test('two captures of a site begin, further ones come back later, other sites are not held up', async () => {
  const ids = await Promise.all([1, 2, 3, 4, 5].map((at) => snapshotOf(`https://busy.example/${at}`)))
  // At the same moment, as the loops of several workers do.
  const turns = await Promise.all(ids.map((id) => take(id)))
  expect(turns.filter(Boolean)).toHaveLength(2)
  const waiting = ids.filter((_id, at) => turns[at] === null)
  for (const id of waiting) {
    const [job, ...others] = await jobsOf(id)
    expect(others).toEqual([])
    expect(job).toMatchObject({ priority: JOB_PRIORITY.background, data: { snapshotId: id, deferrals: 1 } })
    expect(job?.in_seconds).toBeLessThan(2)
    expect(await runtime.db.snapshot.findUnique({ where: { id } })).toMatchObject({
      status: 'queued',
      attempts: 0,
    })
  }
  expect(await take(await snapshotOf('https://quiet.example/'))).not.toBeNull()
  // The longer it waits the more rarely it asks, but at least every minute.
  const [patient = ''] = waiting
  await take(patient, 40)
  const pauses = (await jobsOf(patient)).map(({ in_seconds }) => in_seconds)
  expect(Math.max(...pauses)).toBeGreaterThan(25)
  expect(Math.max(...pauses)).toBeLessThanOrEqual(61)
})

test.each([
  ['20 seconds ago', -20_000, 41],
  ['tomorrow, by a clock that was set back', 24 * 3_600_000, 61],
])('after a capture of %s the next one of its site waits for the pause', async (when, ms, mostSeconds) => {
  const site = `https://paused-${when.length}.example`
  const [done, next] = [await snapshotOf(`${site}/1`), await snapshotOf(`${site}/2`)]
  await runtime.db.snapshot.update({
    where: { id: done },
    data: { status: 'ready', verdict: 'good', capturedAt: new Date(Date.now() + ms) },
  })
  expect(await take(next)).toBeNull()
  const [job] = await jobsOf(next)
  expect(job?.in_seconds).toBeGreaterThan(30)
  expect(job?.in_seconds).toBeLessThanOrEqual(mostSeconds)
})
