// A fingerprint that stays nearly the same while an article is: SimHash over runs of two grams.
import { tokenizeText } from './tokenize.ts'

/** Rises when fingerprints of one text change: all are made anew then. */
export const FINGERPRINT_VERSION = 1
/**
 * Fingerprints of one article differ by this many bits at most: of 600 to 1,300 characters, reposts with another head and foot
 * differed by 0 to 10, articles that share half of their paragraphs by 11 to 29, others by 24 to 40. Eight bands, a byte each: of
 * seven bits that differ, one band is always spared; of ten in 97 of 100 cases.
 */
export const MAX_DIFFERENCE = 10

/** Runs of grams: shared by copies, and hardly ever by two texts on one subject. */
const RUN = 2
/** Shorter texts (a notice, a login page) are alike without being copies. */
const MIN_RUNS = 60
const TEXT_CHARACTERS = 50_000
const BITS = 64

export interface Fingerprint {
  hash: bigint
  /** Place times 256 plus byte; none for a text that is too short. */
  bands: number[]
  textLength: number
}

/** FNV-1a with a mixed end, over UTF-16 units: quick, and even in every bit. */
function hash32(text: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** @see Charikar, Similarity Estimation Techniques from Rounding Algorithms, 2002 */
export function fingerprint(text: string): Fingerprint {
  const grams = tokenizeText(text.slice(0, TEXT_CHARACTERS))
  const runs = new Set<string>()
  for (let at = 0; at + RUN <= grams.length; at += 1) runs.add(grams.slice(at, at + RUN).join(' '))
  if (runs.size < MIN_RUNS) return { hash: 0n, bands: [], textLength: text.length }
  const votes = new Int32Array(BITS)
  for (const run of runs)
    for (const [half, seed] of [0x811c9dc5, 0x3243f6a8].entries()) {
      const hash = hash32(run, seed)
      for (let bit = 0; bit < 32; bit += 1) votes[half * 32 + bit]! += (hash >>> bit) & 1 ? 1 : -1
    }
  let hash = 0n
  for (let bit = 0; bit < BITS; bit += 1) if (votes[bit]! > 0) hash |= 1n << BigInt(bit)
  const bands = Array.from(
    { length: 8 },
    (_value, place) => place * 256 + Number((hash >> BigInt(place * 8)) & 255n),
  )
  return { hash: BigInt.asIntN(BITS, hash), bands, textLength: text.length }
}
