// Versions that an operation queued, and how those that still wait are taken back.
import type { DbOrTx, Tx } from './client.ts'
import { sql } from './sql.ts'
import { Prisma } from './generated/client.ts'
import type { QueuedVersion } from './snapshots.ts'

/** Notes in the operation what it queued. */
export async function noteVersions(
  tx: Tx,
  operationId: string,
  versions: readonly QueuedVersion[],
): Promise<void> {
  await tx.operationStep.createMany({
    data: versions.map(({ id: snapshotId, linkId, before }) => ({
      operationId,
      linkId,
      snapshotId,
      change: 'queued',
      before: before ?? Prisma.DbNull,
    })),
  })
}

interface TakenBack {
  /** Notes gone through. */
  count: number
  /** Links that have one version less in the queue. */
  changedIds: string[]
  /** Versions that have failed again, as before. */
  failed: { snapshotId: string; code: string; detail: Record<string, unknown> | null }[]
}

/** Goes through the latest notes of an operation; they are gone then. What has begun meanwhile goes on. */
export async function takeBackVersions(
  tx: Tx,
  libraryId: string,
  operationId: string,
  limit: number,
): Promise<TakenBack> {
  const [row] = await tx.$queryRaw<[TakenBack]>(sql`
    WITH taken AS (
      DELETE FROM "OperationStep" WHERE "id" IN (
        SELECT "id" FROM "OperationStep" WHERE "operationId" = ${operationId}::uuid ORDER BY "id" DESC LIMIT ${limit}::int)
      RETURNING "snapshotId", "before"),
    waiting AS MATERIALIZED (
      SELECT s."id", s."linkId", taken."before" FROM taken JOIN "Snapshot" s ON s."id" = taken."snapshotId"
      WHERE s."libraryId" = ${libraryId}::uuid AND s."status" = 'queued' FOR UPDATE OF s SKIP LOCKED),
    gone AS (
      DELETE FROM "Snapshot" s USING waiting w WHERE s."id" = w."id" AND w."before" IS NULL RETURNING s."linkId"),
    failed AS (
      UPDATE "Snapshot" s SET "status" = 'failed', "errorCode" = w."before"->>'code',
        "errorDetail" = nullif(w."before"->'detail', 'null'), "attempts" = (w."before"->>'attempts')::int
      FROM waiting w WHERE s."id" = w."id" AND w."before" IS NOT NULL RETURNING s."id", s."linkId", s."errorCode", s."errorDetail")
    SELECT (SELECT count(*)::int FROM taken) AS "count",
      ARRAY(SELECT "linkId"::text FROM gone UNION ALL SELECT "linkId"::text FROM failed) AS "changedIds",
      (SELECT coalesce(json_agg(json_build_object('snapshotId', "id", 'code', "errorCode", 'detail', "errorDetail")), '[]')
        FROM failed) AS "failed"`)
  return row
}

/** Those of these operations that capture links again and of which a version still waits. */
export async function operationsThatWait(
  db: DbOrTx,
  operationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>(sql`
    SELECT o."id"::text FROM "Operation" o
    WHERE o."id" = ANY(${[...operationIds]}::uuid[]) AND o."kind" = 'links.recapture' AND EXISTS (
      SELECT FROM "OperationStep" n JOIN "Snapshot" s ON s."id" = n."snapshotId" AND s."status" = 'queued'
      WHERE n."operationId" = o."id")`)
  return new Set(rows.map(({ id }) => id))
}
