// Tags given to many links at once and taken from them, with counters and notes for undoing in the same statement.
import type { Visibility } from './generated/client.ts'
import type { Tx } from './client.ts'
import { sql, type Sql } from './sql.ts'

/** What one step of an operation went through. */
export interface Stepped {
  /** Links gone through. */
  count: number
  /** Those of them that were changed. */
  changedIds: string[]
}

interface PairChange {
  /** A statement that selects "linkId". */
  links: Sql
  /** Ids of tags of the same library. */
  add: readonly string[]
  remove: readonly string[]
}

/** Links that bear a tag, `limit` at most. */
export const linksBearing = (tagId: string, limit: number): Sql =>
  sql`SELECT "linkId" FROM "LinkTag" WHERE "tagId" = ${tagId}::uuid LIMIT ${limit}::int`

/** How many times links bear these tags or ones below them. */
export async function countBearers(tx: Tx, libraryId: string, tagIds: readonly string[]): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>(sql`
    SELECT coalesce(sum("linkCount"), 0)::int AS "count" FROM "Tag" t
    WHERE t."libraryId" = ${libraryId}::uuid AND EXISTS (
      SELECT FROM "Tag" a WHERE a."id" = ANY(${[...tagIds]}::uuid[])
        AND (t."id" = a."id" OR starts_with(t."key", a."key" || '/')))`)
  return row?.count ?? 0
}

/** Those of the links that belong to the library. */
export const linksNamed = (libraryId: string, ids: readonly string[]): Sql => sql`
  SELECT "id" AS "linkId" FROM "Link" WHERE "libraryId" = ${libraryId}::uuid AND "id" = ANY(${[...ids]}::uuid[])`

/**
 * Gives tags to links and takes others from them; what really changed is noted in the operation. The caller holds the
 * library's tags (`lockTags`, exclusive).
 */
export async function changePairs(tx: Tx, operationId: string, change: PairChange): Promise<Stepped> {
  const { links, add, remove } = change
  const [row] = await tx.$queryRaw<[Stepped]>(sql`
    WITH links AS MATERIALIZED (${links}),
    gone AS (
      DELETE FROM "LinkTag" lt USING links
      WHERE lt."linkId" = links."linkId" AND lt."tagId" = ANY(${[...remove]}::uuid[])
      RETURNING lt."tagId", lt."linkId"),
    came AS (
      INSERT INTO "LinkTag" ("tagId", "linkId")
      SELECT tag, "linkId" FROM links, unnest(${[...add]}::uuid[]) tag
      ON CONFLICT DO NOTHING RETURNING "tagId", "linkId"),
    changed AS (
      SELECT "tagId", "linkId", 'untagged' AS "change" FROM gone
      UNION ALL SELECT "tagId", "linkId", 'tagged' FROM came),
    noted AS (
      INSERT INTO "OperationStep" ("operationId", "linkId", "tagId", "change")
      SELECT ${operationId}::uuid, "linkId", "tagId", "change" FROM changed),
    counted AS (
      UPDATE "Tag" SET "linkCount" = "linkCount" + c."difference" FROM (
        SELECT "tagId", sum(CASE "change" WHEN 'tagged' THEN 1 ELSE -1 END)::int AS "difference"
        FROM changed GROUP BY "tagId") c
      WHERE "Tag"."id" = c."tagId")
    SELECT (SELECT count(*)::int FROM links) AS "count",
      ARRAY(SELECT DISTINCT "linkId"::text FROM changed) AS "changedIds"`)
  return row
}

/** Shows links to everybody, or hides them; noted like tags. */
export async function changeVisibility(
  tx: Tx,
  operationId: string,
  { links, visibility }: { links: Sql; visibility: Visibility },
): Promise<void> {
  const change = visibility === 'public' ? 'published' : 'hidden'
  await tx.$executeRaw(sql`
    WITH links AS MATERIALIZED (${links}),
    changed AS (
      UPDATE "Link" l SET "visibility" = ${visibility}::"Visibility", "updatedAt" = now() FROM links
      WHERE l."id" = links."linkId" AND l."visibility" <> ${visibility}::"Visibility" RETURNING l."id")
    INSERT INTO "OperationStep" ("operationId", "linkId", "change")
    SELECT ${operationId}::uuid, "id", ${change} FROM changed`)
}

/**
 * Takes back the latest steps of an operation; they are gone then. Links and tags that were deleted meanwhile are passed
 * over.
 *
 * @returns how many steps were taken back
 */
export async function takeBackSteps(
  tx: Tx,
  libraryId: string,
  operationId: string,
  limit: number,
): Promise<Stepped> {
  const [row] = await tx.$queryRaw<[Stepped]>(sql`
    WITH taken AS (
      DELETE FROM "OperationStep" WHERE "id" IN (
        SELECT "id" FROM "OperationStep" WHERE "operationId" = ${operationId}::uuid ORDER BY "id" DESC LIMIT ${limit}::int)
      RETURNING "linkId", "tagId", "change"),
    steps AS MATERIALIZED (
      SELECT taken.* FROM taken JOIN "Link" l ON l."id" = taken."linkId" AND l."libraryId" = ${libraryId}::uuid),
    gone AS (
      DELETE FROM "LinkTag" lt USING steps
      WHERE steps."change" = 'tagged' AND lt."tagId" = steps."tagId" AND lt."linkId" = steps."linkId"
      RETURNING lt."tagId", lt."linkId"),
    came AS (
      INSERT INTO "LinkTag" ("tagId", "linkId")
      SELECT t."id", steps."linkId" FROM steps
      JOIN "Tag" t ON t."id" = steps."tagId" AND t."libraryId" = ${libraryId}::uuid
      WHERE steps."change" = 'untagged'
      ON CONFLICT DO NOTHING RETURNING "tagId", "linkId"),
    changed AS (
      SELECT "tagId", "linkId", -1 AS "difference" FROM gone UNION ALL SELECT "tagId", "linkId", 1 FROM came),
    counted AS (
      UPDATE "Tag" SET "linkCount" = "linkCount" + c."difference" FROM (
        SELECT "tagId", sum("difference")::int AS "difference" FROM changed GROUP BY "tagId") c
      WHERE "Tag"."id" = c."tagId"),
    shown AS (
      UPDATE "Link" l SET "updatedAt" = now(),
        "visibility" = (CASE steps."change" WHEN 'published' THEN 'private' ELSE 'public' END)::"Visibility"
      FROM steps WHERE l."id" = steps."linkId" AND steps."tagId" IS NULL)
    SELECT (SELECT count(*)::int FROM taken) AS "count",
      ARRAY(SELECT DISTINCT "linkId"::text FROM changed) AS "changedIds"`)
  return row
}
