import { mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobStore } from './blob-store.ts'
import { blobStoreConformance, LONG_AGO } from './conformance.ts'
import { asStoreError, openFileStore } from './file-store.ts'
import { openBlobStore, openRecordStore } from './open-store.ts'
import { zstdContentSize } from './zstd.ts'

let root: string
let count = 0
const emptyFolder = () => join(root, String((count += 1)))

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'linkhome-blobs-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const folders = new Map<BlobStore, string>()

async function pathOf(store: BlobStore, digest: string): Promise<string> {
  const shard = join(folders.get(store) ?? '', digest.slice(0, 2), digest.slice(2, 4))
  const name = (await readdir(shard)).find((file) => file.startsWith(digest))
  return join(shard, name ?? 'missing')
}

blobStoreConformance({
  async openEmpty() {
    const dir = emptyFolder()
    const store = openFileStore(dir)
    folders.set(store, dir)
    return store
  },
  async damage(store, digest) {
    const path = await pathOf(store, digest)
    const bytes = await readFile(path)
    const middle = bytes.length >> 1
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
    await writeFile(path, bytes)
  },
  putLongAgo: async (store, digest) => utimes(await pathOf(store, digest), LONG_AGO, LONG_AGO),
})

test('no unfinished file is left after a success, a refusal or a broken source', async () => {
  const dir = emptyFolder()
  const store = openFileStore(dir)
  await store.put(Buffer.alloc(3_000_000, 7), { contentType: 'text/plain' })
  await store.put(Buffer.alloc(3_000_000, 8), { maxBytes: 10 }).catch((error) => error)
  await store.put(Buffer.alloc(3_000_000, 7))
  await store.check()
  expect(await readdir(join(dir, 'tmp'))).toEqual([])
})

test('what a dead process left unfinished is removed, what a living one writes is not', async () => {
  const dir = emptyFolder()
  await openFileStore(dir).check()
  const [stale, fresh] = [join(dir, 'tmp', 'stale.new'), join(dir, 'tmp', 'fresh.new')]
  await writeFile(stale, 'half')
  await writeFile(fresh, 'half')
  await utimes(stale, LONG_AGO, LONG_AGO)
  await openBlobStore({ blobsDir: dir, s3: null, dataDir: dir }).put('new bytes')
  expect(await readdir(join(dir, 'tmp'))).toEqual(['fresh.new'])
})

test('a blob whose remover died before it knew that it had been renewed comes back', async () => {
  const dir = emptyFolder()
  const store = openFileStore(dir)
  const { digest } = await store.put('wanted')
  const shard = join(dir, digest.slice(0, 2), digest.slice(2, 4))
  const aside = (since: Date) => join(dir, 'tmp', `${digest}.${since.getTime()}.0-0.removed`)
  const now = new Date()
  await rename(join(shard, digest), aside(now))
  await store.removeUnfinished()
  expect(await store.has(digest)).toBe(false)
  await rename(aside(now), aside(LONG_AGO))
  await store.removeUnfinished()
  expect((await store.read(digest))?.toString()).toBe('wanted')
  expect(await readdir(join(dir, 'tmp'))).toEqual([])
})

test('a full disk is disk_full, another failure stays what it is', async () => {
  const full = await writeFile('/dev/full', 'x').catch((error) => error)
  expect(asStoreError(full)).toMatchObject({ code: 'disk_full' })
  const other = new Error('other')
  expect(asStoreError(other)).toBe(other)
})

test('a store in a place that cannot be written fails its check', async () => {
  const file = join(root, 'a-file')
  await writeFile(file, '')
  await expect(openFileStore(join(file, 'blobs')).check()).rejects.toMatchObject({ code: 'ENOTDIR' })
})

test('bytes that are no zstd frame declare no size', () => {
  expect(zstdContentSize(Buffer.from('<!doctype html>'))).toBeNull()
  expect(zstdContentSize(Buffer.alloc(0))).toBeNull()
})

test.each(['blobs', 'records'])(
  'other users of the machine do not get in where %s come first',
  async (first) => {
    const dataDir = emptyFolder()
    const settings = { blobsDir: join(dataDir, 'blobs'), dataDir, s3: null }
    if (first === 'blobs') await openBlobStore(settings).put('for me alone')
    else await openRecordStore(settings).write('probe.json', 'for me alone')
    expect((await stat(settings.blobsDir)).mode & 0o007).toBe(0)
    // The database, which another user runs, may lie beside.
    expect((await stat(dataDir)).mode & 0o001).toBe(1)
  },
)
