// Documents whose grams an older tokenizer made: a query of today may pass them by.
import type { DbOrTx } from '#lib/db/client.ts'
import { TOKENIZER_VERSION } from './tokenize.ts'

const isOld = { tokenizer: { lt: TOKENIZER_VERSION } }

/** Links with such a document, those of the oldest tokenizer first. */
export async function listOldDocuments(db: DbOrTx, limit: number): Promise<string[]> {
  const rows = await db.searchDocument.findMany({
    where: isOld,
    orderBy: { tokenizer: 'asc' },
    take: limit,
    select: { linkId: true },
  })
  return rows.map(({ linkId }) => linkId)
}

export async function hasOldGrams(db: DbOrTx, linkId: string): Promise<boolean> {
  return (await db.searchDocument.count({ where: { linkId, ...isOld } })) === 1
}
