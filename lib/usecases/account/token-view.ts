// How a token is shown: never with its secret.
import type { TokenView } from '#lib/contract/account.ts'
import type { TokenRow } from '#lib/db/tokens.ts'

/** The view of a row; times in RFC 3339 UTC. */
export function tokenViewOf(row: TokenRow): TokenView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}
