// The secret address of a feed: how it looks, and what is kept of it.
import type { Config } from '#lib/config/load-config.ts'
import { sha256, type Digest } from '#lib/kernel/digest.ts'
import { newSecret } from '#lib/kernel/ids.ts'

/** What is stored of the secret: of 192 random bits a plain SHA-256 gives nothing away. */
export const feedDigest = (token: string): Digest => sha256(token)

/** A new address; only its digest may be kept. */
export function newFeedAddress({ baseUrl }: Pick<Config, 'baseUrl'>): { url: string; digest: Digest } {
  const token = newSecret()
  return { url: `${baseUrl}/feeds/${token}`, digest: feedDigest(token) }
}
