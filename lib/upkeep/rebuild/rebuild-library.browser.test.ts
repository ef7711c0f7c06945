import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRecordStore, openStoreUpkeep } from '#lib/blobs/open-store.ts'
import { openBrowserPool, type BrowserPool } from '#lib/capture/browser-pool.ts'
import { capturePage } from '#lib/capture/capture-page.ts'
import { viewFrozen } from '#lib/capture/show-frozen.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { assessSnapshot } from '#lib/pipeline/assess-snapshot.ts'
import { captureSnapshot } from '#lib/pipeline/capture-snapshot.ts'
import type { UserCtx } from '#lib/usecases/define-use-case.ts'
import { listLinks } from '#lib/usecases/links/list-links.ts'
import { submitLink } from '#lib/usecases/links/submit-link.ts'
import { updateLink } from '#lib/usecases/links/update-link.ts'
import { getSnapshot } from '#lib/usecases/snapshots/get-snapshot.ts'
import { listResources } from '#lib/usecases/snapshots/list-resources.ts'
import { listSnapshots } from '#lib/usecases/snapshots/list-snapshots.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { startSite, type Site } from '#test/site.ts'
import type { Problem } from '../problem.ts'
import { verifyLibrary } from '../verify-library.ts'
import { rebuildLibrary } from './rebuild-library.ts'
import { writeRecords } from './write-records.ts'

let before: TestRuntime
let after: TestRuntime
let site: Site
let browsers: BrowserPool

beforeAll(async () => {
  site = await startSite()
  before = await openTestRuntime({ LINKHOME_ALLOW_HOSTS: site.allowHosts })
  after = await openTestRuntime({
    LINKHOME_ALLOW_HOSTS: site.allowHosts,
    LINKHOME_DATA_DIR: before.config.dataDir,
  })
  browsers = openBrowserPool({ executablePath: before.config.chromiumPath, log: before.log })
})
afterAll(async () => {
  await browsers.close()
  await closeExtractor()
  await after.close()
  await before.close()
  await site.stop()
})

const depsOf = (runtime: TestRuntime) => ({
  ...runtime,
  upkeep: openStoreUpkeep(runtime.config),
  records: openRecordStore(runtime.config),
})

/** Everything that a person is shown of all links and versions. */
async function viewOf(ctx: UserCtx) {
  const { items } = await listLinks(ctx, {})
  const versions = await Promise.all(items.map(({ id }) => listSnapshots(ctx, { link: id })))
  const ids = versions.flatMap((page) => page.items.map(({ id }) => id))
  const snapshots = await Promise.all(ids.map((id) => getSnapshot(ctx, { id })))
  const resources = await Promise.all(ids.map((id) => listResources(ctx, { id, limit: 100 })))
  const found = await listLinks(ctx, { q: '数据库' })
  const kept = resources.map((page) => page.items.toSorted((a, b) => (a.url < b.url ? -1 : 1)))
  return { items, snapshots, resources: kept, found: found.items }
}

test('pages captured by a browser come back when their database is gone', async () => {
  const { ctx } = await makePerson(before, 'owner')
  const { config, log, blobs } = before
  const policy = openAddressPolicy(config)
  const deps = {
    ...before,
    capturePage: (request: Parameters<typeof capturePage>[1]) =>
      capturePage({ browsers, policy, blobs, log }, request),
    viewFrozen: (copy: Parameters<typeof viewFrozen>[1], signal: AbortSignal) =>
      viewFrozen({ browsers, blobs }, copy, signal),
  }
  const signal = new AbortController().signal
  const url = `${site.origin}/csdn/article.html`
  for (const address of [url, `${site.origin}/read/blog`, url]) {
    const { id, linkId } = await submitLink(ctx, { url: address, tags: ['数据库'] })
    await captureSnapshot(deps, { snapshotId: id }, signal)
    await assessSnapshot(deps, { snapshotId: id }, signal)
    await updateLink(ctx, { id: linkId, note: `笔记 ${address}` })
  }
  await writeRecords(depsOf(before))
  const summary = await rebuildLibrary(depsOf(after))
  expect(summary).toMatchObject({ links: 2, missing: 0 })
  const view = await viewOf(ctx)
  expect(view.snapshots.length).toBeGreaterThanOrEqual(3)
  expect(await viewOf({ ...after, actor: ctx.actor })).toEqual(view)
  const kinds = (runtime: TestRuntime) =>
    runtime.db.artifact.findMany({
      select: { snapshotId: true, kind: true, blobDigest: true, contentType: true, sizeBytes: true },
      orderBy: [{ snapshotId: 'asc' }, { kind: 'asc' }],
    })
  expect(await kinds(after)).toEqual(await kinds(before))
  const problems: Problem[] = []
  await verifyLibrary(depsOf(after), { onProblem: async (problem) => void problems.push(problem) })
  expect(problems).toEqual([])
})
