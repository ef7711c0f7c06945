// Joins the kept manifest and the writer of WACZ.
import type { FrozenSource } from '#lib/archive/frozen-source.ts'
import { readManifest } from '#lib/archive/manifest.ts'
import { writeWacz } from '#lib/archive/wacz.ts'
import { AppError } from '#lib/kernel/errors.ts'

/** @throws AppError `artifact_missing` for a snapshot whose manifest is gone or from before exchanges were kept */
export async function* makeWacz({ blobs, manifest }: FrozenSource): AsyncGenerator<Uint8Array> {
  const told = manifest === null ? null : await readManifest(blobs, manifest)
  if (!told) throw new AppError('artifact_missing')
  yield* writeWacz(blobs, told)
}
