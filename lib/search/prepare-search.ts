// What the transaction of a search is told before, and what it has to know: prices for the planner, a bound, the house.
import type { Tx } from '#lib/db/client.ts'
import { joinSql, sql } from '#lib/db/sql.ts'
import type { ReliableMarks } from './marks.ts'
import { TOKENIZER_VERSION } from './tokenize.ts'

const PRICES = {
  enable_seqscan: 'off',
  cpu_operator_cost: '0.2',
  work_mem: '32MB',
  max_parallel_workers_per_gather: '0',
} as const

/**
 * Tells the planner for this transaction what it does not know by itself: that it is dear to read a vector. It would
 * rather walk the links and look into each: 17 ms instead of 2 on 4,000 links. In 4 MB, as usual, the places of 100,000
 * matches blur into pages, whose vectors are all read again: 4 s.
 */
export async function tellPrices(tx: Tx): Promise<void> {
  await tx.$queryRaw(sql`SELECT ${joinSql(settings(PRICES))}`)
}

const settings = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => sql`set_config(${name}, ${value}, true)`)

/** Gives the planner its own prices back, for what is no search in the same transaction. */
export async function forgetPrices(tx: Tx): Promise<void> {
  await tx.$queryRaw(sql`SELECT set_config(s.name, s.reset_val || coalesce(s.unit, ''), true)
    FROM pg_settings s WHERE s.name = ANY(${Object.keys(PRICES)}::text[])`)
}

/** What a search finds when it begins. */
export interface Standing {
  /** Are there no other libraries? The index need not tell them apart then, which halves its work for frequent words. */
  isAlone: boolean
  marks: ReliableMarks
  /** Documents of all libraries, as many as the planner believes, and the blocks that they lie in. */
  documents: number
  blocks: number
}

/** From here on no statement of the transaction takes longer than this. By itself: it does not bound what it is a part of. */
export async function boundStatements(tx: Tx, timeoutMs: number): Promise<void> {
  await tx.$queryRaw(sql`SELECT ${joinSql(settings({ statement_timeout: String(timeoutMs) }))}`)
}

/** Tells the prices and reads what the house is. */
export async function readStanding(tx: Tx): Promise<Standing> {
  const [row] = await tx.$queryRaw<[Omit<Standing, 'marks'> & { isCurrent: boolean; isSettled: boolean }]>(
    sql`SELECT s.*, ${joinSql(settings(PRICES))} FROM "searchStanding"(${TOKENIZER_VERSION}::smallint) s`,
  )
  const { isAlone, documents, blocks, isCurrent, isSettled } = row
  return { isAlone, documents, blocks, marks: { ofDocuments: isCurrent, ofTags: isCurrent && isSettled } }
}

/** Prepares the transaction of a search, in which no statement takes longer than this. */
export async function prepareSearch(tx: Tx, timeoutMs: number): Promise<Standing> {
  await boundStatements(tx, timeoutMs)
  return readStanding(tx)
}
