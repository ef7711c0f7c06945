// The front rule: which version of a link is shown, so that a page that died never hides the copy that was good.
import type { Tx } from './client.ts'
import type { Verdict } from './generated/client.ts'
import { sql } from './sql.ts'

interface Version {
  id: string
  verdict: Verdict
}

/** Good before cut short before an error page, a wall or nothing; among equals the newer one. */
const RANK: Record<Verdict, number> = { good: 2, partial: 1, http_error: 0, wall: 0, empty: 0 }

/** Does `candidate` belong in front, where `front` stands now? Ids are UUIDv7: the greater one is the newer. */
export function outranks(candidate: Version, front: Version | null): boolean {
  if (!front) return true
  const difference = RANK[candidate.verdict] - RANK[front.verdict]
  return difference > 0 || (difference === 0 && candidate.id > front.id)
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
  if (!link?.frontId) return link && null
  const front = await tx.snapshot.findUnique({
    where: { id: link.frontId },
    select: { id: true, verdict: true },
  })
  return front?.verdict ? { id: front.id, verdict: front.verdict } : null
}

/** The version that belongs in front among the ready ones, after one of them went away; null when none is left. */
export async function findSuccessor(tx: Tx, linkId: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>(sql`
    SELECT "id" FROM "Snapshot" WHERE "linkId" = ${linkId}::uuid AND "status" = 'ready'
    ORDER BY CASE "verdict" WHEN 'good' THEN 2 WHEN 'partial' THEN 1 ELSE 0 END DESC, "id" DESC LIMIT 1`)
  return rows[0]?.id ?? null
}
