// Upkeep of blobs that are objects of a bucket.
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isDigest, type Digest } from '#lib/kernel/digest.ts'
import { absentAsNull, STALE_AFTER_MS } from './file-layout.ts'
import { openS3Client, type S3Settings } from './s3-client.ts'
import { listCopies, throwUnavailable } from './s3-keys.ts'
import type { StoreUpkeep } from './store-upkeep.ts'

/**
 * The upkeep of a store in a bucket.
 *
 * @param temporaryDir  the one that the store itself was given
 */
export function openS3Upkeep(
  settings: S3Settings,
  temporaryDir: string,
  client = openS3Client(settings),
): StoreUpkeep {
  const find = async (digest: Digest) =>
    isDigest(digest) ? ((await listCopies(client, settings, digest))[0] ?? null) : null

  /** There is no renaming in a bucket: the bytes are put again, then the first copy goes. */
  async function move(key: string, target: string): Promise<string | null> {
    const { body } = await client.send({ method: 'GET', key })
    if (body === null) return null
    await mkdir(temporaryDir, { recursive: true })
    const path = join(temporaryDir, `${randomUUID()}.raw`)
    try {
      await pipeline(body, createWriteStream(path, { flags: 'wx' })).catch(throwUnavailable)
      const { size } = await stat(path)
      await client.send({ method: 'PUT', key: target, body: { path, sizeBytes: size } })
    } finally {
      await rm(path, { force: true })
    }
    await client.send({ method: 'DELETE', key })
    return target
  }

  return {
    async describe(digest) {
      const found = await find(digest)
      return (
        found && {
          encoding: found.encoding,
          storedBytes: found.storedBytes,
          baseDigest: found.baseDigest,
        }
      )
    },
    async *findStrays() {
      for (const name of (await absentAsNull(readdir(temporaryDir))) ?? []) {
        const found = await absentAsNull(stat(join(temporaryDir, name)))
        if (found?.isFile() && Date.now() - found.mtimeMs > STALE_AFTER_MS) yield { name, kind: 'unfinished' }
      }
    },
    async setAside(digest) {
      const found = await find(digest)
      // Without the slash it is no key of a blob.
      return found && move(found.key, `quarantine/${found.key.replaceAll('/', '.')}`)
    },
    async setStrayAside(name) {
      const folder = join(temporaryDir, 'quarantine')
      await mkdir(folder, { recursive: true })
      const target = join(folder, `${name}.${Date.now()}`)
      return absentAsNull(rename(join(temporaryDir, name), target).then(() => target))
    },
  }
}
