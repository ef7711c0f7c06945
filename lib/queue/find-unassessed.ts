// Finds ready snapshots that nobody compares with the live page although they wait for it.
import type { JobName } from '#lib/contract/job.ts'
import type { Db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { newId } from '#lib/kernel/ids.ts'

const ASSESS: JobName = 'assess'

/** Ids of snapshots made after `since` that wait for an assessment without a job that would do it, oldest first. */
export async function findUnassessed(db: Db, since: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(sql`
    SELECT s."id" FROM "Snapshot" s
    WHERE s."status" = 'ready' AND s."assessedAt" IS NULL AND s."verdict" IN ('good', 'partial')
      AND s."id" > ${newId(since.getTime())}::uuid
      AND NOT EXISTS (
        SELECT FROM pgboss.job j
        WHERE j.name = ${ASSESS} AND j.singleton_key = s."id"::text AND j.state <= 'active')
    ORDER BY s."id" LIMIT ${limit}`)
  return rows.map(({ id }) => id)
}
