import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blobStoreConformance } from './conformance.ts'
import { asStoreError, openFileStore } from './file-store.ts'
import { openBlobStore } from './open-store.ts'
import { zstdContentSize } from './zstd.ts'

let root: string
let count = 0
const emptyFolder = () => join(root, String((count += 1)))

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'linkhome-blobs-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

blobStoreConformance(async () => openFileStore(emptyFolder()))

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
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000)
  await utimes(stale, longAgo, longAgo)
  await openBlobStore({ blobsDir: dir }).put('new bytes')
  expect(await readdir(join(dir, 'tmp'))).toEqual(['fresh.new'])
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
