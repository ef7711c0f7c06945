// Whose turn it is at a site: counts who captures there now, in all workers, so that one import does not hammer one host.
import type { Tx } from './client.ts'
import { sql } from './sql.ts'

/** Advisory locks of ours that are about sites; the second key is the site. */
const SITE_LOCKS = 7_401

export interface Politeness {
  /** Captures of one site at the same time, all workers together. */
  siteConcurrency: number
  /** Pause after a capture before the next one of the same site begins. */
  siteDelayMs: number
}

/**
 * How long a snapshot should wait for its site: 0 when its attempt may begin in this transaction, `Infinity` when others
 * are there and nobody knows for how long. Transactions that ask for the same site go one after the other.
 */
export async function waitOfSite(tx: Tx, snapshotId: string, politeness: Politeness): Promise<number> {
  const { siteConcurrency, siteDelayMs } = politeness
  const [target] = await tx.$queryRaw<{ site: string; libraryId: string }[]>(sql`
    SELECT l."site", l."libraryId" FROM "Snapshot" s JOIN "Link" l ON l."id" = s."linkId"
    WHERE s."id" = ${snapshotId}::uuid AND s."status" IN ('queued', 'capturing')`)
  // Ended or gone: the attempt will see that by itself.
  if (!target) return 0
  const { site, libraryId } = target
  await tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(${SITE_LOCKS}::int, hashtext(${site}))`)
  const [running] = await tx.$queryRaw<{ count: number }[]>(sql`
    SELECT count(*)::int AS "count" FROM "Snapshot" s JOIN "Link" l ON l."id" = s."linkId"
    WHERE s."status" = 'capturing' AND s."leaseUntil" > clock_timestamp() AND l."site" = ${site}
      AND s."id" <> ${snapshotId}::uuid`)
  if ((running?.count ?? 0) >= siteConcurrency) return Infinity
  if (siteDelayMs === 0) return 0
  const [last] = await tx.$queryRaw<{ waitMs: number | null }[]>(sql`
    SELECT (${siteDelayMs} - extract(epoch FROM clock_timestamp() - max(s."capturedAt")) * 1000)::float AS "waitMs"
    FROM "Link" l JOIN "Snapshot" s ON s."linkId" = l."id"
    WHERE l."libraryId" = ${libraryId}::uuid AND l."site" = ${site}`)
  // A capture of tomorrow ended before the clock was set back.
  return Math.min(Math.max(0, last?.waitMs ?? 0), siteDelayMs)
}
