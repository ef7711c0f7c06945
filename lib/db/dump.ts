// All rows that are worth keeping, out of one moment of the database and back into an empty one: as lines of JSON, a table
// after the other, so that neither side holds more than a page.
import type { Db, Tx } from './client.ts'
import { emptySql, sql, type Sql } from './sql.ts'
import { unreferenced } from './loose-blobs.ts'
import { Prisma } from './generated/client.ts'

/** Tables in the order in which they can be filled: what a row refers to comes before it. */
export const DUMPED_TABLES = [
  'User',
  'Account',
  'TwoFactor',
  'Passkey',
  'ApiToken',
  'Invitation',
  'AuditEntry',
  'Setting',
  'Library',
  'Tag',
  'TagAlias',
  'Rule',
  'SavedSearch',
  'Feed',
  'Link',
  'LinkTag',
  'LinkAddress',
  'Snapshot',
  'Blob',
  'Artifact',
  'Resource',
  'SnapshotEvent',
] as const
export type DumpedTable = (typeof DUMPED_TABLES)[number]

/**
 * What is left out, and why: sessions would be keys in the hand of whoever has the backup; operations are there to be
 * undone a short while after; the others last for hours, are made again from what is kept, or say what belongs to one
 * machine.
 */
export const LEFT_OUT_TABLES = [
  'Session',
  'Verification',
  'IdempotencyKey',
  'LooseBlob',
  'RecordChange',
  'Operation',
  'OperationStep',
  'SearchChange',
  'ArticleFingerprint',
  'SearchDocument',
  'SearchSample',
  'SearchText',
  'Statistic',
  'StatisticChange',
] as const

/** Settings of one machine. */
const LEFT_OUT_SETTINGS = ['setup.token', 'sweep.after', 'sweep.at', 'worker.alive']
/** The front of a link is a snapshot, which comes after it: this column is filled at the end. */
const LATER = { table: 'Link', column: 'frontId' }

/** Their ids are counted: after loading, counting goes on behind the last one. */
const NUMBERED = ['AuditEntry', 'SnapshotEvent'] as const satisfies DumpedTable[]

const ROWS_PER_PAGE = 500
/** The library may be read, or filled, for as long. */
const LONGEST_MS = 24 * 3_600_000

/** Runs `work` on one moment of the database, however long it takes; what is written meanwhile is not seen. */
export function atOneMoment<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(work, { isolationLevel: 'RepeatableRead', timeout: LONGEST_MS })
}

/** Runs `work` in one transaction that may take hours: for a database that nobody uses yet, or where nobody waits for its rows. */
export function inLongTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(work, { timeout: LONGEST_MS })
}

/** Names are those of our own lists and of the catalogue. */
const name = (identifier: string) => Prisma.raw(`"${identifier.replaceAll('"', '""')}"`)

/** In their order in the table. */
export async function columnsOf(tx: Tx, table: DumpedTable): Promise<string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>(sql`
    SELECT "column_name"::text AS "name" FROM information_schema.columns
    WHERE "table_schema" = current_schema() AND "table_name" = ${table} ORDER BY "ordinal_position"`)
  return rows.map((row) => row.name)
}

function rowsOf(table: DumpedTable): Sql[] {
  switch (table) {
    case 'Setting':
      return [sql`WHERE b."key" <> ALL(${LEFT_OUT_SETTINGS})`]
    // Those without a delta first. What nothing holds may have lost its bytes.
    case 'Blob':
      return [true, false].map(
        (isWhole) => sql`WHERE (b."baseDigest" IS NULL) = ${isWhole} AND NOT (${unreferenced})`,
      )
    default:
      return [emptySql]
  }
}

/** Pages of rows, each row a line of JSON, as the database writes it. */
export async function* dumpTable(tx: Tx, table: DumpedTable): AsyncGenerator<string[]> {
  for (const where of rowsOf(table)) {
    await tx.$executeRaw(sql`
      DECLARE dumped NO SCROLL CURSOR FOR SELECT row_to_json(b)::text AS "line" FROM ${name(table)} b ${where}`)
    for (;;) {
      const rows = await tx.$queryRaw<{ line: string }[]>(
        sql`FETCH ${Prisma.raw(String(ROWS_PER_PAGE))} FROM dumped`,
      )
      if (rows.length > 0) yield rows.map(({ line }) => line)
      if (rows.length < ROWS_PER_PAGE) break
    }
    await tx.$executeRaw(sql`CLOSE dumped`)
  }
}

/** Is there nothing yet that a restored library could meet? Nobody can begin one until the transaction ends. */
export async function claimEmpty(tx: Tx): Promise<boolean> {
  await tx.$executeRaw(sql`LOCK TABLE "User", "Library", "Link" IN EXCLUSIVE MODE`)
  const [{ count } = { count: 0 }] = await tx.$queryRaw<{ count: number }[]>(sql`
    SELECT ((SELECT count(*) FROM "User") + (SELECT count(*) FROM "Library"))::int AS "count"`)
  if (count > 0) return false
  await tx.$executeRaw(sql`DELETE FROM "Setting" WHERE "key" = 'setup.token'`)
  await tx.$executeRaw(sql`CREATE TEMP TABLE later ("id" uuid, "value" uuid) ON COMMIT DROP`)
  return true
}

/**
 * Writes a page of rows.
 *
 * @param columns  of the database that they come from; those that it did not have get their defaults
 * @throws what the database throws at rows that do not fit: the transaction is lost then
 */
export async function loadRows(
  tx: Tx,
  table: DumpedTable,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  const rows = `[${lines.join(',')}]`
  const isLater = (column: string) => table === LATER.table && column === LATER.column
  const names = Prisma.join(columns.filter((column) => !isLater(column)).map(name))
  await tx.$executeRaw(sql`
    INSERT INTO ${name(table)} (${names})
    SELECT ${names} FROM json_populate_recordset(NULL::${name(table)}, ${rows}::json) ON CONFLICT DO NOTHING`)
  if (columns.some(isLater))
    await tx.$executeRaw(sql`
      INSERT INTO later SELECT "id", "frontId" FROM json_populate_recordset(NULL::"Link", ${rows}::json)
      WHERE "frontId" IS NOT NULL`)
}

/** After the last row. */
export async function finishLoading(tx: Tx): Promise<void> {
  await tx.$executeRaw(
    sql`UPDATE "Link" l SET "frontId" = later."value" FROM later WHERE later."id" = l."id"`,
  )
  for (const table of NUMBERED)
    await tx.$executeRaw(sql`
      SELECT setval(pg_get_serial_sequence(${`"${table}"`}, 'id'), coalesce((SELECT max("id") FROM ${name(table)}), 0) + 1, false)`)
}

/** How a blob lies in the store that it was put into. */
export interface StoredFacts {
  digest: string
  storedBytes: number
  encoding: string
  baseDigest: string | null
}

/** The store decides how bytes lie: rows of blobs that lie in another way than where they come from are told. */
export async function correctBlobs(tx: Tx, facts: readonly StoredFacts[]): Promise<void> {
  await tx.$executeRaw(sql`
    UPDATE "Blob" b SET "storedBytes" = f."storedBytes", "encoding" = f."encoding", "baseDigest" = f."baseDigest"
    FROM json_to_recordset(${JSON.stringify(facts)}::json)
      AS f("digest" char(64), "storedBytes" bigint, "encoding" text, "baseDigest" char(64))
    WHERE b."digest" = f."digest" AND (b."storedBytes", b."encoding", b."baseDigest")
      IS DISTINCT FROM (f."storedBytes", f."encoding", f."baseDigest")`)
}
