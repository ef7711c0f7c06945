// Digests: everything that is addressed by content is addressed by its SHA-256 in lower-case hex.
import { createHash } from 'node:crypto'

/** SHA-256 in lower-case hex, the name of a blob. */
export type Digest = string

const DIGEST = /^[0-9a-f]{64}$/

/** SHA-256 of the bytes, or of the UTF-8 form of a text, in lower-case hex. */
export function sha256(data: Uint8Array | string): Digest {
  return createHash('sha256').update(data).digest('hex')
}

/** Is this text a digest of ours? */
export function isDigest(text: string): text is Digest {
  return DIGEST.test(text)
}
