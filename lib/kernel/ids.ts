// Identifiers: UUID version 7 (RFC 9562 section 5.7), so that the order of ids is the order of creation.
import { randomBytes } from 'node:crypto'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The last millisecond that had an id, and how its ids are counted (RFC 9562 section 6.2, method 1: 12 bits). */
const latest = { ms: 0, count: 0 }
const MAX_COUNT = 0xfff

/**
 * A new UUIDv7 in lower-case text form: millisecond time first, then a counter, so that what one process makes in one
 * millisecond keeps its order as well, then 62 random bits.
 */
export function newId(nowMs: number = Date.now()): string {
  const bytes = randomBytes(16)
  // It begins in the lower quarter: there is room for 3,000 more.
  const count = nowMs === latest.ms ? Math.min(latest.count + 1, MAX_COUNT) : bytes.readUInt16BE(6) & 0x3ff
  Object.assign(latest, { ms: nowMs, count })
  bytes.writeUIntBE(nowMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | count, 6)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Is this text shaped like one of our ids? A text that is not cannot name a row: callers answer `not_found`. */
export function isId(text: string): boolean {
  return UUID.test(text)
}

/** A secret for links and tokens: `bytes` random bytes in base64url (default 24 bytes = 192 bits, 32 characters). */
export function newSecret(bytes = 24): string {
  return randomBytes(bytes).toString('base64url')
}
