// Blobs as files: `ab/cd/<digest>`, `<digest>.zst` when compressed, `<digest>.zsd` when compressed as a delta on another
// one; whole or absent, also after a crash.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDigest, type Digest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { BlobEncoding, BlobStore, OpenedBlob, PutOptions, StoredBlob, WholeBlob } from './blob-store.ts'
import { makeDurably, makeStoreFolder, publish, putBack, syncAt, writeDurably } from './durable-files.ts'
import {
  absentAsNull,
  encodingOf,
  ENCODINGS,
  listFolder,
  readHead,
  REMOVED,
  shardOf as shardIn,
  STALE_AFTER_MS,
  SUFFIX,
} from './file-layout.ts'
import { receiveBytes } from './receive-bytes.ts'
import { contentOf, contentOfDelta, contentStream, openedContent, type ByteRange } from './stored-content.ts'
import {
  DELTA_HEADER_BYTES,
  deltaBase,
  isCompressible,
  packBytes,
  packFile,
  ZSTD_HEADER_BYTES,
  zstdContentSize,
  type DeltaBase,
} from './zstd.ts'

interface Found {
  encoding: BlobEncoding
  storedBytes: number
}

/** A store in the folder `dir`, which is made at the first write. */
export function openFileStore(dir: string): BlobStore {
  const temporaryDir = join(dir, 'tmp')
  let prepared: Promise<void> | null = null
  const prepare = () => {
    prepared ??= makeStoreFolder(dir)
      .then(() => mkdir(temporaryDir, { recursive: true }))
      .then(removeUnfinished)
      .catch((error) => {
        prepared = null
        throw error
      })
    return prepared
  }
  const shardOf = (digest: Digest) => shardIn(dir, digest)
  const pathOf = (digest: Digest, encoding: BlobEncoding) => join(shardOf(digest), digest + SUFFIX[encoding])

  async function find(digest: Digest): Promise<Found | null> {
    if (!isDigest(digest)) return null
    for (const encoding of ENCODINGS) {
      const found = await absentAsNull(stat(pathOf(digest, encoding)))
      if (found) return { encoding, storedBytes: found.size }
    }
    return null
  }

  /** Notes that somebody relies on the blob from now on; null when it is not there. */
  async function renew(digest: Digest): Promise<(Found & { base: WholeBlob | null }) | null> {
    const found = await find(digest)
    if (!found) return null
    const base = found.encoding === 'delta' ? await renewBase(digest) : null
    // Without its base it is as good as not there.
    if (found.encoding === 'delta' && base === null) return null
    const now = new Date()
    const isThere = await absentAsNull(utimes(pathOf(digest, found.encoding), now, now).then(() => true))
    return isThere ? { ...found, base } : null
  }

  async function renewBase(delta: Digest): Promise<WholeBlob | null> {
    const digest = await baseOf(delta)
    const found = digest && (await find(digest))
    if (!digest || !found || found.encoding === 'delta' || !(await renew(digest))) return null
    const sizeBytes = await sizeOf(digest, found)
    return { digest, sizeBytes, storedBytes: found.storedBytes, encoding: found.encoding }
  }

  async function baseOf(delta: Digest): Promise<Digest | null> {
    const head = await absentAsNull(readHead(pathOf(delta, 'delta'), DELTA_HEADER_BYTES))
    return head && deltaBase(head)
  }

  async function sizeOf(digest: Digest, { encoding, storedBytes }: Found): Promise<number> {
    if (encoding === 'identity') return storedBytes
    const sizeBytes = zstdContentSize(await readHead(pathOf(digest, encoding), ZSTD_HEADER_BYTES))
    if (sizeBytes === null) throw new AppError('blob_damaged', { digest })
    return sizeBytes
  }

  /** What a text like this one may be a delta on: that one itself, or its base. */
  async function findBase(like: Digest | null | undefined): Promise<DeltaBase | null> {
    const found = like ? await find(like) : null
    if (!like || !found) return null
    const digest = found.encoding === 'delta' ? await baseOf(like) : like
    // Damaged bytes are no help: the text is kept by itself.
    const content = digest && (await readWhole(digest).catch(() => null))
    return digest && content ? { digest, content } : null
  }

  /** Null also for a delta. */
  async function readWhole(digest: Digest): Promise<Buffer | null> {
    const found = await find(digest)
    if (!found || found.encoding === 'delta') return null
    const bytes = await absentAsNull(readFile(pathOf(digest, found.encoding)))
    return bytes && contentOf(bytes, { digest, encoding: found.encoding })
  }

  async function read(digest: Digest): Promise<Buffer | null> {
    if ((await find(digest))?.encoding !== 'delta') return readWhole(digest)
    const bytes = await absentAsNull(readFile(pathOf(digest, 'delta')))
    return bytes && contentOfDelta(bytes, digest, readWhole)
  }

  async function removeUnfinished(): Promise<void> {
    for (const name of (await absentAsNull(readdir(temporaryDir))) ?? []) {
      const path = join(temporaryDir, name)
      const [, digest, suffix, removedMs] = REMOVED.exec(name) ?? []
      const sinceMs = removedMs ? Number(removedMs) : (await absentAsNull(stat(path)))?.mtimeMs
      if (sinceMs === undefined || Date.now() - sinceMs < STALE_AFTER_MS) continue
      // Who wanted to remove it may have died before asking whether it had been renewed.
      if (digest) await putBack(path, pathOf(digest, encodingOf(suffix)))
      else await rm(path, { force: true })
    }
  }

  async function removeUnlessPutSince(digest: Digest, encoding: BlobEncoding, since: Date): Promise<boolean> {
    const path = pathOf(digest, encoding)
    const isStale = (found: { mtimeMs: number }) => found.mtimeMs < since.getTime()
    const found = await absentAsNull(stat(path))
    if (!found || !isStale(found)) return !found
    await prepare()
    const aside = join(temporaryDir, `${digest}${SUFFIX[encoding]}.${Date.now()}.${randomUUID()}.removed`)
    // From here on a put finds nothing and writes. One that found the blob before has renewed it: that shows now.
    const moved = await absentAsNull(rename(path, aside).then(() => stat(aside)))
    if (!moved || isStale(moved)) {
      await rm(aside, { force: true })
      return true
    }
    await putBack(aside, path)
    return false
  }

  async function put(source: Parameters<BlobStore['put']>[0], options: PutOptions = {}): Promise<StoredBlob> {
    await prepare()
    const name = join(temporaryDir, randomUUID())
    const rawPath = `${name}.raw`
    const finishedPath = `${name}.new`
    const { digest, sizeBytes, inMemory } = await receiveBytes(source, rawPath, options)
    const made = inMemory === null ? [rawPath] : []
    try {
      const before = await renew(digest)
      if (before) return { digest, sizeBytes, ...before, isNew: false }
      made.push(finishedPath)
      const compress = isCompressible(options.contentType)
      const { encoding, storedBytes } =
        inMemory === null
          ? await packInto(rawPath, finishedPath, compress ? sizeBytes : null)
          : await writePacked(
              finishedPath,
              await packBytes(inMemory, compress, await findBase(compress ? options.like : null)),
            )
      const target = pathOf(digest, encoding)
      // Most shards are there.
      let isNew = await absentAsNull(publish(finishedPath, target))
      if (isNew === null) {
        await makeDurably(shardOf(digest), dir)
        isNew = await publish(finishedPath, target)
      }
      await syncAt(shardOf(digest))
      const base = encoding === 'delta' ? await renewBase(digest) : null
      return { digest, sizeBytes, storedBytes, encoding, base, isNew }
    } finally {
      await Promise.all(made.map((path) => absentAsNull(unlink(path))))
    }
  }

  return {
    async put(source, options) {
      try {
        return await put(source, options)
      } catch (error) {
        throw asStoreError(error)
      }
    },
    async open(digest, options = {}) {
      const found = await find(digest)
      if (!found) return null
      const { encoding, storedBytes } = found
      if (encoding !== 'delta')
        return openAt(pathOf(digest, encoding), { digest, encoding, storedBytes }, options)
      const content = await read(digest)
      return content && openedContent(content, options.range)
    },
    read,
    has: async (digest) => (await find(digest)) !== null,
    async remove(digest, { unlessPutSince } = {}) {
      if (!isDigest(digest)) return true
      const gone = await Promise.all(
        ENCODINGS.map((encoding) =>
          unlessPutSince
            ? removeUnlessPutSince(digest, encoding, unlessPutSince)
            : rm(pathOf(digest, encoding), { force: true }).then(() => true),
        ),
      )
      return gone.every(Boolean)
    },
    list: ({ after = '' } = {}) => listFolder(dir, after),
    removeUnfinished,
    async check() {
      const probe = join(temporaryDir, `${randomUUID()}.probe`)
      try {
        await prepare()
        await writeFile(probe, 'probe')
        await readFile(probe)
      } catch (error) {
        throw asStoreError(error)
      } finally {
        await rm(probe, { force: true })
      }
    },
  }
}

/** Turns a full disk or an exhausted quota into AppError `disk_full`; everything else stays what it was. */
export function asStoreError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ENOSPC' || code === 'EDQUOT' ? new AppError('disk_full', {}, { cause: error }) : error
}

/** Writes a new file and forces it to the disk. */
async function writePacked(
  target: string,
  { bytes, encoding }: { bytes: Uint8Array; encoding: BlobEncoding },
): Promise<Found> {
  await writeDurably(target, bytes)
  return { encoding, storedBytes: bytes.byteLength }
}

/** The same for bytes that lie in a file; `compressBytes` is their number, or null to keep them as they are. */
async function packInto(source: string, target: string, compressBytes: number | null): Promise<Found> {
  const encoding = await packFile(source, target, compressBytes)
  await syncAt(target)
  return { encoding, storedBytes: (await stat(target)).size }
}

async function openAt(
  path: string,
  stored: { digest: Digest; encoding: Exclude<BlobEncoding, 'delta'>; storedBytes: number },
  { acceptZstd = false, range }: { acceptZstd?: boolean; range?: ByteRange },
): Promise<OpenedBlob | null> {
  const { digest, encoding, storedBytes } = stored
  const file = await absentAsNull(open(path, 'r'))
  if (!file) return null
  if (encoding === 'identity') {
    const stream = range
      ? file.createReadStream(range)
      : contentStream(file.createReadStream(), { digest, encoding })
    return { stream, sizeBytes: storedBytes, encoding }
  }
  const head = Buffer.alloc(ZSTD_HEADER_BYTES)
  const { bytesRead } = await file.read(head, 0, head.length, 0)
  const sizeBytes = zstdContentSize(head.subarray(0, bytesRead))
  if (sizeBytes === null) {
    await file.close()
    throw new AppError('blob_damaged', { digest })
  }
  const packed = file.createReadStream({ start: 0 })
  if (acceptZstd && !range) return { stream: packed, sizeBytes, encoding }
  return { stream: contentStream(packed, { digest, encoding, range }), sizeBytes, encoding: 'identity' }
}
