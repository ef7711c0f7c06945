// Blobs as objects of an S3 bucket: `<digest>/<size>.<random>`, and `.zst` when compressed, `.<digest of the base>.zsd`
// when compressed as a delta on another one. An object is written once and never replaced; a removal names the object that it saw, so that it cannot meet one that was put later.
import { randomUUID } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { isDigest, type Digest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { BlobStore, OpenedBlob, PutOptions, StoredBlob, WholeBlob } from './blob-store.ts'
import { makeStoreFolder } from './durable-files.ts'
import { STALE_AFTER_MS } from './file-layout.ts'
import { asStoreError } from './file-store.ts'
import { receiveBytes } from './receive-bytes.ts'
import { openS3Client, type S3Client, type S3Settings } from './s3-client.ts'
import { isWhole, listAll, listCopies, throwUnavailable, type Stored } from './s3-keys.ts'
import { contentOf, contentOfDelta, contentStream, openedContent } from './stored-content.ts'
import { isCompressible, packBytes, packFile, type DeltaBase } from './zstd.ts'

const HOUR_MS = 3_600_000
/** Bytes that were put longer ago are put again, as `remove` promises. */
const RENEW_AFTER_MS = 36 * HOUR_MS
/** An older twin of a renewed object: whoever relied on it, when it was young enough, has ended. */
const TWIN_AFTER_MS = RENEW_AFTER_MS + 4 * HOUR_MS

/**
 * A store in a bucket.
 *
 * @param temporaryDir  for bodies above 1 MiB, whose name is not known before they have ended; made at the first of them
 */
export function openS3Store(
  settings: S3Settings,
  temporaryDir: string,
  client = openS3Client(settings),
): BlobStore {
  /** Puts of the same bytes at once in this process. */
  const running = new Map<Digest, Promise<Stored>>()

  async function put(source: Parameters<BlobStore['put']>[0], options: PutOptions = {}): Promise<StoredBlob> {
    await makeStoreFolder(temporaryDir)
    const rawPath = join(temporaryDir, `${randomUUID()}.raw`)
    const packedPath = join(temporaryDir, `${randomUUID()}.new`)
    try {
      const received = await receiveBytes(source, rawPath, options)
      const { digest, sizeBytes } = received
      const other = running.get(digest)
      if (other) return { ...(await asBlob(await other)), isNew: false }
      const isWorthPacking = isCompressible(options.contentType)
      const pack = async (like: Digest | null | undefined) => {
        if (received.inMemory) {
          const base = await findBase(isWorthPacking ? like : null)
          const { bytes, encoding } = await packBytes(received.inMemory, isWorthPacking, base)
          const baseDigest = encoding === 'delta' ? (base?.digest ?? null) : null
          return { body: bytes, storedBytes: bytes.length, encoding, baseDigest }
        }
        const encoding = await packFile(rawPath, packedPath, isWorthPacking ? sizeBytes : null)
        const storedBytes = (await stat(packedPath)).size
        return { body: { path: packedPath, sizeBytes: storedBytes }, storedBytes, encoding, baseDigest: null }
      }
      let isNew = false
      const work = async () => {
        const copies = await copiesOf(digest)
        const youngest = copies[0]
        // Without its base a delta is as good as not there.
        const isReadable = youngest && (youngest.baseDigest === null || (await wholeOf(youngest.baseDigest)))
        if (youngest && isReadable && ageMs(youngest) < RENEW_AFTER_MS) return youngest
        isNew = !isReadable
        // Renewed as it lies: a whole one may be what others are deltas on, or what the caller calls alike.
        const like = youngest ? youngest.baseDigest : options.like
        const { body, storedBytes, encoding, baseDigest } = await pack(like)
        const suffix = { identity: '', zstd: '.zst', delta: `.${baseDigest}.zsd` }[encoding]
        const key = `${digest}/${sizeBytes}.${randomUUID()}${suffix}`
        await client.send({ method: 'PUT', key, body })
        await removeAll(copies.filter((copy) => ageMs(copy) > TWIN_AFTER_MS))
        return { key, digest, sizeBytes, storedBytes, encoding, baseDigest, putMs: Date.now() }
      }
      const stored = work()
      running.set(digest, stored)
      try {
        return { ...(await asBlob(await stored)), isNew }
      } finally {
        running.delete(digest)
      }
    } finally {
      await Promise.all([rm(rawPath, { force: true }), rm(packedPath, { force: true })])
    }
  }

  /** All copies of a blob, the one to be read first: the youngest, but a delta only when there is no other. */
  async function copiesOf(digest: Digest): Promise<Stored[]> {
    return isDigest(digest) ? listCopies(client, settings, digest) : []
  }

  /** The youngest copy that is no delta. */
  async function wholeOf(digest: Digest): Promise<(Stored & WholeBlob) | null> {
    return (await copiesOf(digest)).find(isWhole) ?? null
  }

  async function asBlob({ digest, sizeBytes, storedBytes, encoding, baseDigest }: Stored) {
    const found = baseDigest === null ? null : await wholeOf(baseDigest)
    const base = found && {
      digest: found.digest,
      sizeBytes: found.sizeBytes,
      storedBytes: found.storedBytes,
      encoding: found.encoding,
    }
    return { digest, sizeBytes, storedBytes, encoding, base }
  }

  /** What a text like this one may be a delta on: that one itself, or its base. */
  async function findBase(like: Digest | null | undefined): Promise<DeltaBase | null> {
    const [found] = like ? await copiesOf(like) : []
    const digest = found && (found.baseDigest ?? found.digest)
    // Damaged bytes are no help: the text is kept by itself.
    const content = digest && (await readWhole(digest).catch(() => null))
    return digest && content ? { digest, content } : null
  }

  /** What `use` makes of a copy. One that is renewed after it was listed lies under another key by then. */
  async function fromCopy<T>(
    digest: Digest,
    use: (stored: Stored) => Promise<T | null>,
    isWanted: (stored: Stored) => boolean = () => true,
  ): Promise<T | null> {
    for (let gone = ''; ;) {
      const stored = (await copiesOf(digest)).find(isWanted)
      if (!stored || stored.key === gone) return null
      const made = await use(stored)
      if (made !== null) return made
      gone = stored.key
    }
  }

  async function contentOfCopy(stored: Stored): Promise<Buffer | null> {
    const bytes = await readCopy(client, stored)
    if (!bytes) return null
    return isWhole(stored) ? contentOf(bytes, stored) : contentOfDelta(bytes, stored.digest, readWhole)
  }

  const read = (digest: Digest) => fromCopy(digest, contentOfCopy)
  /** Null also for a delta. */
  const readWhole = (digest: Digest) => fromCopy(digest, contentOfCopy, isWhole)

  const removeAll = (copies: readonly Stored[]) =>
    Promise.all(copies.map(({ key }) => client.send({ method: 'DELETE', key })))

  return {
    async put(source, options) {
      try {
        return await put(source, options)
      } catch (error) {
        throw asStoreError(error)
      }
    },
    open: (digest, options = {}) =>
      fromCopy(digest, async (stored) => {
        if (isWhole(stored)) return openCopy(client, stored, options)
        const content = await contentOfCopy(stored)
        return content && openedContent(content, options.range)
      }),
    read,
    has: async (digest) => (await copiesOf(digest)).length > 0,
    async remove(digest, { unlessPutSince } = {}) {
      const copies = await copiesOf(digest)
      const old = copies.filter(({ putMs }) => !unlessPutSince || putMs < unlessPutSince.getTime())
      await removeAll(old)
      return old.length === copies.length
    },
    list: ({ after } = {}) => listAll(client, settings, after),
    removeUnfinished: () => removeOld(temporaryDir),
    async check() {
      const probe = randomUUID()
      await client.send({ method: 'PUT', key: 'probe', body: Buffer.from(probe) })
      const { body } = await client.send({ method: 'GET', key: 'probe' })
      if (body === null) throw new AppError('unavailable')
      await text(body)
    },
  }
}

const ageMs = ({ putMs }: Stored) => Date.now() - putMs

async function readCopy(client: S3Client, { key }: Stored): Promise<Buffer | null> {
  const { body } = await client.send({ method: 'GET', key })
  return body && (await buffer(body).catch(throwUnavailable))
}

async function openCopy(
  client: S3Client,
  stored: Stored & WholeBlob,
  { acceptZstd = false, range }: NonNullable<Parameters<BlobStore['open']>[1]>,
): Promise<OpenedBlob | null> {
  const { key, sizeBytes, encoding } = stored
  const isPlain = encoding === 'identity'
  const headers = range && isPlain ? { range: `bytes=${range.start}-${range.end}` } : undefined
  const { body, isRange } = await client.send({ method: 'GET', key, headers })
  if (body === null) return null
  if (isRange || (acceptZstd && !range && !isPlain)) return { stream: body, sizeBytes, encoding }
  return { stream: contentStream(body, { ...stored, range }), sizeBytes, encoding: 'identity' }
}

async function removeOld(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []) // nothing was ever put
  for (const name of names) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null) // its writer has just ended
    if (found && Date.now() - found.mtimeMs > STALE_AFTER_MS) await rm(path, { force: true })
  }
}
