// The thread in which pictures are packed: a dozen bytes for each pixel come and go here, beside a heap that is small.
import { parentPort } from 'node:worker_threads'
import { toAppError, type ErrorCode } from '#lib/kernel/errors.ts'
import { packPhotograph, type PackedPhotograph, type PictureBase } from './pack-photograph.ts'
import type { Photograph } from './photograph.ts'
import { releaseBytes } from './pixels.ts'

/** Buffers arrive as plain arrays of bytes. */
export interface PackRequest {
  photograph: Photograph
  base: PictureBase | null
}

export type PackAnswer = { packed: PackedPhotograph } | { code: ErrorCode; message: string }

const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

async function answer({ photograph, base }: PackRequest): Promise<PackAnswer> {
  const tiles = photograph.tiles.map(bufferOf)
  const pieces = photograph.pieces.map((piece) => ({ ...piece, png: bufferOf(piece.png) }))
  try {
    return { packed: await packPhotograph({ tiles, pieces }, base) }
  } catch (error) {
    return { code: toAppError(error).code, message: String(error) }
  } finally {
    for (const picture of [...tiles, ...pieces.map(({ png }) => png)]) releaseBytes(picture)
  }
}

parentPort?.on('message', (request: PackRequest) => {
  void answer(request).then((answered) => parentPort?.postMessage(answered))
})
