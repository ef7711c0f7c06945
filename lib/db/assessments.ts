// Assessments: which ready snapshots wait to be compared with the live page, and what came of it.
import type { Digest } from '#lib/kernel/digest.ts'
import type { DbOrTx, Tx } from './client.ts'
import { findVersion, lockFront, outranks } from './front.ts'
import type { Prisma } from './generated/client.ts'
import { sql } from './sql.ts'

/** A snapshot that waits for its assessment, and what the capture left behind to compare with. */
export interface Unassessed {
  id: string
  libraryId: string
  linkId: string
  url: string
  title: string | null
  lang: string | null
  verdict: 'good' | 'partial'
  passOf: string | null
  /** Options of its capture, of unknown shape. */
  capture: unknown
  /** What the capture itself knew; of unknown shape. */
  fidelity: unknown
  /** What the capture left behind, by kind; the parts of the page are not among them. */
  artifacts: ReadonlyMap<string, { digest: Digest; contentType: string }>
}

/** Null when there is nothing to do: it is assessed, gone, or of a verdict that nobody compares. */
export async function findUnassessed(db: DbOrTx, snapshotId: string): Promise<Unassessed | null> {
  const row = await db.snapshot.findFirst({
    where: { id: snapshotId, status: 'ready', assessedAt: null },
    include: { artifacts: { where: { kind: { in: ['page', 'screenshot', 'visible'] } } } },
  })
  if (!row || (row.verdict !== 'good' && row.verdict !== 'partial')) return null
  const { id, libraryId, linkId, url, title, lang, verdict, passOf, capture, fidelity } = row
  const artifacts = new Map(
    row.artifacts.map(({ kind, blobDigest, contentType }) => [kind, { digest: blobDigest, contentType }]),
  )
  return { id, libraryId, linkId, url, title, lang, verdict, passOf, capture, fidelity, artifacts }
}

/** Writes the report, once; false when somebody else has, or the snapshot is gone. */
export async function saveAssessment(
  tx: Tx,
  snapshotId: string,
  fidelity: Prisma.InputJsonObject,
  assessedAt: Date,
): Promise<boolean> {
  const { count } = await tx.snapshot.updateMany({
    where: { id: snapshotId, status: 'ready', assessedAt: null },
    data: { fidelity, assessedAt },
  })
  return count === 1
}

/**
 * Puts a second pass in front of its link when it has turned out better than the first, which stands there. Everything
 * else was settled when it became ready.
 *
 * @returns whether it came in front now
 */
export async function settleSecondPass(
  tx: Tx,
  { id, linkId }: Pick<Unassessed, 'id' | 'linkId'>,
): Promise<boolean> {
  const front = await lockFront(tx, linkId)
  const second = await findVersion(tx, id)
  if (!front || !second || second.passOf !== front.id || !outranks(second, front)) return false
  await tx.$executeRaw(sql`UPDATE "Link" SET "frontId" = ${id}::uuid WHERE "id" = ${linkId}::uuid`)
  return true
}

/** Was this link visited a second time since then? One more visit would hardly show something else. */
export async function hadSecondPass(tx: Tx, linkId: string, since: Date): Promise<boolean> {
  const found = await tx.snapshot.findFirst({
    where: { linkId, passOf: { not: null }, createdAt: { gt: since } },
    select: { id: true },
  })
  return found !== null
}
