// The rows behind the events: written with their notification in one statement, read back in order.
import { snapshotEvent, type SnapshotEvent, type StoredEvent } from '#lib/contract/event.ts'
import type { Db, DbOrTx } from '#lib/db/client.ts'
import { sql, type Sql } from '#lib/db/sql.ts'
import type { EventTarget } from './events.ts'
import { EVENT_CHANNEL } from './listen.ts'

/** PostgreSQL refuses notifications of 8,000 bytes and more; a longer event is told by its id alone. */
const MAX_NOTIFICATION_BYTES = 7_500

/** Events read from the table at once. */
const PAGE_ROWS = 200

/**
 * Stores one event and notifies at the commit. The lock makes the ids of one snapshot's events grow in the order of
 * their commits: without it a reader could see event 8, resume after it, and never see event 7 that was committed later.
 */
export async function insertEvent(tx: DbOrTx, target: EventTarget, event: SnapshotEvent): Promise<void> {
  const { snapshotId, libraryId } = target
  const { kind, ...data } = event
  await tx.$queryRaw(sql`
    WITH gate AS MATERIALIZED (
      SELECT pg_advisory_xact_lock(hashtextextended(${snapshotId}, 0))
    ), stored AS (
      INSERT INTO "SnapshotEvent" ("snapshotId", "libraryId", "kind", "data", "createdAt")
      SELECT ${snapshotId}::uuid, ${libraryId}::uuid, ${kind}, ${JSON.stringify(data)}::jsonb, clock_timestamp()
      FROM gate
      RETURNING "id", "snapshotId", "libraryId", "kind", "data", "createdAt"
    ), told AS (
      SELECT "id", jsonb_build_object(
        'id', "id"::text, 'snapshotId', "snapshotId", 'libraryId', "libraryId",
        'at', to_char("createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'event', "data" || jsonb_build_object('kind', "kind"))::text AS payload
      FROM stored
    )
    SELECT pg_notify(${EVENT_CHANNEL}, CASE
      WHEN octet_length(payload) < ${MAX_NOTIFICATION_BYTES} THEN payload
      ELSE jsonb_build_object('id', "id"::text)::text END)::text
    FROM told`)
}

interface EventRow {
  id: bigint
  snapshotId: string
  libraryId: string
  event: unknown
  createdAt: Date
}

function toStoredEvent(row: EventRow): StoredEvent {
  return {
    id: String(row.id),
    snapshotId: row.snapshotId,
    libraryId: row.libraryId,
    at: row.createdAt.toISOString(),
    event: snapshotEvent.parse(row.event),
  }
}

async function* readPages(db: Db, filter: Sql, afterId: bigint): AsyncGenerator<StoredEvent> {
  let lastId = afterId
  for (;;) {
    const rows = await db.$queryRaw<EventRow[]>(sql`
      SELECT "id", "snapshotId", "libraryId", "data" || jsonb_build_object('kind', "kind") AS "event", "createdAt"
      FROM "SnapshotEvent"
      WHERE ${filter} AND "id" > ${lastId} ORDER BY "id" LIMIT ${PAGE_ROWS}`)
    for (const row of rows) yield toStoredEvent(row)
    const last = rows.at(-1)
    if (!last || rows.length < PAGE_ROWS) return
    lastId = last.id
  }
}

/** Events of one snapshot after `afterId`, in order. */
export function readSnapshotEvents(db: Db, snapshotId: string, afterId: bigint): AsyncGenerator<StoredEvent> {
  return readPages(db, sql`"snapshotId" = ${snapshotId}::uuid`, afterId)
}

/** Events of one library after `afterId`, in the order of their ids. */
export function readLibraryEvents(db: Db, libraryId: string, afterId: bigint): AsyncGenerator<StoredEvent> {
  return readPages(db, sql`"libraryId" = ${libraryId}::uuid`, afterId)
}

/** The newest event of a library, 0 when there is none. */
export async function newestEventId(db: Db, libraryId: string): Promise<bigint> {
  const rows = await db.$queryRaw<{ id: bigint }[]>(sql`
    SELECT "id" FROM "SnapshotEvent" WHERE "libraryId" = ${libraryId}::uuid ORDER BY "id" DESC LIMIT 1`)
  return rows[0]?.id ?? 0n
}
