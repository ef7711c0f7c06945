// The front rule: which version of a link is shown, so that a page that died never hides the copy that was good.
import type { DbOrTx, Tx } from './client.ts'
import type { Verdict } from './generated/client.ts'
import { sql } from './sql.ts'

interface Version {
  id: string
  verdict: Verdict
  /** The version whose second pass it is. */
  passOf: string | null
  /** Of the assessed fidelity; null while nobody has compared it with the live page. */
  score: number | null
}

/** Good before cut short before an error page, a wall or nothing; among equals the newer one. */
const RANK: Record<Verdict, number> = { good: 2, partial: 1, http_error: 0, wall: 0, empty: 0 }

/** A second pass takes the place of the first only when it is this much better: less is chance. */
const MIN_GAIN = 0.01

/**
 * Does `candidate` belong in front, where `front` stands now? Ids are UUIDv7: the greater one is the newer. Two passes
 * over the same page are no news of each other: the more faithful one wins, once both were looked at.
 */
export function outranks(candidate: Version, front: Version | null): boolean {
  if (!front) return true
  const difference = RANK[candidate.verdict] - RANK[front.verdict]
  if (difference !== 0) return difference > 0
  if (candidate.passOf === front.id) return (candidate.score ?? 0) >= (front.score ?? 1) + MIN_GAIN
  return candidate.id > front.id
}

/** What the front rule wants to know of a ready version; null when there is none. */
export async function findVersion(tx: Tx, snapshotId: string): Promise<Version | null> {
  const rows = await tx.$queryRaw<Version[]>(sql`
    SELECT "id", "verdict", "passOf",
      CASE WHEN "assessedAt" IS NOT NULL THEN ("fidelity"->>'score')::float END AS "score"
    FROM "Snapshot" WHERE "id" = ${snapshotId}::uuid AND "status" = 'ready' AND "verdict" IS NOT NULL`)
  return rows[0] ?? null
}

/**
 * Locks the link until the end of the transaction, so that two versions that become ready at once are compared one
 * after the other, and gives the version in front. `undefined`: the link was deleted.
 */
export async function lockFront(tx: Tx, linkId: string): Promise<Version | null | undefined> {
  const rows = await tx.$queryRaw<{ frontId: string | null }[]>(
    sql`SELECT "frontId" FROM "Link" WHERE "id" = ${linkId}::uuid FOR NO KEY UPDATE`,
  )
  const link = rows[0]
  return link?.frontId ? findVersion(tx, link.frontId) : link && null
}

/**
 * The version that belongs in front among the ready ones, after one of them (or `except`) went away; null when none is
 * left. Of two passes over the same page that is the more faithful one.
 */
export async function findSuccessor(
  db: DbOrTx,
  linkId: string,
  { except = null }: { except?: string | null } = {},
): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string }[]>(sql`
    SELECT "id" FROM "Snapshot" WHERE "linkId" = ${linkId}::uuid AND "status" = 'ready'
      AND "id" IS DISTINCT FROM ${except}::uuid
    ORDER BY CASE "verdict" WHEN 'good' THEN 2 WHEN 'partial' THEN 1 ELSE 0 END DESC,
      coalesce("passOf", "id") DESC, "assessedAt" IS NULL, ("fidelity"->>'score')::float DESC NULLS LAST, "id" DESC
    LIMIT 1`)
  return rows[0]?.id ?? null
}
