// A disk that is full, for real: a small file system in memory, filled and emptied beside a running worker.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { COMPILE_CACHE } from '#lib/config/compile-cache.ts'
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { inTransaction } from '#lib/db/client.ts'
import { readWorkerPresence } from '#lib/db/worker-presence.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { startSite, type Site } from '#test/site.ts'
import { SITE_PAGES } from '#test/pages/sites/all-sites.ts'

const WORKER = fileURLToPath(new URL('main.ts', import.meta.url))
const MiB = 1_048_576
const PATIENCE_MS = 60_000

/** Only root may mount; elsewhere there is no disk to fill. */
const isPossible = (() => {
  if (process.getuid?.() !== 0) return false
  const mounted = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'])
  return mounted.status === 0
})()

let folder: string
let disk: string
let site: Site
let runtime: TestRuntime
let libraryId: string
let worker: ChildProcess | null = null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-disk-'))
  await chmod(folder, 0o755)
  disk = join(folder, 'data')
  await mkdir(disk)
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=755', 'none', disk]).status).toBe(0)
  site = await startSite()
  runtime = await openTestRuntime({ LINKHOME_DATA_DIR: disk })
  ;({ libraryId } = await makeLibrary(runtime.db))
})
afterEach(async () => {
  if (worker && worker.exitCode === null) {
    const exited = once(worker, 'exit')
    worker.kill('SIGTERM')
    await exited
  }
  await runtime.close()
  await site.stop()
  spawnSync('umount', [disk])
  await rm(folder, { recursive: true, force: true })
})

const filler = () => join(disk, 'filler')

/** Fills the disk so that only `freeBytes` are left. */
async function fill(freeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(disk)
  await writeFile(filler(), Buffer.alloc(bavail * bsize - freeBytes))
}

function startWorker(reserveBytes: number) {
  const { PATH, HOME, CHROMIUM_PATH } = process.env
  const child = spawn(process.execPath, [WORKER], {
    cwd: folder,
    env: {
      PATH,
      HOME,
      ...(CHROMIUM_PATH ? { CHROMIUM_PATH } : {}),
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      LOG_LEVEL: 'info',
      LINKHOME_DATA_DIR: disk,
      LINKHOME_ALLOW_HOSTS: site.allowHosts,
      LINKHOME_RETRY_DELAYS: '1',
      LINKHOME_DISK_RESERVE: String(reserveBytes),
      DATABASE_URL: runtime.databaseUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  worker = child
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
    child.emit('said')
  })
  return async (event: string) => {
    while (!said.includes(`"event":"${event}"`)) await once(child, 'said')
  }
}

async function submit(path: string): Promise<string> {
  const link = await makeLink(runtime.db, libraryId, site.origin + path)
  const { snapshotId } = await makeSnapshot(runtime.db, libraryId, link)
  await inTransaction(runtime.db, (tx) =>
    runtime.queue.enqueue(tx, 'capture', { snapshotId }, { priority: JOB_PRIORITY.interactive }),
  )
  return snapshotId
}

const rowOf = (id: string) =>
  runtime.db.snapshot.findUniqueOrThrow({ where: { id }, include: { artifacts: true } })

async function untilReady(id: string): Promise<void> {
  const status = async () => (await rowOf(id)).status
  await expect.poll(status, { timeout: PATIENCE_MS, interval: 200 }).toBe('ready')
  for (const { blobDigest } of (await rowOf(id)).artifacts)
    expect(await runtime.blobs.read(blobDigest)).not.toBeNull()
  expect(await readdir(join(disk, 'blobs', 'tmp'))).toEqual([])
}

test.skipIf(!isPossible)(
  'below the reserve nothing is begun, it is told, and it goes on by itself',
  async () => {
    await fill(MiB)
    const heard = startWorker(32 * MiB)
    const id = await submit(SITE_PAGES[0] ?? '/')
    await heard('disk.short')
    const presence = () => readWorkerPresence(runtime.db)
    await expect
      .poll(presence, { timeout: PATIENCE_MS, interval: 200 })
      .toEqual({ isAlive: true, hasRoom: false })
    expect(await rowOf(id)).toMatchObject({ status: 'queued', attempts: 0 })
    await rm(filler())
    await untilReady(id)
    expect(await rowOf(id)).toMatchObject({ attempts: 1 })
    expect(await presence()).toEqual({ isAlive: true, hasRoom: true })
  },
)

test.skipIf(!isPossible)(
  'a disk that fills up during a capture leaves nothing half, and the capture is made again',
  async () => {
    const heard = startWorker(0)
    await heard('worker.ready')
    await fill(16 * 1_024)
    const id = await submit(SITE_PAGES[0] ?? '/')
    await heard('capture.retrying')
    expect(await rowOf(id)).toMatchObject({ errorCode: 'disk_full', artifacts: [] })
    await rm(filler())
    await untilReady(id)
  },
)
