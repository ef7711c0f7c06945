// Attempts: who works on a snapshot now. A lease fences it: only its holder can finish, and a dead holder's runs out.
import type { Intervention } from '#lib/contract/intervention.ts'
import type { ErrorCode, ErrorDetail } from '#lib/kernel/errors.ts'
import { newId } from '#lib/kernel/ids.ts'
import { MAX_ATTEMPTS } from '#lib/kernel/limits.ts'
import type { DbOrTx, Tx } from './client.ts'
import { lockFront, outranks } from './front.ts'
import { Prisma, type Stage, type Verdict } from './generated/client.ts'
import { sql } from './sql.ts'

/** A running attempt; `lease` is its fencing token. */
export interface Attempt {
  snapshotId: string
  libraryId: string
  linkId: string
  url: string
  lease: string
  /** 1 for the first. */
  attempt: number
  /** When the version was asked for. */
  createdAt: Date
  /** The version whose second pass this is. */
  passOf: string | null
  /** As its row has it: what a person said of this capture. */
  capture: unknown
}

/** Somebody else holds the snapshot, or it has ended or is gone: what this attempt did must not be written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** What a finished capture writes into its row. */
export interface ReadyFields {
  verdict: Verdict
  finalUrl: string | null
  httpStatus: number | null
  contentType: string | null
  title: string | null
  byline: string | null
  siteName: string | null
  excerpt: string | null
  lang: string | null
  publishedAt: Date | null
  wordCount: number | null
  capturedAt: Date
  durationMs: number
  resourcesTotal: number
  resourcesStored: number
  resourcesFailed: number
  resourcesBytes: number
  newBytes: number
  keptBytes: number
  interventions: Intervention[]
  fidelity: Prisma.InputJsonObject
  contentDigest: string
  manifestDigest: string
  extractorVersion: number
}

const held = ({ snapshotId, lease }: Attempt) =>
  ({ id: snapshotId, lease, status: 'capturing' }) satisfies Prisma.SnapshotWhereInput

/** Leases last seconds: one that ends in hours was given before somebody set the clock back. */
const isOver = sql`("leaseUntil" < now() OR "leaseUntil" > now() + interval '1 hour')`

/**
 * Begins an attempt: counts it and takes the lease for `leaseMs` by the database's clock. Null when there is nothing
 * to do: the snapshot has ended, is gone, has used up its attempts, or is validly held by somebody.
 */
export async function beginAttempt(db: DbOrTx, snapshotId: string, leaseMs: number): Promise<Attempt | null> {
  const rows = await db.$queryRaw<Attempt[]>(sql`
    UPDATE "Snapshot" SET
      "status" = 'capturing', "stage" = 'loading', "attempts" = "attempts" + 1,
      "lease" = ${newId()}::uuid, "leaseUntil" = now() + make_interval(secs => ${leaseMs / 1_000}),
      "errorCode" = NULL, "errorDetail" = NULL
    WHERE "id" = ${snapshotId}::uuid AND "attempts" < ${MAX_ATTEMPTS}
      AND ("status" = 'queued' OR ("status" = 'capturing' AND ${isOver}))
    RETURNING "id" AS "snapshotId", "libraryId", "linkId", "url", "lease", "attempts" AS "attempt", "createdAt",
      "passOf", "capture"`)
  return rows[0] ?? null
}

/** Keeps the lease for another `leaseMs`; false when it is lost, and the attempt must stop. */
export async function heartbeat(db: DbOrTx, attempt: Attempt, leaseMs: number): Promise<boolean> {
  const count = await db.$executeRaw(sql`
    UPDATE "Snapshot" SET "leaseUntil" = now() + make_interval(secs => ${leaseMs / 1_000})
    WHERE "id" = ${attempt.snapshotId}::uuid AND "lease" = ${attempt.lease}::uuid AND "status" = 'capturing'`)
  return count === 1
}

/** Notes how far the attempt is; false when its lease is lost. */
export async function setStage(db: DbOrTx, attempt: Attempt, stage: Stage): Promise<boolean> {
  const { count } = await db.snapshot.updateMany({ where: held(attempt), data: { stage } })
  return count === 1
}

/**
 * Ends the attempt as `ready`, and puts the version in front of its link where the front rule says so. Its blobs,
 * resources and artifacts must be written in the same transaction.
 *
 * @throws LeaseLost when the attempt does not hold the snapshot any more
 */
export async function markReady(
  tx: Tx,
  attempt: Attempt,
  fields: ReadyFields,
): Promise<{ isFront: boolean }> {
  const { snapshotId, linkId } = attempt
  // Link before snapshot, as deleting a link locks them: two transactions never wait for each other in a circle.
  const front = await lockFront(tx, linkId)
  const { count } = await tx.snapshot.updateMany({
    where: held(attempt),
    data: { ...fields, status: 'ready', stage: 'done', lease: null, leaseUntil: null },
  })
  if (count === 0 || front === undefined) throw new LeaseLost(snapshotId)
  const { passOf } = attempt
  const isFront = outranks({ id: snapshotId, verdict: fields.verdict, passOf, score: null }, front)
  // The link itself has not changed: `updatedAt` tells when a person changed it.
  if (isFront)
    await tx.$executeRaw(sql`UPDATE "Link" SET "frontId" = ${snapshotId}::uuid WHERE "id" = ${linkId}::uuid`)
  return { isFront }
}

/** @throws LeaseLost when the attempt does not hold the snapshot any more */
export async function markFailed(
  tx: DbOrTx,
  attempt: Attempt,
  error: { code: ErrorCode; detail: ErrorDetail },
): Promise<void> {
  const { count } = await tx.snapshot.updateMany({
    where: held(attempt),
    data: {
      status: 'failed',
      errorCode: error.code,
      errorDetail: error.detail,
      lease: null,
      leaseUntil: null,
    },
  })
  if (count === 0) throw new LeaseLost(attempt.snapshotId)
}

/**
 * Gives the snapshot back to the queue, with the cause of the attempt that ended. The caller enqueues the next job in
 * the same transaction. Without a cause the attempt does not count: the worker stopped, nothing went wrong.
 *
 * @throws LeaseLost when the attempt does not hold the snapshot any more
 */
export async function requeueAttempt(
  tx: DbOrTx,
  attempt: Attempt,
  error: { code: ErrorCode; detail: ErrorDetail } | null,
): Promise<void> {
  const { count } = await tx.snapshot.updateMany({
    where: held(attempt),
    data: {
      status: 'queued',
      stage: 'queued',
      errorCode: error?.code ?? null,
      errorDetail: error?.detail ?? Prisma.DbNull,
      lease: null,
      leaseUntil: null,
      attempts: error ? undefined : { decrement: 1 },
    },
  })
  if (count === 0) throw new LeaseLost(attempt.snapshotId)
}

/** A snapshot whose worker died, and what has become of it. */
export interface Abandoned {
  snapshotId: string
  libraryId: string
  status: 'queued' | 'failed'
}

/**
 * Takes one snapshot whose lease has run out from its dead worker: back to the queue, or to `failed` (`internal`) when
 * the dead attempt was the last one. The caller enqueues or tells in the same transaction. Null when there is none.
 */
export async function takeAbandoned(tx: Tx): Promise<Abandoned | null> {
  const rows = await tx.$queryRaw<Abandoned[]>(sql`
    UPDATE "Snapshot" SET
      "status" = CASE WHEN "attempts" < ${MAX_ATTEMPTS} THEN 'queued' ELSE 'failed' END::"SnapshotStatus",
      "stage" = CASE WHEN "attempts" < ${MAX_ATTEMPTS} THEN 'queued' ELSE "stage" END,
      "errorCode" = 'internal', "lease" = NULL, "leaseUntil" = NULL
    WHERE "id" = (
      SELECT "id" FROM "Snapshot" WHERE "status" = 'capturing' AND ${isOver}
      ORDER BY "id" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING "id" AS "snapshotId", "libraryId", "status"`)
  return rows[0] ?? null
}
