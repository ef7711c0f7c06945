// Counters of libraries and of the blob store. Triggers append what changes to StatisticChange in the transaction that
// changes it (prisma/migrations/20261126190000_statistics), so that no two writers wait for the same row.
import type { Db, DbOrTx } from './client.ts'
import { sql, type Sql } from './sql.ts'

/** By name: `links`, `snapshots.<status>`, `verdicts.<verdict>`, `seenBytes`, `addedBytes`; of the store see below. */
export type Counters = ReadonlyMap<string, number>

/** Changes that one round adds up. */
const FOLDED_PER_ROUND = 20_000

async function readCounters(db: DbOrTx, where: Sql): Promise<Counters> {
  const rows = await db.$queryRaw<{ name: string; value: string }[]>(sql`
    SELECT "name", sum("value")::text AS "value" FROM (
      SELECT "name", "value" FROM "Statistic" WHERE ${where}
      UNION ALL SELECT "name", "change" FROM "StatisticChange" WHERE ${where}) counted
    GROUP BY "name"`)
  return new Map(rows.map(({ name, value }) => [name, Number(value)]))
}

/** The counters of one library: a handful of rows, however many links it has. */
export const readLibraryCounters = (db: DbOrTx, libraryId: string): Promise<Counters> =>
  readCounters(db, sql`"scope" = ${libraryId}::uuid`)

/** How many links each library has that ever had one. */
export async function countLinksByLibrary(db: DbOrTx): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ scope: string; count: number }[]>(sql`
    SELECT "scope"::text, sum("value")::int AS "count" FROM (
      SELECT "scope", "value" FROM "Statistic" WHERE "name" = 'links'
      UNION ALL SELECT "scope", "change" FROM "StatisticChange" WHERE "name" = 'links') counted
    GROUP BY 1`)
  return new Map(rows.map(({ scope, count }) => [scope, count]))
}

/** Those of all libraries together, with `blobs`, `contentBytes` and `storedBytes` of the store. */
export const readAllCounters = (db: DbOrTx): Promise<Counters> => readCounters(db, sql`TRUE`)

/** Adds up changes of which there are many by now; in several workers at once each takes others. */
export async function foldStatistics(db: Db): Promise<void> {
  await db.$executeRaw(sql`
    WITH taken AS (
      DELETE FROM "StatisticChange" WHERE "id" IN (
        SELECT "id" FROM "StatisticChange" ORDER BY "id" LIMIT ${FOLDED_PER_ROUND} FOR UPDATE SKIP LOCKED)
      RETURNING "scope", "name", "change")
    INSERT INTO "Statistic" ("scope", "name", "value")
    SELECT "scope", "name", sum("change") FROM taken GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("scope", "name") DO UPDATE SET "value" = "Statistic"."value" + EXCLUDED."value"`)
}
