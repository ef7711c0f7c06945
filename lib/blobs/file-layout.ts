// Where the file store keeps what: `ab/cd/<digest>` with a suffix that tells the encoding, `tmp/` for what is unfinished.
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isDigest, type Digest } from '#lib/kernel/digest.ts'
import type { BlobEncoding, ListedBlob } from './blob-store.ts'

/** A temporary file this old belongs to a process that died: nobody writes one blob for as long. */
export const STALE_AFTER_MS = 60 * 60 * 1000

/** Name of a blob that is being removed: whose bytes, how they lie, since when. */
export const REMOVED = /^([0-9a-f]{64})(\.zst|\.zsd)?\.(\d+)\.[0-9a-f-]+\.removed$/

export const SUFFIX = { identity: '', zstd: '.zst', delta: '.zsd' } as const satisfies Record<
  BlobEncoding,
  string
>
/** In the order in which they are looked for: a delta comes last, since it can be read only with another blob. */
export const ENCODINGS = ['identity', 'zstd', 'delta'] as const

/** Of a suffix of SUFFIX; undefined is none. */
export const encodingOf = (suffix: string | undefined): BlobEncoding =>
  ENCODINGS.find((encoding) => SUFFIX[encoding] === (suffix ?? '')) ?? 'identity'

/** The folder of a blob: two levels, so that none of them grows large. */
export const shardOf = (dir: string, digest: Digest) => join(dir, digest.slice(0, 2), digest.slice(2, 4))

/** Which blob a file of a shard is; null for a name that is none of ours. */
export function parseBlobName(name: string): { digest: Digest; encoding: BlobEncoding } | null {
  const [, digest = '', suffix] = /^(\w+)(\.zs[td])?$/.exec(name) ?? []
  return isDigest(digest) ? { digest, encoding: encodingOf(suffix) } : null
}

/** What a file operation gives, or null when there is no such file. */
export async function absentAsNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** The first bytes of a file. */
export async function readHead(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const head = Buffer.alloc(bytes)
    const { bytesRead } = await file.read(head, 0, bytes, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** All blobs behind `after`, in the order of their digests; a blob that lies in two encodings is listed once. */
export async function* listFolder(dir: string, after: string): AsyncIterable<ListedBlob> {
  for (const outer of await shardNames(dir, after.slice(0, 2))) {
    const inners = await shardNames(join(dir, outer), after.startsWith(outer) ? after.slice(2, 4) : '')
    for (const inner of inners) yield* listShard(join(dir, outer, inner), after)
  }
}

async function* listShard(shard: string, after: string): AsyncIterable<ListedBlob> {
  let last = after
  for (const name of ((await absentAsNull(readdir(shard))) ?? []).sort()) {
    const blob = parseBlobName(name)
    // Sorted, the encodings of a digest stand side by side.
    if (!blob || blob.digest <= last) continue
    const found = await absentAsNull(stat(join(shard, name)))
    if (!found) continue
    last = blob.digest
    yield { ...blob, storedBytes: found.size, putAt: found.mtime }
  }
}

/** In order, without those before `first`. */
async function shardNames(folder: string, first: string): Promise<string[]> {
  const names = (await absentAsNull(readdir(folder))) ?? []
  return names.filter((name) => /^[0-9a-f]{2}$/.test(name) && name >= first).sort()
}
