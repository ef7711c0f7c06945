// Is a worker alive? Workers say so every few seconds, by the database's clock; web asks for its readiness probe.
import type { Db, DbOrTx } from './client.ts'
import { sql } from './sql.ts'

const KEY = 'worker.alive'

/** How often a worker says that it is there. */
export const PRESENCE_INTERVAL_MS = 10_000
/** A worker that has missed two of its moments is not counted on. */
const PRESENCE_SECONDS = 35

export interface WorkerPresence {
  /** Has a worker been there lately? */
  isAlive: boolean
  /** Is there room on its disk for what it makes? True when nobody says otherwise. */
  hasRoom: boolean
}

/** Says that a worker is there now; which one does not matter to those who ask. */
export async function reportWorker(db: Db, { hasRoom }: { hasRoom: boolean }): Promise<void> {
  const value = JSON.stringify({ hasRoom })
  await db.$executeRaw(sql`
    INSERT INTO "Setting" ("key", "value", "updatedAt") VALUES (${KEY}, ${value}::jsonb, now())
    ON CONFLICT ("key") DO UPDATE SET "value" = EXCLUDED."value", "updatedAt" = now()`)
}

/** What the workers have said lately. */
export async function readWorkerPresence(db: DbOrTx): Promise<WorkerPresence> {
  const [row] = await db.$queryRaw<{ hasRoom: boolean }[]>(sql`
    SELECT "value" ->> 'hasRoom' IS DISTINCT FROM 'false' AS "hasRoom" FROM "Setting" WHERE "key" = ${KEY}
      AND "updatedAt" > now() - make_interval(secs => ${PRESENCE_SECONDS})`)
  return { isAlive: row !== undefined, hasRoom: row?.hasRoom ?? true }
}
