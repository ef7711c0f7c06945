// What is claimed of a page, by whom, and how far each claim is believed.

/** Where a claim was read, in the order in which claims are heard. */
export type ClaimSource =
  | 'json-ld'
  | 'meta'
  | 'itemprop'
  | 'site-rule'
  | 'visible'
  | 'title'
  | 'markup'
  | 'script'

export interface Claim {
  value: string
  source: ClaimSource
  /** 0 to 1: an estimate that orders claims and holds doubtful ones back, no measured probability. */
  confidence: number
}

/** All that was found, the first source first; dates are ISO 8601 UTC, languages BCP 47. */
export interface Claims {
  title: Claim[]
  byline: Claim[]
  publishedAt: Claim[]
  siteName: Claim[]
  lang: Claim[]
}

/** With less, no answer is the better answer. */
const BELIEVED = 0.5

/** The first claim that is believed; null when none is. */
export function believed(claims: readonly Claim[]): Claim | null {
  return claims.find(({ confidence }) => confidence >= BELIEVED) ?? null
}

/** A claim when there is a value, else none: for lists that are put together. */
export function claim(value: string | null | undefined, source: ClaimSource, confidence: number): Claim[] {
  return value ? [{ value, source, confidence }] : []
}
