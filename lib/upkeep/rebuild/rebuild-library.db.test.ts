import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { afterAll, expect, test } from 'vitest'
import { linkRecordName } from '#lib/archive/link-record.ts'
import { authOf } from '#lib/auth/open-auth.ts'
import { signIn } from '#lib/auth/sign-in.ts'
import { openBlobStore, openRecordStore, openStoreUpkeep } from '#lib/blobs/open-store.ts'
import { inTransaction } from '#lib/db/client.ts'
import { PrismaClient } from '#lib/db/generated/client.ts'
import { noteAddress } from '#lib/db/link-addresses.ts'
import { setFront } from '#lib/db/links.ts'
import { recountTag } from '#lib/db/lost-bytes.ts'
import { addTags } from '#lib/db/tags.ts'
import type { CaptureRequest } from '#lib/capture/capture.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { captureSnapshot } from '#lib/pipeline/capture-snapshot.ts'
import { resetPasswordFromTerminal } from '#lib/usecases/account/reset-password.ts'
import type { UserCtx } from '#lib/usecases/define-use-case.ts'
import { deleteLink } from '#lib/usecases/links/delete-link.ts'
import { listLinks } from '#lib/usecases/links/list-links.ts'
import { submitLink } from '#lib/usecases/links/submit-link.ts'
import { updateLink } from '#lib/usecases/links/update-link.ts'
import { createRule } from '#lib/usecases/rules/create-rule.ts'
import { listRules } from '#lib/usecases/rules/list-rules.ts'
import { updateRule } from '#lib/usecases/rules/update-rule.ts'
import { createSavedSearch } from '#lib/usecases/search/create-saved-search.ts'
import { listSavedSearches } from '#lib/usecases/search/list-saved-searches.ts'
import { updateSavedSearch } from '#lib/usecases/search/update-saved-search.ts'
import { deleteSnapshot } from '#lib/usecases/snapshots/delete-snapshot.ts'
import { listSnapshots } from '#lib/usecases/snapshots/list-snapshots.ts'
import { updateTag } from '#lib/usecases/tags/update-tag.ts'
import { broughtCapture } from '#test/brought-capture.ts'
import { whoWaits } from '#test/database.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { startS3Service } from '#test/s3-service.ts'
import type { Problem } from '../problem.ts'
import { verifyLibrary } from '../verify-library.ts'
import { rebuildLibrary } from './rebuild-library.ts'
import { writeRecords } from './write-records.ts'

const never = new AbortController().signal
const opened: TestRuntime[] = []
afterAll(async () => {
  await closeExtractor()
  for (const runtime of opened) await runtime.close()
})

async function open(env: Record<string, string> = {}): Promise<TestRuntime> {
  const runtime = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0', LINKHOME_ASSESS: 'off', ...env })
  opened.push(runtime)
  return runtime
}

/** Submits an address and captures it, without a browser. */
async function capture(runtime: TestRuntime, ctx: UserCtx, url: string, facts: object = {}): Promise<string> {
  const { id } = await submitLink(ctx, { url, ...facts })
  const deps = {
    ...runtime,
    capturePage: (request: CaptureRequest) => broughtCapture(runtime.blobs, request),
  }
  await captureSnapshot(deps, { snapshotId: id }, never)
  return id
}

const depsOf = (runtime: TestRuntime) => ({
  ...runtime,
  upkeep: openStoreUpkeep(runtime.config),
  records: openRecordStore(runtime.config),
})

async function problemsOf(runtime: TestRuntime): Promise<Problem[]> {
  const problems: Problem[] = []
  await verifyLibrary(depsOf(runtime), { onProblem: async (problem) => void problems.push(problem) })
  return problems
}

/** What a person sees of their library. */
async function viewOf(ctx: UserCtx) {
  const { items } = await listLinks(ctx, {})
  const versions = await Promise.all(items.map(({ id }) => listSnapshots(ctx, { link: id })))
  const found = await listLinks(ctx, { q: '仍然可以阅读' })
  const rules = await listRules(ctx, {})
  const addresses = await ctx.db.linkAddress.findMany({ orderBy: { digest: 'asc' } })
  return {
    items,
    versions: versions.map((page) => page.items),
    found: found.items.map(({ id }) => id),
    rules: rules.items,
    searches: (await listSavedSearches(ctx, {})).items,
    addresses,
  }
}

/** A library of many fates, its records written, and what its person sees. */
async function makeLibrary(runtime: TestRuntime) {
  const person = await makePerson(runtime, 'owner')
  const { ctx } = person
  const first = await capture(runtime, ctx, 'https://example.com/1', { tags: ['前端/React', '数据库'] })
  await capture(runtime, ctx, 'https://example.com/1')
  const { linkId } = await runtime.db.snapshot.findUniqueOrThrow({ where: { id: first } })
  await capture(runtime, ctx, 'https://example.com/2', { tags: ['数据库'], visibility: 'public' })
  const dropped = await capture(runtime, ctx, 'https://example.com/2')
  const gone = await capture(runtime, ctx, 'https://example.com/gone')
  const failed = await submitLink(ctx, { url: 'https://example.com/failed' })
  await runtime.db.snapshot.update({
    where: { id: failed.id },
    data: { status: 'failed', errorCode: 'dns_failure', errorDetail: { host: 'example.com' }, attempts: 3 },
  })
  await submitLink(ctx, { url: 'https://m.zhihu.com/question/1', capture: { patience: 'long' } })
  const rule = await createRule(ctx, { q: '快照', addTags: ['规则'], capture: { banners: 'leave' } })
  await createRule(ctx, { urlPattern: 'example.com/9*', visibility: 'public', isEnabled: false })
  const search = await createSavedSearch(ctx, { name: '待读', q: '快照 -is:failed' })
  await writeRecords(depsOf(runtime))
  // After its capture, a library is changed by its person.
  await updateLink(ctx, { id: linkId, title: '我的标题', note: '我的笔记', tags: ['前端/React', '收藏'] })
  await inTransaction(runtime.db, (tx) => setFront(tx, ctx.actor.libraryId, linkId, first))
  await updateRule(ctx, { id: rule.id, position: 2 })
  await updateSavedSearch(ctx, { id: search.id, name: '要读的', sort: 'oldest' })
  const tag = await runtime.db.tag.findFirstOrThrow({ where: { path: '数据库' } })
  await updateTag(ctx, { id: tag.id, path: '存储', color: 'teal' })
  await deleteSnapshot(ctx, { id: dropped })
  const { linkId: goneId } = await runtime.db.snapshot.findUniqueOrThrow({ where: { id: gone } })
  await deleteLink(ctx, { id: goneId })
  expect(await writeRecords(depsOf(runtime))).toBeGreaterThan(0)
  expect(await writeRecords(depsOf(runtime))).toBe(0)
  return { person, view: await viewOf(ctx) }
}

const personOf = (runtime: TestRuntime, { ctx }: { ctx: UserCtx }): UserCtx => ({
  ...runtime,
  actor: ctx.actor,
})

test('a library comes back from its blob store as it was, with what people said of it since', async () => {
  const before = await open()
  const { person, view } = await makeLibrary(before)
  const after = await open({ LINKHOME_DATA_DIR: before.folder })
  const summary = await rebuildLibrary(depsOf(after))
  expect(summary).toEqual({ people: [person.email], links: 4, versions: 5, missing: 0 })
  expect(await viewOf(personOf(after, person))).toEqual(view)
  expect(view.items).toHaveLength(4)
  expect([view.rules.length, view.searches.length, view.addresses.length]).toEqual([2, 1, 1])
  expect(await problemsOf(after)).toEqual([])
  const tags = await after.db.tag.findMany({ orderBy: { path: 'asc' } })
  expect(tags.map(({ path, linkCount, color }) => [path, linkCount, color])).toEqual([
    ['前端', 0, null],
    ['前端/React', 1, null],
    ['存储', 1, 'teal'],
    ['收藏', 1, null],
  ])
  // Nobody knows their password; the terminal gives them one.
  await resetPasswordFromTerminal(after.db, { email: person.email, password: 'correct horse battery' })
  const account = { email: person.email, password: 'correct horse battery' }
  expect(await signIn(authOf(after), account, new Headers())).toHaveLength(1)
  // A second time there is nothing to do.
  expect(await rebuildLibrary(depsOf(after))).toEqual({ people: [], links: 0, versions: 0, missing: 0 })
})

test('whatever changes what a record says is noted, and what does not is not', async () => {
  const runtime = await open()
  const { db } = runtime
  const { ctx, actor } = await makePerson(runtime)
  const id = await capture(runtime, ctx, 'https://example.com/noted', { tags: ['一', '二'] })
  const { linkId } = await db.snapshot.findUniqueOrThrow({ where: { id } })
  const [one, two] = await db.tag.findMany({ orderBy: { path: 'asc' } })
  const alias = { libraryId: actor.libraryId, tagId: one?.id ?? '', name: '壹', key: '壹' }
  const changes: Record<string, () => Promise<unknown>> = {
    tagged: () => db.linkTag.deleteMany({ where: { linkId, tagId: one?.id } }),
    moved: () => db.linkTag.updateMany({ where: { linkId }, data: { tagId: one?.id } }),
    annotated: () => db.link.update({ where: { id: linkId }, data: { note: '笔记' } }),
    judged: () => db.snapshot.update({ where: { id }, data: { fidelity: { score: 1 } } }),
    coloured: () => db.tag.update({ where: { id: two?.id }, data: { color: 'teal' } }),
    named: () => db.tagAlias.create({ data: { id: one?.id ?? '', ...alias } }),
    renamed: () => db.tagAlias.updateMany({ data: { name: 'One' } }),
    ruled: () => createRule(ctx, { q: 'x', addTags: ['三'] }),
    unruled: () => db.rule.deleteMany({}),
    saved: () => createSavedSearch(ctx, { name: '四', q: 'x' }),
    resaved: () => db.savedSearch.updateMany({ data: { q: 'y' } }),
    unsaved: () => db.savedSearch.deleteMany({}),
    known: () =>
      inTransaction(db, (tx) =>
        noteAddress(tx, actor.libraryId, linkId, { url: 'https://example.com/b', source: 'redirect' }),
      ),
    unknown: () => db.linkAddress.deleteMany({}),
    promoted: () => db.user.update({ where: { id: actor.userId }, data: { name: '新名字' } }),
    deleted: () => db.snapshot.delete({ where: { id } }),
  }
  await writeRecords(depsOf(runtime))
  for (const [what, change] of Object.entries(changes)) {
    await change()
    expect([what, await writeRecords(depsOf(runtime))]).toEqual([what, 1])
  }
  await db.tag.updateMany({ data: { linkCount: 3 } })
  await submitLink(ctx, { url: 'https://example.com/noted' })
  await writeRecords(depsOf(runtime))
  await db.snapshot.updateMany({ data: { leaseUntil: new Date(), stage: 'loading', status: 'capturing' } })
  expect(await writeRecords(depsOf(runtime))).toBe(0)
  await db.link.delete({ where: { id: linkId } })
  expect(await writeRecords(depsOf(runtime))).toBe(1)
  const names: string[] = []
  for await (const name of openRecordStore(runtime.config).list('links')) names.push(name)
  expect(names).toEqual([])
})

test('without records the manifests alone give links, versions and tags of their capture to the owner', async () => {
  const before = await open()
  const { view } = await makeLibrary(before)
  await rm(join(before.config.blobsDir, 'records'), { recursive: true })
  const after = await open({ LINKHOME_DATA_DIR: before.folder })
  await expect(rebuildLibrary(depsOf(after))).rejects.toMatchObject({ code: 'no_owner' })
  const owner = await makePerson(after, 'owner')
  // What was deleted is not known to be: its bytes are there for three days.
  expect(await rebuildLibrary(depsOf(after))).toMatchObject({ links: 3, versions: 5, missing: 0 })
  const found = await viewOf(owner.ctx)
  const one = found.items.find(({ url }) => url === 'https://example.com/1')
  expect(one).toMatchObject({ title: '快照', note: '', tags: [{ path: '前端/React' }, { path: '数据库' }] })
  expect(found.found).toHaveLength(3)
  const known = view.items.find(({ url }) => url === 'https://example.com/1')
  expect(one?.snapshot?.contentHash).toBe(known?.snapshot?.contentHash)
  expect(await problemsOf(after)).toEqual([])
})

test('a database of an older day gets what came since, and keeps what it has', async () => {
  const before = await open()
  const person = await makePerson(before, 'owner')
  const url = 'https://example.com/kept'
  await capture(before, person.ctx, url)
  await writeRecords(depsOf(before))
  const after = await open({ LINKHOME_DATA_DIR: before.folder })
  await rebuildLibrary(depsOf(after))
  const ctx = personOf(after, person)
  const [link] = (await listLinks(ctx, {})).items
  await updateLink(ctx, { id: link?.id ?? '', note: '后来的笔记' })
  await capture(before, person.ctx, url)
  await capture(before, person.ctx, 'https://example.com/new')
  await writeRecords(depsOf(before))
  expect(await rebuildLibrary(depsOf(after))).toMatchObject({ links: 1, versions: 2 })
  const { items, versions } = await viewOf(ctx)
  expect(items.map(({ note }) => note).toSorted()).toEqual(['', '后来的笔记'])
  expect(versions.map((page) => page.length).toSorted()).toEqual([1, 2])
})

test('tags of what comes back are counted right while others get them', async () => {
  const runtime = await open()
  const { db } = runtime
  const { libraryId } = (await makeLibrary(runtime)).person.ctx.actor
  const tag = await db.tag.findFirstOrThrow({ where: { path: '收藏' } })
  const other = await db.link.findFirstOrThrow({ where: { tags: { some: { tag: { path: '存储' } } } } })
  await db.link.deleteMany({ where: { tags: { some: { tagId: tag.id } } } })
  for (const { id } of await db.tag.findMany()) await inTransaction(db, (tx) => recountTag(tx, id))
  const [tagged, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let tagging: Promise<void> | undefined
  const deps = depsOf(runtime)
  const records: typeof deps.records = {
    ...deps.records,
    async *list(folder) {
      if (folder === 'links') {
        tagging = inTransaction(db, async (tx) => {
          await addTags(tx, libraryId, other.id, [tag.path])
          tagged.resolve()
          await go.promise
        })
        await tagged.promise
      }
      yield* deps.records.list(folder)
    },
  }
  const rebuilding = rebuildLibrary({ ...deps, records })
  await expect.poll(() => whoWaits(db)).toHaveLength(1)
  go.resolve()
  await Promise.all([tagging, rebuilding])
  expect(await db.tag.findUnique({ where: { id: tag.id } })).toMatchObject({ linkCount: 2 })
  expect(await problemsOf(runtime)).toEqual([])
})

test('a store that is slow for long does not end up with an older record than another round wrote', async () => {
  const runtime = await open()
  const { ctx } = await makePerson(runtime, 'owner')
  const { linkId } = await submitLink(ctx, { url: 'https://example.com/slow' })
  const records = openRecordStore(runtime.config)
  const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const slow: typeof records = {
    ...records,
    async write(name, text) {
      begun.resolve()
      await go.promise
      await records.write(name, text)
    },
  }
  // As short as a slow store is long.
  const adapter = new PrismaPg({ connectionString: runtime.databaseUrl })
  const db = new PrismaClient({ adapter, transactionOptions: { timeout: 200 } })
  const first = writeRecords({ ...runtime, db, records: slow }).catch(() => null)
  await begun.promise
  await updateLink(ctx, { id: linkId, title: '后来的标题' })
  await delay(1_000)
  await writeRecords({ ...runtime, records })
  go.resolve()
  await first
  await writeRecords({ ...runtime, records })
  expect(await records.read(linkRecordName(linkId))).toContain('后来的标题')
  await db.$disconnect()
})

test('a house that was set up anew before it was rebuilt gets the library, older ones without records too', async () => {
  const before = await open()
  const [owner, other] = [await makePerson(before, 'owner'), await makePerson(before)]
  await capture(before, owner.ctx, 'https://example.com/of-the-owner', { note: '站长的' })
  await writeRecords(depsOf(before))
  // This one was captured before there were records.
  await capture(before, other.ctx, 'https://example.com/of-another')
  await rm(join(before.config.blobsDir, 'records', 'libraries', `${other.actor.libraryId}.json`))
  const after = await open({ LINKHOME_DATA_DIR: before.folder })
  const anew = await makePerson(after, 'owner')
  await capture(after, anew.ctx, 'https://example.com/already-new')
  await writeRecords(depsOf(after))
  expect(await rebuildLibrary(depsOf(after))).toMatchObject({ people: [], links: 2, versions: 2 })
  const { items } = await listLinks(anew.ctx, {})
  expect(items.map(({ url }) => url).toSorted()).toEqual(
    ['already-new', 'of-another', 'of-the-owner'].map((name) => `https://example.com/${name}`),
  )
})

test('a capture that became ready after the last record is not captured again', async () => {
  const before = await open()
  const person = await makePerson(before, 'owner')
  const { id } = await submitLink(person.ctx, { url: 'https://example.com/just-ready', note: '刚刚' })
  await writeRecords(depsOf(before))
  const capturePage = (request: CaptureRequest) =>
    broughtCapture(before.blobs, request, { capturedAt: new Date(Date.now() - 60_000) })
  await captureSnapshot({ ...before, capturePage }, { snapshotId: id }, never)
  const after = await open({ LINKHOME_DATA_DIR: before.folder })
  expect(await rebuildLibrary(depsOf(after))).toMatchObject({ links: 1, versions: 1 })
  const [link] = (await listLinks(personOf(after, person), {})).items
  expect(link).toMatchObject({ note: '刚刚', latest: null, snapshot: { id, status: 'ready' } })
})

test('bytes that are lost are counted, and their version says so', async () => {
  const before = await open()
  const person = await makePerson(before, 'owner')
  const id = await capture(before, person.ctx, 'https://example.com/lost')
  await writeRecords(depsOf(before))
  const { blobDigest } = await before.db.artifact.findFirstOrThrow({
    where: { snapshotId: id, kind: 'page' },
  })
  const shard = join(before.config.blobsDir, blobDigest.slice(0, 2), blobDigest.slice(2, 4))
  for (const name of await readdir(shard)) await rm(join(shard, name))
  const after = await open({ LINKHOME_DATA_DIR: before.folder })
  expect(await rebuildLibrary(depsOf(after))).toMatchObject({ links: 1, versions: 1, missing: 1 })
  const [link] = (await listLinks(personOf(after, person), {})).items
  expect(link?.snapshot).toMatchObject({
    verdict: 'partial',
    resources: { stored: 0 },
    artifacts: { page: null },
  })
  expect(await problemsOf(after)).toEqual([])
})

test('in a bucket it is the same', async () => {
  const service = await startS3Service()
  try {
    const s3 = { ...service.settings, prefix: 'p', sessionToken: null }
    const inBucket = (runtime: TestRuntime) => {
      const config = { ...runtime.config, s3 }
      return { ...runtime, config, blobs: openBlobStore(config) }
    }
    const before = inBucket(await open())
    const person = await makePerson(before, 'owner')
    await capture(before, person.ctx, 'https://example.com/bucket', { note: '在桶里' })
    await writeRecords(depsOf(before))
    const after = inBucket(await open())
    expect(await rebuildLibrary(depsOf(after))).toMatchObject({ links: 1, versions: 1, missing: 0 })
    expect(await viewOf(personOf(after, person))).toEqual(await viewOf(person.ctx))
    expect(await problemsOf(after)).toEqual([])
  } finally {
    await service.stop()
  }
})
