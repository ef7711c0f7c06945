// Upkeep of blobs that are files.
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isDigest, type Digest } from '#lib/kernel/digest.ts'
import type { BlobEncoding } from './blob-store.ts'
import {
  absentAsNull,
  ENCODINGS,
  parseBlobName,
  readHead,
  shardOf,
  STALE_AFTER_MS,
  SUFFIX,
} from './file-layout.ts'
import type { StoreUpkeep, Stray } from './store-upkeep.ts'
import { DELTA_HEADER_BYTES, deltaBase } from './zstd.ts'

const SHARD = /^[0-9a-f]{2}$/

/** The upkeep of a store in the folder `dir`. */
export function openFileUpkeep(dir: string): StoreUpkeep {
  const pathOf = (digest: Digest, encoding: BlobEncoding) =>
    join(shardOf(dir, digest), digest + SUFFIX[encoding])

  async function find(digest: Digest): Promise<{ encoding: BlobEncoding; storedBytes: number } | null> {
    if (!isDigest(digest)) return null
    for (const encoding of ENCODINGS) {
      const found = await absentAsNull(stat(pathOf(digest, encoding)))
      if (found) return { encoding, storedBytes: found.size }
    }
    return null
  }

  async function setAside(path: string): Promise<string | null> {
    const folder = join(dir, 'quarantine')
    await mkdir(folder, { recursive: true })
    // What was set aside before under the same name is kept too.
    const target = join(folder, `${basename(path)}.${Date.now()}`)
    return absentAsNull(rename(path, target).then(() => target))
  }

  return {
    async describe(digest) {
      const found = await find(digest)
      if (found?.encoding !== 'delta') return found && { ...found, baseDigest: null }
      const head = await absentAsNull(readHead(pathOf(digest, 'delta'), DELTA_HEADER_BYTES))
      return head && { ...found, baseDigest: deltaBase(head) }
    },
    findStrays: () => findStrays(dir),
    async setAside(digest) {
      const found = await find(digest)
      return found && setAside(pathOf(digest, found.encoding))
    },
    setStrayAside: (name) => setAside(join(dir, name)),
  }
}

async function* findStrays(dir: string): AsyncIterable<Stray> {
  for (const entry of await entriesOf(dir)) {
    if (!entry.isDirectory()) yield { name: entry.name, kind: 'unknown' }
    else if (entry.name === 'tmp') yield* findUnfinished(dir)
    else if (SHARD.test(entry.name)) yield* findInShard(dir, entry.name)
  }
}

async function* findUnfinished(dir: string): AsyncIterable<Stray> {
  for (const { name } of await entriesOf(join(dir, 'tmp'))) {
    const found = await absentAsNull(stat(join(dir, 'tmp', name)))
    if (found && Date.now() - found.mtimeMs > STALE_AFTER_MS)
      yield { name: join('tmp', name), kind: 'unfinished' }
  }
}

async function* findInShard(dir: string, outer: string): AsyncIterable<Stray> {
  for (const inner of await entriesOf(join(dir, outer))) {
    const folder = join(outer, inner.name)
    const isShard = inner.isDirectory() && SHARD.test(inner.name)
    const names = isShard ? await entriesOf(join(dir, folder)) : []
    if (!isShard) yield { name: folder, kind: 'unknown' }
    for (const { name } of names) {
      const blob = parseBlobName(name)
      if (!blob || join(dir, folder) !== shardOf(dir, blob.digest))
        yield { name: join(folder, name), kind: 'unknown' }
    }
  }
}

const entriesOf = async (folder: string) =>
  (await absentAsNull(readdir(folder, { withFileTypes: true }))) ?? []
