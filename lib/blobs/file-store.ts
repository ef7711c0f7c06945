// Blobs as files: `ab/cd/<digest>`, or `<digest>.zst` when compressed; whole or absent, also after a crash.
import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { constants, createZstdCompress, createZstdDecompress, zstdCompress, zstdDecompress } from 'node:zlib'
import { isDigest, type Digest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { BlobEncoding, BlobStore, OpenedBlob, PutOptions, StoredBlob } from './blob-store.ts'
import { receiveBytes } from './receive-bytes.ts'
import { isCompressible, ZSTD_HEADER_BYTES, zstdContentSize } from './zstd.ts'

const compressInMemory = promisify(zstdCompress)
const decompressInMemory = promisify(zstdDecompress)

/** Level 6: about a tenth smaller than level 3 on HTML and CSS, still faster than a disk writes. */
const ZSTD_LEVEL = 6
/** Compression must win this much, or reading would pay for nothing. */
const WORTHWHILE_RATIO = 0.9
/** A temporary file this old belongs to a process that died: no capture lives as long. */
const STALE_AFTER_MS = 60 * 60 * 1000

const SUFFIX = { identity: '', zstd: '.zst' } as const satisfies Record<BlobEncoding, string>

/** A store in the folder `dir`, which is made at the first write. */
export function openFileStore(dir: string): BlobStore {
  const temporaryDir = join(dir, 'tmp')
  let prepared: Promise<void> | null = null
  const prepare = () => {
    prepared ??= prepareTemporary(temporaryDir).catch((error) => {
      prepared = null
      throw error
    })
    return prepared
  }
  const shardOf = (digest: Digest) => join(dir, digest.slice(0, 2), digest.slice(2, 4))
  const pathOf = (digest: Digest, encoding: BlobEncoding) => join(shardOf(digest), digest + SUFFIX[encoding])

  async function find(digest: Digest): Promise<{ encoding: BlobEncoding; storedBytes: number } | null> {
    if (!isDigest(digest)) return null
    for (const encoding of ['identity', 'zstd'] as const) {
      const found = await absentAsNull(stat(pathOf(digest, encoding)))
      if (found) return { encoding, storedBytes: found.size }
    }
    return null
  }

  async function put(source: Parameters<BlobStore['put']>[0], options: PutOptions = {}): Promise<StoredBlob> {
    await prepare()
    const name = join(temporaryDir, randomUUID())
    const rawPath = `${name}.raw`
    const finishedPath = `${name}.new`
    try {
      const { digest, sizeBytes, inMemory } = await receiveBytes(source, rawPath, options.maxBytes)
      const before = await find(digest)
      if (before) return { digest, sizeBytes, ...before, isNew: false }
      const compress = isCompressible(options.contentType)
      const encoding =
        inMemory === null
          ? await encodeFile(rawPath, finishedPath, compress ? sizeBytes : null)
          : await encodeMemory(inMemory, finishedPath, compress)
      const storedBytes = await persist(finishedPath)
      await makeDurably(shardOf(digest), dir)
      const isNew = await publish(finishedPath, pathOf(digest, encoding))
      await syncFolder(shardOf(digest))
      return { digest, sizeBytes, storedBytes, encoding, isNew }
    } finally {
      await Promise.all([rm(rawPath, { force: true }), rm(finishedPath, { force: true })])
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
      return found && openAt(pathOf(digest, found.encoding), found, options)
    },
    async read(digest) {
      const found = await find(digest)
      if (!found) return null
      const bytes = await absentAsNull(readFile(pathOf(digest, found.encoding)))
      return bytes && found.encoding === 'zstd' ? decompressInMemory(bytes) : bytes
    },
    has: async (digest) => (await find(digest)) !== null,
    async remove(digest) {
      if (!isDigest(digest)) return
      await rm(pathOf(digest, 'identity'), { force: true })
      await rm(pathOf(digest, 'zstd'), { force: true })
    },
    list: () => listFolder(dir),
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

async function absentAsNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Makes the folder for unfinished files and removes what dead processes left in it. */
async function prepareTemporary(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await absentAsNull(stat(path))
    if (found && Date.now() - found.mtimeMs > STALE_AFTER_MS) await rm(path, { force: true })
  }
}

/** The pledge puts the size into the frame header, where `open` finds it again. */
function zstdOptions(pledgedSrcSize: number) {
  return { params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL }, pledgedSrcSize }
}

async function encodeMemory(bytes: Buffer, target: string, compress: boolean): Promise<BlobEncoding> {
  const packed = compress ? await compressInMemory(bytes, zstdOptions(bytes.length)) : bytes
  const pays = packed.length < bytes.length * WORTHWHILE_RATIO
  await writeFile(target, pays ? packed : bytes, { flag: 'wx' })
  return pays ? 'zstd' : 'identity'
}

/** `pledgedBytes` null: as it is. */
async function encodeFile(raw: string, target: string, pledgedBytes: number | null): Promise<BlobEncoding> {
  if (pledgedBytes !== null) {
    const packer = createZstdCompress(zstdOptions(pledgedBytes))
    await pipeline(createReadStream(raw), packer, createWriteStream(target, { flags: 'wx' }))
    const { size } = await stat(target)
    if (size < pledgedBytes * WORTHWHILE_RATIO) return 'zstd'
  }
  await rename(raw, target)
  return 'identity'
}

/** Forces a finished file to the disk and tells its size. */
async function persist(path: string): Promise<number> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
    return (await file.stat()).size
  } finally {
    await file.close()
  }
}

/** Gives the finished file its name; false when another writer was first. */
async function publish(finished: string, target: string): Promise<boolean> {
  try {
    await link(finished, target)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error
    // A file system without hard links: the rename replaces equal bytes by equal bytes.
    await rename(finished, target)
    return true
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes the two levels of shards, each entry forced to the disk. */
async function makeDurably(shard: string, root: string): Promise<void> {
  const made = await mkdir(shard, { recursive: true })
  if (made === undefined) return
  await syncFolder(join(shard, '..'))
  await syncFolder(root)
}

async function openAt(
  path: string,
  stored: { encoding: BlobEncoding; storedBytes: number },
  { acceptZstd = false, range }: { acceptZstd?: boolean; range?: { start: number; end: number } },
): Promise<OpenedBlob | null> {
  const file = await absentAsNull(open(path, 'r'))
  if (!file) return null
  if (stored.encoding === 'identity') {
    return { stream: file.createReadStream(range), sizeBytes: stored.storedBytes, encoding: 'identity' }
  }
  const head = Buffer.alloc(ZSTD_HEADER_BYTES)
  const { bytesRead } = await file.read(head, 0, head.length, 0)
  const sizeBytes = zstdContentSize(head.subarray(0, bytesRead))
  if (sizeBytes === null) {
    await file.close()
    throw new Error(`blob ${path} is no zstd frame with a size`)
  }
  const packed = file.createReadStream({ start: 0 })
  if (acceptZstd && !range) return { stream: packed, sizeBytes, encoding: 'zstd' }
  const unpacked = createZstdDecompress()
  // A failure reaches the reader as the error of the stream; the promise would only repeat it.
  pipeline(packed, unpacked).catch(() => {})
  const stream = range ? Readable.from(sliceOf(unpacked, range)) : unpacked
  return { stream, sizeBytes, encoding: 'identity' }
}

/** The bytes of a range; what comes before it has to be unpacked and thrown away. */
async function* sliceOf(bytes: AsyncIterable<Buffer>, range: { start: number; end: number }) {
  let at = 0
  for await (const chunk of bytes) {
    const part = chunk.subarray(Math.max(range.start - at, 0), Math.max(range.end + 1 - at, 0))
    if (part.length > 0) yield part
    at += chunk.length
    if (at > range.end) return
  }
}

async function* listFolder(dir: string): AsyncIterable<{ digest: Digest; storedBytes: number }> {
  for (const outer of await shardNames(dir)) {
    for (const inner of await shardNames(join(dir, outer))) {
      const shard = join(dir, outer, inner)
      const seen = new Set<Digest>()
      for (const name of (await absentAsNull(readdir(shard))) ?? []) {
        const digest = name.replace(/\.zst$/, '')
        const found =
          isDigest(digest) && !seen.has(digest) ? await absentAsNull(stat(join(shard, name))) : null
        if (!found) continue
        seen.add(digest)
        yield { digest, storedBytes: found.size }
      }
    }
  }
}

async function shardNames(folder: string): Promise<string[]> {
  return ((await absentAsNull(readdir(folder))) ?? []).filter((name) => /^[0-9a-f]{2}$/.test(name))
}
