import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { deleteSnapshot } from '../snapshots/delete-snapshot.ts'
import { getSnapshot } from '../snapshots/get-snapshot.ts'
import { retrySnapshot } from '../snapshots/retry-snapshot.ts'
import { readStatistics } from '../statistics/read-statistics.ts'
import { submitLink } from './submit-link.ts'
import { submitMany } from './submit-many.ts'

const QUOTA_BYTES = 5_000_000
let opened: TestRuntime
let person: TestPerson

beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_USER_QUOTA: String(QUOTA_BYTES) })
  person = await makePerson(opened)
})
afterAll(() => opened.close())

const newUrl = () => `https://example.com/${newId()}`
const refused = { code: 'quota_exceeded', detail: { usedMegabytes: 6, quotaMegabytes: 5 } }

test('who has used their quota up is told so, loses nothing, and goes on after making room', async () => {
  const url = newUrl()
  const kept = await makeReadySnapshot(person.ctx, url)
  await opened.db.snapshot.update({ where: { id: kept.id }, data: { newBytes: 6_000_000 } })
  expect((await readStatistics(person.ctx, {})).library).toMatchObject({
    addedBytes: 6_000_000,
    quotaBytes: QUOTA_BYTES,
  })

  await expect(submitLink(person.ctx, { url: newUrl() })).rejects.toMatchObject(refused)
  await expect(retrySnapshot(person.ctx, { id: kept.id })).rejects.toMatchObject(refused)
  const { results } = await submitMany(person.ctx, { urls: [newUrl()], tags: [] })
  expect(results).toMatchObject([{ error: { code: 'quota_exceeded' } }])
  expect(await getSnapshot(person.ctx, { id: kept.id })).toMatchObject({ status: 'ready' })
  // Refused is refused: no link, no version, no job was left behind.
  expect(await opened.db.link.count({ where: { libraryId: person.actor.libraryId } })).toBe(1)
  expect(await opened.db.snapshot.count({ where: { libraryId: person.actor.libraryId } })).toBe(1)

  await deleteSnapshot(person.ctx, { id: kept.id })
  await expect(submitLink(person.ctx, { url })).resolves.toMatchObject({ status: 'queued' })
})

test('the quota of one person is not that of another', async () => {
  const other = await makePerson(opened)
  await expect(submitLink(other.ctx, { url: newUrl() })).resolves.toMatchObject({ status: 'queued' })
})
