import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { COMPILE_CACHE } from '#lib/config/compile-cache.ts'
import { loadConfig } from '#lib/config/load-config.ts'
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { inTransaction } from '#lib/db/client.ts'
import { startEmbedded, type EmbeddedDatabase } from '#lib/db/embedded.ts'
import { openRuntime, type Runtime } from '#lib/runtime/open-runtime.ts'
import { prepareDatabase } from '#lib/runtime/prepare-database.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { nicenessOf, processTree, survivors } from '#test/process-tree.ts'
import { startSite, type Site } from '#test/site.ts'

const WORKER = fileURLToPath(new URL('main.ts', import.meta.url))
/** A dead worker's lease lasts 20 s; a capture on a busy machine takes some seconds. */
const PATIENCE_MS = 90_000

let folder: string
let database: EmbeddedDatabase
let site: Site
let runtime: Runtime
let libraryId: string
let settings: NodeJS.ProcessEnv
const workers: ChildProcess[] = []

beforeAll(async () => {
  // Not below a folder that only root may enter: the server runs without privileges.
  folder = await mkdtemp(join(tmpdir(), 'linkhome-worker-'))
  await chmod(folder, 0o755)
  database = await startEmbedded({ dataDir: join(folder, 'postgres') })
  await prepareDatabase(database.url)
})

beforeEach(async () => {
  site = await startSite()
  const { PATH, HOME, CHROMIUM_PATH } = process.env
  settings = {
    PATH,
    HOME,
    ...(CHROMIUM_PATH ? { CHROMIUM_PATH } : {}),
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    LOG_LEVEL: 'info',
    LINKHOME_DATA_DIR: folder,
    LINKHOME_ALLOW_HOSTS: site.allowHosts,
    LINKHOME_WORKER_CONCURRENCY: '2',
    DATABASE_URL: database.url,
  }
  const config = { ...loadConfig(settings, folder), logLevel: 'silent' }
  runtime = await openRuntime(config, { service: 'cli', role: 'send' })
  libraryId = (await makeLibrary(runtime.db)).libraryId
})

afterEach(async () => {
  for (const worker of workers.splice(0)) await kill(worker)
  await site.stop()
  await runtime.close()
})

afterAll(async () => {
  await database.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Starts a worker; `heard(event)` resolves when its log has said so. */
function startWorker() {
  const child = spawn(process.execPath, [WORKER], {
    cwd: folder,
    env: settings,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  workers.push(child)
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
    child.emit('said')
  })
  const heard = async (event: string) => {
    while (!said.includes(`"event":"${event}"`)) await once(child, 'said')
  }
  return { child, heard }
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const exited = once(worker, 'exit')
  worker.kill('SIGKILL')
  await exited
}

async function submit(path: string): Promise<string> {
  const { db, queue } = runtime
  const snapshot = await makeSnapshot(db, libraryId, await makeLink(db, libraryId, `${site.origin}${path}`))
  const { snapshotId } = snapshot
  await inTransaction(db, async (tx) => {
    await queue.enqueue(tx, 'capture', { snapshotId }, { priority: JOB_PRIORITY.interactive })
    await runtime.events.publish(tx, snapshot, { kind: 'snapshot.queued' })
  })
  return snapshotId
}

const visits = (path: string) => site.requests.filter(({ url }) => url === path).length

/** Looks at the row: the listening connection may be one of the things that were killed. */
async function untilReady(snapshotId: string): Promise<void> {
  const look = async () => {
    // While the database is away there is nothing to see: look again.
    const found = await runtime.db.snapshot.findUnique({ where: { id: snapshotId } }).catch(() => null)
    return found && { status: found.status, errorCode: found.errorCode }
  }
  const ready = { status: 'ready', errorCode: null }
  await expect.poll(look, { timeout: PATIENCE_MS, interval: 250 }).toEqual(ready)
}

/** Nothing half, nothing twice: what a ready snapshot must have, counted. */
async function expectWholeOnce(snapshotId: string): Promise<void> {
  const { db, blobs } = runtime
  const snapshot = await db.snapshot.findUniqueOrThrow({
    where: { id: snapshotId },
    include: { artifacts: true, resources: true, events: true, frontOf: true },
  })
  expect(snapshot.frontOf?.id).toBe(snapshot.linkId)
  expect(snapshot.resources).toHaveLength(snapshot.resourcesTotal)
  expect(snapshot.artifacts.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['page', 'text', 'screenshot']),
  )
  for (const { blobDigest } of snapshot.artifacts) expect(await blobs.has(blobDigest)).toBe(true)
  expect(snapshot.events.filter(({ kind }) => kind === 'snapshot.ready')).toHaveLength(1)
  expect(await db.searchDocument.count({ where: { linkId: snapshot.linkId } })).toBe(1)
}

test('a capture goes on after its worker was killed, and after its database was', async () => {
  const first = startWorker()
  await first.heard('worker.ready')
  const snapshotId = await submit('/held/killed-worker')
  await site.whenAsked('/held/killed-worker')
  const family = processTree(first.child.pid ?? 0)
  // A browser among them: whoever reads goes before.
  expect(family.filter(({ command }) => command.includes('--type=renderer'))).not.toEqual([])
  // Nobody gives way further than 19.
  const atLeast = Math.min(nicenessOf(process.pid) + 1, 19)
  for (const { pid } of family) expect(nicenessOf(pid)).toBeGreaterThanOrEqual(atLeast)
  await kill(first.child)
  site.set('/held/killed-worker', true)

  const second = startWorker()
  await untilReady(snapshotId)
  await expectWholeOnce(snapshotId)
  expect(visits('/held/killed-worker')).toBe(2)
  expect(await runtime.db.snapshot.findUnique({ where: { id: snapshotId } })).toMatchObject({ attempts: 2 })
  // Its browser has noticed that nobody drives it any more.
  expect(survivors(family)).toEqual([])

  const other = await submit('/held/killed-database')
  await site.whenAsked('/held/killed-database')
  const died = once(database.process, 'exit')
  database.process.kill('SIGKILL')
  await died
  site.set('/held/killed-database', true)
  database = await startEmbedded({ dataDir: join(folder, 'postgres'), port: database.port })
  await untilReady(other)
  await expectWholeOnce(other)
  expect(second.child.exitCode).toBeNull()
}, 240_000)

test('a worker that sleeps past its lease and wakes up writes nothing', async () => {
  const sleeper = startWorker()
  await sleeper.heard('worker.ready')
  const snapshotId = await submit('/held/sleeper')
  await site.whenAsked('/held/sleeper')
  sleeper.child.kill('SIGSTOP')
  const other = startWorker()
  await other.heard('capture.recovered')
  site.set('/held/sleeper', true)
  await untilReady(snapshotId)
  await expectWholeOnce(snapshotId)
  const before = await runtime.db.snapshot.findUniqueOrThrow({ where: { id: snapshotId } })

  sleeper.child.kill('SIGCONT')
  await sleeper.heard('capture.lease_lost')
  await expectWholeOnce(snapshotId)
  expect(await runtime.db.snapshot.findUniqueOrThrow({ where: { id: snapshotId } })).toEqual(before)
  expect(before).toMatchObject({ attempts: 2, status: 'ready' })
}, 240_000)

test('asked to stop, a worker gives its capture back and leaves no process behind', async () => {
  const { child, heard } = startWorker()
  await heard('worker.ready')
  const snapshotId = await submit('/held/stopped')
  await site.whenAsked('/held/stopped')
  const family = processTree(child.pid ?? 0)
  expect(family.length).toBeGreaterThan(1)
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  expect(survivors(family)).toEqual([])
  expect(await runtime.db.snapshot.findUnique({ where: { id: snapshotId } })).toMatchObject({
    status: 'queued',
    attempts: 0,
    lease: null,
  })
  site.set('/held/stopped', true)
  startWorker()
  await untilReady(snapshotId)
})

test('a worker that starts before its database waits for it', async () => {
  await database.stop()
  const { child, heard } = startWorker()
  await heard('worker.waiting_for_database')
  database = await startEmbedded({ dataDir: join(folder, 'postgres'), port: database.port })
  await heard('worker.ready')
  expect(child.exitCode).toBeNull()
})
