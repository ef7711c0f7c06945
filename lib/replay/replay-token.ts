// Short-lived addresses of archived pages: whoever may see a snapshot gets one, and it opens nothing else.
import { createHmac, timingSafeEqual } from 'node:crypto'

const HOUR_MS = 60 * 60 * 1000
const TOKEN = /^([0-9a-z]{1,8})\.([\w-]{43})$/

export type TokenVerdict = 'valid' | 'expired' | 'forged'

/**
 * A token for one snapshot. It ends at a full hour, one to two hours from now: all addresses made within the same hour are
 * equal, so that browsers find the parts of a page in their cache.
 */
export function signReplay(snapshotId: string, secret: string, now: Date): string {
  const expiryHour = Math.floor(now.getTime() / HOUR_MS) + 2
  return `${expiryHour.toString(36)}.${signature(snapshotId, expiryHour, secret)}`
}

/** Does this token open this snapshot now? Compares in constant time; looks at the clock only after the signature. */
export function verifyReplay(token: string, snapshotId: string, secret: string, now: Date): TokenVerdict {
  const [, expiry = '', given = ''] = TOKEN.exec(token) ?? []
  const expiryHour = Number.parseInt(expiry, 36)
  const expected = Buffer.from(signature(snapshotId, expiryHour, secret))
  const isEqual = given.length === expected.length && timingSafeEqual(Buffer.from(given), expected)
  if (!isEqual) return 'forged'
  return now.getTime() < expiryHour * HOUR_MS ? 'valid' : 'expired'
}

function signature(snapshotId: string, expiryHour: number, secret: string): string {
  // The first line keeps these signatures apart from others made with the same secret.
  return createHmac('sha256', secret).update(`replay\n${snapshotId}\n${expiryHour}`).digest('base64url')
}
