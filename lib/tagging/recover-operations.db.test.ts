import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { editLinks } from '#lib/usecases/links/edit-links.ts'
import { submitMany } from '#lib/usecases/links/submit-many.ts'
import { getOperation } from '#lib/usecases/operations/get-operation.ts'
import { undoOperation } from '#lib/usecases/operations/undo-operation.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { recoverOperations } from './recover-operations.ts'
import { runOperation } from './run-operation.ts'

let opened: TestRuntime
let person: TestPerson
beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0' })
  person = await makePerson(opened)
})
afterAll(() => opened.close())

/** More than one link is a worker's. */
const large = () => ({ ...person.ctx, maxAtOnce: 1 })

/** An edit of three links that waits for a worker. */
async function beginEdit(): Promise<string> {
  const urls = [1, 2, 3].map(() => `https://example.com/${newId()}`)
  const { results } = await submitMany(person.ctx, { urls, tags: [] })
  const ids = results.flatMap((result) => ('snapshot' in result ? [result.snapshot.linkId] : []))
  return (await editLinks(large(), { ids, addTags: [newId()] })).id
}

const work = (operationId: string) => runOperation(opened, { operationId }, new AbortController().signal)
const statusOf = async (id: string) => (await getOperation(person.ctx, { id })).status
const setJobs = (operationId: string, state: string) =>
  opened.db
    .$executeRaw`UPDATE pgboss.job SET state = ${state}::pgboss.job_state WHERE singleton_key = ${operationId}`
const waitingJobs = async (operationId: string) =>
  (
    await opened.db.$queryRaw<unknown[]>`
      SELECT FROM pgboss.job WHERE singleton_key = ${operationId} AND state = 'created'`
  ).length

test('what is undone while the job that did it is about to end is undone', async () => {
  const id = await beginEdit()
  await setJobs(id, 'active')
  await work(id)
  expect((await undoOperation(large(), { id })).status).toBe('undoing')
  expect(await recoverOperations(opened)).toBe(0)
  await setJobs(id, 'completed')
  expect(await waitingJobs(id)).toBe(0)
  expect(await recoverOperations(opened)).toBe(1)
  expect(await recoverOperations(opened)).toBe(0)
  expect(await waitingJobs(id)).toBe(1)
  await work(id)
  expect(await statusOf(id)).toBe('undone')
})

test('what too many workers died of has failed, and can be taken back', async () => {
  const id = await beginEdit()
  await setJobs(id, 'failed')
  expect(await recoverOperations(opened)).toBe(1)
  expect(await getOperation(person.ctx, { id })).toMatchObject({
    status: 'failed',
    error: 'internal',
    canUndo: true,
  })
  expect(await recoverOperations(opened)).toBe(0)
})
