// Documents whose grams an older tokenizer made: a query of today may pass them by.
import type { DbOrTx } from '#lib/db/client.ts'
import { emptySql, sql } from '#lib/db/sql.ts'
import { TOKENIZER_VERSION } from './tokenize.ts'

export interface OldDocument {
  linkId: string
  tokenizer: number
}

/** Those behind `after`, of the oldest tokenizer first. */
export async function listOldDocuments(
  db: DbOrTx,
  limit: number,
  after: OldDocument | null = null,
): Promise<OldDocument[]> {
  const further = after
    ? sql`AND ("tokenizer", "linkId") > (${after.tokenizer}::smallint, ${after.linkId}::uuid)`
    : emptySql
  return db.$queryRaw<OldDocument[]>(sql`
    SELECT "linkId", "tokenizer" FROM "SearchDocument" WHERE "tokenizer" < ${TOKENIZER_VERSION}::smallint ${further}
    ORDER BY "tokenizer", "linkId" LIMIT ${limit}::int`)
}

export async function hasOldGrams(db: DbOrTx, linkId: string): Promise<boolean> {
  return (await db.searchDocument.count({ where: { linkId, tokenizer: { lt: TOKENIZER_VERSION } } })) === 1
}
