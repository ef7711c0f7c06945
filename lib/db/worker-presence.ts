// Is a worker alive? Workers say so every few seconds, by the database's clock; web asks for its readiness probe.
import type { Db, DbOrTx } from './client.ts'
import { sql } from './sql.ts'

const KEY = 'worker.alive'

/** How often a worker says that it is there. */
export const PRESENCE_INTERVAL_MS = 10_000
/** A worker that has missed two of its moments is not counted on. */
const PRESENCE_SECONDS = 35

/** Says that a worker is there now; which one does not matter to those who ask. */
export async function reportWorker(db: Db): Promise<void> {
  await db.$executeRaw(sql`
    INSERT INTO "Setting" ("key", "value", "updatedAt") VALUES (${KEY}, 'true', now())
    ON CONFLICT ("key") DO UPDATE SET "updatedAt" = now()`)
}

/** Has a worker been there lately? */
export async function isWorkerAlive(db: DbOrTx): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>(sql`
    SELECT 1 FROM "Setting" WHERE "key" = ${KEY}
      AND "updatedAt" > now() - make_interval(secs => ${PRESENCE_SECONDS})`)
  return rows.length > 0
}
