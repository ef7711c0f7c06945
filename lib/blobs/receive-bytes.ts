// Takes in bytes of unknown length: hashes and bounds them on the way, keeps little ones in memory and large ones in a file.
import { createHash } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { AppError } from '#lib/kernel/errors.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { MANIFEST_PREFIX, type PutOptions } from './blob-store.ts'

/** Up to here bytes wait in memory: most resources of a page are smaller and cost one write then. */
const MEMORY_BYTES = 1024 * 1024

export interface ReceivedBytes {
  digest: Digest
  sizeBytes: number
  /** The bytes themselves; null when they lie in the spill file. */
  inMemory: Buffer | null
}

/**
 * Reads `source` to its end. Bytes above 1 MiB go to `spillPath`, which is made only then and removed after a failure.
 *
 * @throws AppError `too_large` `{ limitBytes }`, `unsupported_content` for a manifest of somebody else's making; anything
 *         that the source or the file system throws
 */
export async function receiveBytes(
  source: Uint8Array | string | AsyncIterable<Uint8Array>,
  spillPath: string,
  { maxBytes = Infinity, isManifest = false, contentType }: PutOptions,
): Promise<ReceivedBytes> {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let waiting: Uint8Array[] = []
  let sizeBytes = 0
  let file: FileHandle | null = null
  try {
    for await (const chunk of chunksOf(source)) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > maxBytes) throw new AppError('too_large', { limitBytes: maxBytes })
      hash.update(chunk)
      if (!isManifest && head.length < MANIFEST_PREFIX.length) {
        head = Buffer.concat([head, chunk.subarray(0, MANIFEST_PREFIX.length)])
        if (head.toString('latin1').startsWith(MANIFEST_PREFIX))
          throw new AppError('unsupported_content', { contentType: contentType ?? '?' })
      }
      waiting.push(chunk)
      if (file === null && sizeBytes <= MEMORY_BYTES) continue
      file ??= await open(spillPath, 'wx')
      for (const part of waiting.splice(0)) await file.writeFile(part)
    }
    const inMemory = file === null ? Buffer.concat(waiting) : null
    return { digest: hash.digest('hex'), sizeBytes, inMemory }
  } catch (error) {
    if (file !== null) await rm(spillPath, { force: true })
    throw error
  } finally {
    waiting = []
    await file?.close()
  }
}

async function* chunksOf(source: Uint8Array | string | AsyncIterable<Uint8Array>) {
  if (typeof source === 'string') yield Buffer.from(source)
  else if (source instanceof Uint8Array) yield source
  else yield* source
}
