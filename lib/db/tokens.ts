// Rows of API tokens: digests only, always asked for with their user.
import { scope, type Role, type Scope } from '#lib/contract/account.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'
import type { DbOrTx, Tx } from './client.ts'

export interface TokenRow {
  id: string
  name: string
  prefix: string
  scopes: Scope[]
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
}

export interface NewTokenRow {
  name: string
  digest: Digest
  prefix: string
  scopes: readonly Scope[]
  expiresAt: Date | null
}

export interface TokenOwner {
  tokenId: string
  scopes: Scope[]
  expiresAt: Date | null
  lastUsedAt: Date | null
  userId: string
  role: Role
  libraryId: string
}

const view = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} as const

/** A scope that a later version gave and this one does not know grants nothing. */
const knownScopes = (scopes: readonly string[]): Scope[] =>
  scopes.flatMap((text) => scope.safeParse(text).data ?? [])

/** Inserts a token of the user. */
export async function insertToken(db: DbOrTx, userId: string, token: NewTokenRow): Promise<TokenRow> {
  const row = await db.apiToken.create({
    data: { ...token, id: newId(), userId, scopes: [...token.scopes] },
    select: view,
  })
  return { ...row, scopes: knownScopes(row.scopes) }
}

/** Tokens of the user, newest first, after the one with id `cursor`. */
export async function listTokenRows(
  db: DbOrTx,
  userId: string,
  page: { limit: number; cursor: string | null },
): Promise<{ rows: TokenRow[]; count: number }> {
  const [rows, count] = await Promise.all([
    db.apiToken.findMany({
      where: { userId, ...(page.cursor ? { id: { lt: page.cursor } } : {}) },
      orderBy: { id: 'desc' },
      take: page.limit,
      select: view,
    }),
    db.apiToken.count({ where: { userId } }),
  ])
  return { rows: rows.map((row) => ({ ...row, scopes: knownScopes(row.scopes) })), count }
}

/** Deletes the user's token; what it was called, or null when there is none of that id. */
export async function deleteTokenRow(
  tx: Tx,
  userId: string,
  id: string,
): Promise<{ name: string; prefix: string } | null> {
  const row = await tx.apiToken.findFirst({ where: { userId, id }, select: { name: true, prefix: true } })
  const { count } = await tx.apiToken.deleteMany({ where: { userId, id } })
  return count > 0 ? row : null
}

/** Whose token this is, expired or not; null when nobody's. */
export async function findTokenOwner(db: DbOrTx, digest: Digest): Promise<TokenOwner | null> {
  const row = await db.apiToken.findUnique({
    where: { digest },
    include: { user: { select: { role: true, library: { select: { id: true } } } } },
  })
  if (!row?.user.library) return null
  return {
    tokenId: row.id,
    scopes: knownScopes(row.scopes),
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    userId: row.userId,
    role: row.user.role,
    libraryId: row.user.library.id,
  }
}

/** Remembers when the token was last used. */
export async function touchToken(db: DbOrTx, tokenId: string, at: Date): Promise<void> {
  await db.apiToken.updateMany({ where: { id: tokenId }, data: { lastUsedAt: at } })
}
