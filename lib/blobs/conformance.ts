// What every blob store must do, as tests: a new kind of store calls this from its own test file.
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { zstdDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { sha256 } from '#lib/kernel/digest.ts'
import { MANIFEST_PREFIX, type BlobStore } from './blob-store.ts'

const text = Buffer.from('链接之家 keeps pages alive. '.repeat(400))
const largeText = Buffer.from('一行很长的正文,重复许多遍。\n'.repeat(120_000))
const noise = Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * at * 2_654_435_761) >>> 13))
const inPieces = (bytes: Buffer, pieceBytes = 60_000) =>
  (async function* () {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
  })()

async function digestsOf(store: BlobStore): Promise<string[]> {
  const digests: string[] = []
  for await (const { digest } of store.list()) digests.push(digest)
  return digests.sort()
}

const DAY_MS = 24 * 60 * 60 * 1000
export const LONG_AGO = new Date(Date.now() - 4 * DAY_MS)
const SINCE = { unlessPutSince: new Date(Date.now() - 3 * DAY_MS) }

export interface StoreUnderTest {
  /** A new, empty store each time. */
  openEmpty(): Promise<BlobStore>
  /** Changes one byte in the middle of a blob as it lies there, behind the store's back. */
  damage(store: BlobStore, digest: string): Promise<void>
  /** Makes the last put of a blob LONG_AGO, behind the store's back. */
  putLongAgo(store: BlobStore, digest: string): Promise<void>
}

/** Registers the tests. */
export function blobStoreConformance({ openEmpty, damage, putLongAgo }: StoreUnderTest): void {
  test.each([
    ['nothing', Buffer.alloc(0), 'text/plain'],
    ['a small text', text, 'text/html; charset=utf-8'],
    ['a large text', largeText, 'text/css'],
    ['bytes that do not shrink', noise, 'image/webp'],
    ['bytes of unknown type', largeText, null],
  ])('%s comes back as it was put', async (_name, bytes, contentType) => {
    const store = await openEmpty()
    const stored = await store.put(inPieces(bytes), { contentType })
    expect(stored).toMatchObject({ digest: sha256(bytes), sizeBytes: bytes.length, isNew: true })
    expect(bytes.equals((await store.read(stored.digest)) ?? Buffer.from('missing'))).toBe(true)
    const opened = await store.open(stored.digest)
    expect(opened).toMatchObject({ sizeBytes: bytes.length, encoding: 'identity' })
    expect(sha256(await buffer(opened!.stream))).toBe(stored.digest)
  })

  test('an edited text lies as what is new in it, and is read like any other', async () => {
    const store = await openEmpty()
    const words = Array.from({ length: 3_000 }, (_, at) => Math.imul(at, 2_654_435_761).toString(36))
    const editions = ['first', 'second', 'third'].map((one) => Buffer.from(words.with(1_500, one).join(' ')))
    const contentType = 'text/html'
    const first = await store.put(editions[0]!, { contentType })
    const second = await store.put(editions[1]!, { contentType, like: first.digest })
    const third = await store.put(editions[2]!, { contentType, like: second.digest })
    const { digest, sizeBytes, storedBytes, encoding } = first
    for (const [at, delta] of [second, third].entries()) {
      // Both on the first: a delta never waits for another one.
      expect(delta).toMatchObject({ encoding: 'delta', isNew: true })
      expect(delta.base).toEqual({ digest, sizeBytes, storedBytes, encoding })
      expect(delta.storedBytes).toBeLessThan(first.storedBytes / 20)
      const content = editions[at + 1]!
      expect(content.equals((await store.read(delta.digest))!)).toBe(true)
      const opened = await store.open(delta.digest, { acceptZstd: true, range: { start: 5, end: 1_004 } })
      expect(opened).toMatchObject({ sizeBytes: content.length, encoding: 'identity' })
      expect((await buffer(opened!.stream)).equals(content.subarray(5, 1_005))).toBe(true)
    }
    expect(await store.put(editions[1]!, { contentType })).toEqual({ ...second, isNew: false })
    expect(await digestsOf(store)).toEqual([first.digest, second.digest, third.digest].sort())
    // What cannot be read is put anew, and what is not alike is kept by itself.
    await store.remove(first.digest)
    await expect(store.read(second.digest)).rejects.toMatchObject({ code: 'blob_damaged' })
    expect(await store.put(editions[1]!, { contentType })).toMatchObject({ encoding: 'zstd', isNew: true })
    expect(editions[1]!.equals((await store.read(second.digest))!)).toBe(true)
    expect(await store.put(largeText, { contentType, like: second.digest })).toMatchObject({
      encoding: 'zstd',
    })
    expect(await store.put(text, { contentType, like: second.digest })).toMatchObject({ encoding: 'zstd' })
    await store.remove(third.digest)
    expect(await store.has(third.digest)).toBe(false)
  })

  test.each([
    ['in one piece', text],
    ['streamed', largeText],
  ])('text %s lies compressed, and is passed on as zstd to who accepts it', async (_name, bytes) => {
    const store = await openEmpty()
    const { digest, storedBytes, encoding } = await store.put(inPieces(bytes), { contentType: 'text/html' })
    expect(encoding).toBe('zstd')
    expect(storedBytes).toBeLessThan(bytes.length / 5)
    const opened = await store.open(digest, { acceptZstd: true })
    expect(opened).toMatchObject({ encoding: 'zstd', sizeBytes: bytes.length })
    const packed = await buffer(opened!.stream)
    expect(packed.length).toBe(storedBytes)
    expect(sha256(zstdDecompressSync(packed))).toBe(digest)
  })

  test.each([
    ['as it is', noise, 'video/mp4'],
    ['compressed', largeText, 'text/css'],
  ])('a range of a blob that lies %s is these bytes and no more', async (_name, bytes, contentType) => {
    const store = await openEmpty()
    const { digest } = await store.put(bytes, { contentType })
    for (const [start, end] of [
      [0, 0],
      [100, 40_000],
      [bytes.length - 5, bytes.length - 1],
    ] as const) {
      const opened = await store.open(digest, { acceptZstd: true, range: { start, end } })
      expect(opened).toMatchObject({ encoding: 'identity', sizeBytes: bytes.length })
      expect(sha256(await buffer(opened!.stream))).toBe(sha256(bytes.subarray(start, end + 1)))
    }
  })

  test('the same bytes are stored once, whatever their type', async () => {
    const store = await openEmpty()
    const first = await store.put(text, { contentType: 'text/plain' })
    const second = await store.put(Readable.from([text]), { contentType: 'image/png' })
    expect(second).toEqual({ ...first, isNew: false })
    expect(await digestsOf(store)).toEqual([first.digest])
  })

  test('many writers of the same bytes at once store them once, and one of them says so', async () => {
    const store = await openEmpty()
    const all = await Promise.all(
      Array.from({ length: 12 }, () => store.put(inPieces(largeText), { contentType: 'text/html' })),
    )
    expect(all.filter((stored) => stored.isNew)).toHaveLength(1)
    expect(await digestsOf(store)).toEqual([sha256(largeText)])
  })

  test('more bytes than allowed are refused as too_large and nothing is kept', async () => {
    const store = await openEmpty()
    for (const bytes of [text, largeText]) {
      const limit = bytes.length - 1
      await expect(store.put(inPieces(bytes), { maxBytes: limit })).rejects.toMatchObject({
        code: 'too_large',
        detail: { limitBytes: limit },
      })
    }
    expect(await digestsOf(store)).toEqual([])
    await expect(store.put(text, { maxBytes: text.length })).resolves.toMatchObject({ isNew: true })
  })

  test('what begins like a manifest is taken from us alone, in pieces of any size', async () => {
    const store = await openEmpty()
    const forged = Buffer.from(`${MANIFEST_PREFIX}1"}`)
    for (const source of [forged, inPieces(forged, 1)])
      await expect(store.put(source)).rejects.toMatchObject({ code: 'unsupported_content' })
    expect(await digestsOf(store)).toEqual([])
    await expect(store.put(forged, { isManifest: true })).resolves.toMatchObject({ isNew: true })
  })

  test('a source that breaks off leaves nothing', async () => {
    const store = await openEmpty()
    const broken = (async function* () {
      yield* inPieces(largeText)
      throw new Error('connection lost')
    })()
    await expect(store.put(broken)).rejects.toThrow('connection lost')
    expect(await digestsOf(store)).toEqual([])
  })

  test.each([
    ['as it is', noise, 'video/mp4'],
    ['compressed', largeText, 'text/css'],
  ])(
    'bytes that rotted while they lay %s are told, never served as good',
    async (_name, bytes, contentType) => {
      const store = await openEmpty()
      const { digest } = await store.put(bytes, { contentType })
      await damage(store, digest)
      await expect(store.read(digest)).rejects.toMatchObject({ code: 'blob_damaged', detail: { digest } })
      const opened = await store.open(digest)
      await expect(buffer(opened!.stream)).rejects.toMatchObject({ code: 'blob_damaged' })
    },
  )

  test('blobs are listed in the order of their digests, all of them or those after one', async () => {
    const store = await openEmpty()
    const stored = await Promise.all(
      Array.from({ length: 40 }, (_, at) => store.put(`${at}`.repeat(at + 1), { contentType: 'text/plain' })),
    )
    const expected = stored
      .map(({ digest, storedBytes, encoding }) => ({
        digest,
        storedBytes,
        encoding,
        putAt: expect.any(Date),
      }))
      .sort((a, b) => (a.digest < b.digest ? -1 : 1))
    expect(await Readable.from(store.list()).toArray()).toEqual(expected)
    for (const at of [0, 17, 39])
      expect(await Readable.from(store.list({ after: expected[at]!.digest })).toArray()).toEqual(
        expected.slice(at + 1),
      )
  })

  test('a removal spares what was put since a moment, also when those bytes were there before', async () => {
    const store = await openEmpty()
    const { digest } = await store.put(largeText, { contentType: 'text/html' })
    await putLongAgo(store, digest)
    expect(await store.put(largeText, { contentType: 'text/html' })).toMatchObject({ digest, isNew: false })
    expect(await store.remove(digest, SINCE)).toBe(false)
    expect(sha256((await store.read(digest)) ?? '')).toBe(digest)
    await putLongAgo(store, digest)
    expect(await store.remove(digest, SINCE)).toBe(true)
    expect(await store.has(digest)).toBe(false)
    expect(await store.remove(digest, SINCE)).toBe(true)
  })

  test('whoever puts bytes while they are removed has them afterwards', async () => {
    const store = await openEmpty()
    const pieces = Array.from({ length: 20 }, (_, at) => `${at} ${text.toString()}`)
    for (let round = 0; round < 3; round++) {
      const digests = await Promise.all(pieces.map(async (piece) => (await store.put(piece)).digest))
      await Promise.all(digests.map((digest) => putLongAgo(store, digest)))
      await Promise.all(
        pieces.flatMap((piece, at) => [
          store.remove(digests[at]!, SINCE),
          store.put(piece),
          store.remove(digests[at]!, SINCE),
        ]),
      )
      expect(await digestsOf(store)).toEqual(digests.toSorted())
    }
  })

  test('a removed blob is gone, and removing it again is no error', async () => {
    const store = await openEmpty()
    const { digest } = await store.put(text, { contentType: 'text/html' })
    expect(await store.has(digest)).toBe(true)
    await store.remove(digest)
    await store.remove(digest)
    expect(await store.has(digest)).toBe(false)
    expect(await store.open(digest)).toBeNull()
    expect(await store.read(digest)).toBeNull()
  })

  test.each(['', '..', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(63)}/`])(
    'the name %j is no blob',
    async (name) => {
      const store = await openEmpty()
      expect(await store.has(name)).toBe(false)
      expect(await store.open(name)).toBeNull()
      await store.remove(name)
    },
  )

  test('a store that works passes its check', async () => {
    const store = await openEmpty()
    await expect(store.check()).resolves.toBeUndefined()
  })
}
