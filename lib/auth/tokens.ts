// API tokens: how the secret looks, and what is kept of it.
import { sha256, type Digest } from '#lib/kernel/digest.ts'
import { newSecret } from '#lib/kernel/ids.ts'

const MARK = 'lh_'
/** 24 random bytes: 192 bits, 32 characters of base64url. */
const TOKEN = /^lh_[A-Za-z0-9_-]{32}$/
/** Enough to tell one's tokens apart, too little to guess the rest. */
const PREFIX_CHARACTERS = MARK.length + 6

export interface NewToken {
  /** The whole secret: shown once, never stored. */
  secret: string
  digest: Digest
  prefix: string
}

/** Makes a token `lh_` + 32 characters of base64url; only its digest and prefix may be kept. */
export function newToken(): NewToken {
  const secret = `${MARK}${newSecret()}`
  return { secret, digest: tokenDigest(secret), prefix: secret.slice(0, PREFIX_CHARACTERS) }
}

/** What is stored of a token. A plain SHA-256 is enough: 192 random bits cannot be guessed from it. */
export function tokenDigest(secret: string): Digest {
  return sha256(secret)
}

/** The token of an `Authorization` header: null without the header, `malformed` when it is not one of ours. */
export function bearerToken(header: string | null): { secret: string } | 'malformed' | null {
  if (header === null) return null
  const secret = /^Bearer +(\S+) *$/i.exec(header)?.[1]
  return secret !== undefined && TOKEN.test(secret) ? { secret } : 'malformed'
}
