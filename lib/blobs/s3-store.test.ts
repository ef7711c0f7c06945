import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '#lib/kernel/digest.ts'
import { breakOff, hangUp, refuse, startS3Service, type S3Service } from '#test/s3-service.ts'
import type { BlobStore } from './blob-store.ts'
import { blobStoreConformance, LONG_AGO } from './conformance.ts'
import { openBlobStore } from './open-store.ts'
import { openS3Client, type S3Settings } from './s3-client.ts'
import { openS3Store } from './s3-store.ts'

let service: S3Service
let folder: string
let count = 0
const prefixes = new Map<BlobStore, string>()

beforeAll(async () => {
  service = await startS3Service()
  folder = await mkdtemp(join(tmpdir(), 'linkhome-uploads-'))
})
afterAll(async () => {
  await service.stop()
  await rm(folder, { recursive: true, force: true })
})

function settings(change: Partial<S3Settings> = {}): S3Settings {
  return { ...service.settings, prefix: `of-tests/store-${(count += 1)}`, sessionToken: null, ...change }
}

function openStore(change: Partial<S3Settings> = {}): BlobStore {
  const chosen = settings(change)
  const store = openS3Store(chosen, folder, openS3Client(chosen, 1))
  prefixes.set(store, chosen.prefix)
  return store
}

const objectsOf = (store: BlobStore, digest: string) =>
  [...service.objects].filter(([key]) => key.startsWith(`${prefixes.get(store)}/${digest}/`))
const namesOf = (store: BlobStore, digest: string) => objectsOf(store, digest).map(([key]) => key)

async function putLongAgo(store: BlobStore, digest: string): Promise<void> {
  for (const [, object] of objectsOf(store, digest)) object.modified = LONG_AGO
}

blobStoreConformance({
  openEmpty: async () => openStore(),
  async damage(store, digest) {
    for (const [, { bytes }] of objectsOf(store, digest)) {
      const middle = bytes.length >> 1
      bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
    }
  },
  putLongAgo,
})

test('a service that stumbles is asked again, whole bodies included', async () => {
  const store = openStore()
  const large = Buffer.from('一行很长的正文。\n'.repeat(200_000))
  service.failNext(hangUp, refuse(503, 'SlowDown'), refuse(500, 'InternalError'))
  const { digest } = await store.put(large, { contentType: 'image/png' })
  service.failNext(refuse(503, 'SlowDown'), hangUp, refuse(429, 'TooManyRequests'))
  expect(sha256((await store.read(digest)) ?? '')).toBe(digest)
})

test.each([
  ['unavailable', [503, 'SlowDown'], 4],
  ['unavailable', [403, 'AccessDenied'], 1],
  ['unavailable', [404, 'NoSuchBucket'], 1],
  ['disk_full', [507, 'InsufficientStorage'], 1],
  ['disk_full', [403, 'QuotaExceeded'], 1],
] as const)('%s is what %j becomes, after %i requests', async (code, [status, said], requests) => {
  const store = openStore()
  const before = service.requests.length
  service.failNext(...Array.from({ length: requests }, () => refuse(status, said)))
  await expect(store.put('bytes')).rejects.toMatchObject({ code })
  expect(service.requests.length - before).toBe(requests)
  expect(await readdir(folder)).toEqual([])
})

test('an answer that breaks off is an error, and never a shorter blob', async () => {
  const store = openStore()
  const { digest } = await store.put(Buffer.alloc(1_000, 'whole'))
  const list = (request: IncomingMessage, response: ServerResponse) =>
    response.end(`<Contents><Key>${namesOf(store, digest)[0]}</Key><Size>1000</Size></Contents>`) && request
  service.failNext(list, breakOff)
  await expect(store.read(digest)).rejects.toMatchObject({ code: 'unavailable' })
  service.failNext(list, breakOff)
  const opened = await store.open(digest)
  await expect(buffer(opened!.stream)).rejects.toThrow('aborted')
})

test.each(['read', 'open'] as const)(
  'bytes that are renewed between list and get are found by %s',
  async (how) => {
    const store = openStore()
    const { digest } = await store.put('the same bytes, elsewhere')
    service.failNext((_request, response) =>
      response.end(`<Contents><Key>${digest}/25.${randomUUID()}</Key><Size>25</Size></Contents>`),
    )
    const bytes = how === 'read' ? await store.read(digest) : await buffer((await store.open(digest))!.stream)
    expect(String(bytes)).toBe('the same bytes, elsewhere')
  },
)

test('a service that takes no ranges is read whole', async () => {
  const store = openStore()
  const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, at) => at))
  const { digest } = await store.put(bytes)
  const list = (_request: IncomingMessage, response: ServerResponse) =>
    response.end(`<Contents><Key>${namesOf(store, digest)[0]}</Key><Size>1000</Size></Contents>`)
  service.failNext(list, (_request, response) => response.writeHead(200).end(bytes))
  const opened = await store.open(digest, { range: { start: 10, end: 19 } })
  expect((await buffer(opened!.stream)).equals(bytes.subarray(10, 20))).toBe(true)
})

test('a wrong key is refused, and said without the key', async () => {
  const secretAccessKey = 'not the right one'
  const error = await openStore({ secretAccessKey })
    .check()
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'unavailable', cause: { message: expect.stringContaining('403') } })
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secretAccessKey)
})

test('a service that cannot be reached is unavailable', async () => {
  await expect(openStore({ endpoint: 'http://127.0.0.1:9' }).has('a'.repeat(64))).rejects.toMatchObject({
    code: 'unavailable',
  })
})

test('renewed bytes have a name of their own, so that a removal on its way cannot meet them', async () => {
  const store = openStore()
  const { digest } = await store.put('the same bytes')
  await putLongAgo(store, digest)
  const [before] = namesOf(store, digest)
  expect(await store.put('the same bytes')).toMatchObject({ isNew: false })
  const after = namesOf(store, digest)
  expect(after).toHaveLength(1)
  expect(after).not.toContain(before)
})

test.each(['itself', 'another text'])(
  'a whole text that is renewed stays whole, also when it is like %s',
  async (what) => {
    const store = openStore()
    const contentType = 'text/plain'
    const text = Array.from({ length: 2_000 }, (_, at) => `line ${at * at} of the first edition\n`).join('')
    const base = await store.put(text, { contentType })
    const edition = await store.put(`${text}edited`, { contentType, like: base.digest })
    expect(edition).toMatchObject({ encoding: 'delta', base: { digest: base.digest } })
    const other = await store.put(`another ${text}`, { contentType })
    await putLongAgo(store, base.digest)
    const like = what === 'another text' ? other.digest : base.digest
    expect(await store.put(text, { contentType, like })).toMatchObject({ isNew: false, encoding: 'zstd' })
    expect(String(await store.read(base.digest))).toBe(text)
    expect(String(await store.read(edition.digest))).toBe(`${text}edited`)
  },
)

test('without a prefix the blobs lie at the top, and nothing else is taken for one', async () => {
  const store = openStore({ prefix: '' })
  await store.check()
  service.objects.set('readme & more.txt', { bytes: Buffer.from('not ours'), modified: new Date() })
  const { digest } = await store.put('at the top')
  expect([...service.objects.keys()].some((key) => key.startsWith(`${digest}/`))).toBe(true)
  const listed = (await Readable.from(store.list()).toArray()).map((blob: { digest: string }) => blob.digest)
  expect(listed).toContain(digest)
  expect(listed.every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true)
})

test('the settings choose the store', async () => {
  const chosen = settings()
  const dir = await mkdtemp(join(folder, 'data-'))
  const { digest } = await openBlobStore({ blobsDir: dir, dataDir: dir, s3: chosen }).put('chosen')
  expect(
    [...service.objects.keys()].filter((key) => key.startsWith(`${chosen.prefix}/${digest}/`)),
  ).toHaveLength(1)
  await rm(dir, { recursive: true })
})

test('what a dead process left unfinished is removed, what a living one writes is not', async () => {
  const [stale, fresh] = [join(folder, 'stale.raw'), join(folder, 'fresh.raw')]
  await writeFile(stale, 'half')
  await writeFile(fresh, 'half')
  await utimes(stale, LONG_AGO, LONG_AGO)
  await openStore().removeUnfinished()
  expect(await readdir(folder)).toEqual(['fresh.raw'])
  await rm(fresh)
})
