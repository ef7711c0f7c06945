import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#lib/db/client.ts'
import { insertBlobs } from '#lib/db/resources.ts'
import { foldStatistics } from '#lib/db/statistics.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { makeLink, makeSnapshot } from '#test/factories.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { readStatistics } from './read-statistics.ts'

let runtime: TestRuntime
beforeAll(async () => {
  runtime = await openTestRuntime()
})
afterAll(() => runtime.close())

const kept = { good: [100, 10], wall: [20, 5], partial: [3, 0] } as const
const blob = (name: string, sizeBytes: number, storedBytes: number) => ({
  digest: sha256(name),
  sizeBytes,
  storedBytes,
  encoding: 'zstd' as const,
  isNew: true,
})

/** A library of three links: two versions and three, one that failed, and none. */
async function fill(libraryId: string) {
  const { db } = runtime
  const links = await Promise.all([1, 2, 3].map(() => makeLink(db, libraryId)))
  const add = async (at: number, data: object) => {
    const { snapshotId } = await makeSnapshot(db, libraryId, links[at])
    await db.snapshot.update({ where: { id: snapshotId }, data: { status: 'capturing' } })
    await db.snapshot.update({ where: { id: snapshotId }, data: { stage: 'settling', ...data } })
    return snapshotId
  }
  const ready = (verdict: keyof typeof kept) => {
    const [keptBytes, newBytes] = kept[verdict]
    return { status: 'ready', verdict, keptBytes, newBytes, capturedAt: new Date() }
  }
  await add(0, ready('good'))
  await add(0, ready('wall'))
  await add(1, ready('good'))
  await add(1, { status: 'failed', errorCode: 'timeout' })
  const last = await add(1, ready('partial'))
  return { links, last }
}

const whole = {
  links: 3,
  snapshots: {
    total: 5,
    byStatus: { queued: 0, capturing: 0, ready: 4, failed: 1 },
    byVerdict: { good: 2, partial: 1, wall: 1, http_error: 0, empty: 0 },
  },
  seenBytes: 223,
}

test('the counters follow every row that comes, changes or goes, and folding changes none of them', async () => {
  const { db } = runtime
  const [mine, other] = [await makePerson(runtime), await makePerson(runtime, 'owner')]
  const { links, last } = await fill(mine.actor.libraryId)
  await fill(other.actor.libraryId)
  const library = async () => (await readStatistics(mine.ctx, {})).library
  expect(await library()).toEqual({ ...whole, addedBytes: 25, quotaBytes: null })
  await Promise.all([foldStatistics(db), foldStatistics(db)])
  expect(await db.statisticChange.count()).toBe(0)
  expect(await library()).toEqual({ ...whole, addedBytes: 25, quotaBytes: null })

  await db.snapshot.delete({ where: { id: last } })
  expect(await library()).toMatchObject({
    snapshots: { total: 4, byVerdict: { partial: 0 } },
    seenBytes: 220,
  })
  await db.link.delete({ where: { id: links[0]!.linkId } })
  expect(await library()).toMatchObject({
    links: 2,
    snapshots: { total: 2, byStatus: { ready: 1, failed: 1 }, byVerdict: { good: 1, wall: 0 } },
    seenBytes: 100,
    addedBytes: 10,
  })
  await foldStatistics(db)
  await db.link.deleteMany({ where: { libraryId: mine.actor.libraryId } })
  expect(await library()).toMatchObject({ links: 0, snapshots: { total: 0 }, seenBytes: 0, addedBytes: 0 })

  const { store } = await readStatistics(other.ctx, {})
  expect(store).toMatchObject({ ...whole, blobs: 0, storedBytes: 0 })
})

test('the store counts each blob once, and only admins are told', async () => {
  const { db } = runtime
  const [member, admin] = [await makePerson(runtime), await makePerson(runtime, 'admin')]
  const blobs = [blob('a', 1_000, 100), blob('b', 50, 50)]
  await inTransaction(db, (tx) => insertBlobs(tx, blobs))
  await inTransaction(db, (tx) => insertBlobs(tx, [...blobs, blob('c', 7, 7)]))
  await foldStatistics(db)
  await db.blob.delete({ where: { digest: sha256('b') } })
  expect((await readStatistics(member.ctx, {})).store).toBeNull()
  expect((await readStatistics(admin.ctx, {})).store).toMatchObject({
    blobs: 2,
    contentBytes: 1_007,
    storedBytes: 107,
  })
})

test('links of many writers at once are all counted', async () => {
  const { db } = runtime
  const { actor, ctx } = await makePerson(runtime)
  await Promise.all([
    ...Array.from({ length: 20 }, () => makeLink(db, actor.libraryId)),
    foldStatistics(db),
    foldStatistics(db),
  ])
  expect((await readStatistics(ctx, {})).library.links).toBe(20)
})
