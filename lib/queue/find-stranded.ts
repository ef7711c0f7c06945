// Finds what waits to be worked on although no job speaks of it any more.
import type { JobName } from '#lib/contract/job.ts'
import type { Db } from '#lib/db/client.ts'
import { sql, type Sql } from '#lib/db/sql.ts'
import { HEARTBEAT_SECONDS } from './job-queues.ts'

const CAPTURE: JobName = 'capture'
const OPERATE: JobName = 'operate'

/** What was made later than now was made before somebody set the clock back: its job would wait until that moment comes again. */
const isOfNow = (moment: Sql) => sql`${moment} < now() + interval '1 minute'`

/** A claimed job reaches its snapshot's row when a page may open; one whose heart has stopped belongs to a dead worker. */
const GRACE_SECONDS = 2 * HEARTBEAT_SECONDS

/**
 * Ids of queued snapshots without a job that waits or that a living worker holds, oldest first. Such a row is left when a
 * worker is killed between claiming the job and beginning the attempt, or when a job was lost with its retries.
 */
export async function findStranded(db: Db, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(sql`
    SELECT s."id" FROM "Snapshot" s
    WHERE s."status" = 'queued'
      AND (s."createdAt" < now() - make_interval(secs => ${GRACE_SECONDS}) OR NOT ${isOfNow(sql`s."createdAt"`)})
      AND NOT EXISTS (
        SELECT FROM pgboss.job j
        WHERE j.name = ${CAPTURE} AND j.singleton_key = s."id"::text AND j.state < 'active'
          AND ${isOfNow(sql`j.created_on`)})
      AND NOT EXISTS (
        SELECT FROM pgboss.job j
        WHERE j.name = ${CAPTURE} AND j.singleton_key = s."id"::text AND j.state = 'active'
          AND coalesce(j.heartbeat_on, j.started_on) > now() - make_interval(secs => ${GRACE_SECONDS}))
    ORDER BY s."id" LIMIT ${limit}`)
  return rows.map((row) => row.id)
}

export interface StrandedOperation {
  id: string
  status: 'queued' | 'undoing'
  /** Its last job was tried as often as a job is. */
  isGivenUp: boolean
}

/**
 * Operations that should go on without a job that would do it, oldest first: its workers died one after the other, or the job
 * of an undo was dropped at sending because that of the operation itself had not ended yet.
 */
export function findStrandedOperations(db: Db, limit: number): Promise<StrandedOperation[]> {
  return db.$queryRaw(sql`
    SELECT o."id"::text, o."status", EXISTS (
      SELECT FROM pgboss.job j
      WHERE j.name = ${OPERATE} AND j.singleton_key = o."id"::text AND j.state = 'failed') AS "isGivenUp"
    FROM "Operation" o
    WHERE o."status" IN ('queued', 'undoing') AND NOT EXISTS (
      SELECT FROM pgboss.job j
      WHERE j.name = ${OPERATE} AND j.singleton_key = o."id"::text AND j.state <= 'active')
    ORDER BY o."id" LIMIT ${limit}`)
}
