// Snapshots as people see them: versions of a link, found and listed with the artifacts that can be fetched.
import type { CaptureOptions } from '#lib/contract/capture-options.ts'
import { artifactKind } from '#lib/contract/snapshot.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { isId, newId } from '#lib/kernel/ids.ts'
import type { DbOrTx, Tx } from './client.ts'
import { Prisma, type Artifact, type Snapshot, type SnapshotStatus } from './generated/client.ts'
import { sql } from './sql.ts'
import { ROWS_TO_COUNT, rowsFor, toPage, toTotal, type Page } from './page.ts'

export type SnapshotRow = Snapshot

/** Without the parts of the page, of which there may be hundreds. */
export type SnapshotWithArtifacts = SnapshotRow & { artifacts: Artifact[] }

/** What a snapshot's page needs of its link. */
const linkFields = {
  id: true,
  canonicalUrl: true,
  originalUrl: true,
  site: true,
  title: true,
  note: true,
  visibility: true,
  frontId: true,
} satisfies Prisma.LinkSelect
export type SnapshotWithLink = SnapshotWithArtifacts & {
  link: Prisma.LinkGetPayload<{ select: typeof linkFields }>
}

/** Who looks: a library sees its own rows and what others made public; null sees only what is public. */
export interface Viewer {
  libraryId: string | null
}

/**
 * Include clause of `SnapshotWithArtifacts`. Prisma loads relations side by side, and pg warns (to go on refusing in its
 * next major) when more than two queries wait for the connection of a transaction: two relations are as many as fit.
 */
export const withArtifacts = {
  include: {
    artifacts: { where: { kind: { in: [...artifactKind.options] } } },
  },
} satisfies Prisma.SnapshotDefaultArgs

const withLink = {
  include: { ...withArtifacts.include, link: { select: linkFields } },
} satisfies Prisma.SnapshotDefaultArgs

/** Everybody may see it, also who is not signed in: until whoever keeps it is removed. */
export const IS_PUBLIC = {
  visibility: 'public',
  library: { ownerId: { not: null } },
} satisfies Prisma.LinkWhereInput

const visibleTo = ({ libraryId }: Viewer): Prisma.SnapshotWhereInput =>
  libraryId ? { OR: [{ libraryId }, { link: IS_PUBLIC }] } : { link: IS_PUBLIC }

/** A new queued version of a link of this library, perhaps a second pass of another one. The caller enqueues its job in the same transaction. */
export function insertSnapshot(
  tx: Tx,
  libraryId: string,
  {
    linkId,
    url,
    passOf,
    capture,
  }: { linkId: string; url: string; passOf?: string; capture?: CaptureOptions },
): Promise<SnapshotRow> {
  return tx.snapshot.create({ data: { id: newId(), libraryId, linkId, url, passOf, capture } })
}

/** @throws AppError `not_found` when it does not exist or the viewer may not see it */
export async function findSnapshot(
  db: DbOrTx,
  viewer: Viewer,
  snapshotId: string,
): Promise<SnapshotWithLink> {
  const snapshot = await db.snapshot.findFirst({
    where: { id: snapshotId, ...visibleTo(viewer) },
    ...withLink,
  })
  if (!snapshot) throw new AppError('not_found')
  return snapshot
}

/** The newest version of a link that somebody asked for, or null; with `verdict: 'good'` the newest good one. */
export function findNewestSnapshot(
  db: DbOrTx,
  libraryId: string,
  linkId: string,
  filter: { verdict?: 'good' } = {},
): Promise<SnapshotWithLink | null> {
  return db.snapshot.findFirst({
    where: { libraryId, linkId, passOf: null, ...filter },
    orderBy: { id: 'desc' },
    ...withLink,
  })
}

/**
 * Versions of this library, newest first.
 *
 * @param options.cursor  `nextCursor` of the page before
 * @throws AppError `invalid_cursor`
 */
export async function listSnapshots(
  db: DbOrTx,
  libraryId: string,
  options: { linkId?: string; status?: SnapshotStatus; limit: number; cursor?: string },
): Promise<Page<SnapshotWithLink>> {
  const { linkId, status, limit, cursor } = options
  if (cursor !== undefined && !isId(cursor)) throw new AppError('invalid_cursor')
  const where: Prisma.SnapshotWhereInput = { libraryId, linkId, status }
  const rows = await db.snapshot.findMany({
    where: cursor === undefined ? where : { ...where, id: { lt: cursor } },
    orderBy: { id: 'desc' },
    take: rowsFor(limit),
    ...withLink,
  })
  const counted = await db.snapshot.count({ where, take: ROWS_TO_COUNT })
  return toPage(rows, limit, toTotal(counted), (row) => row.id)
}

const REQUEUED = {
  status: 'queued',
  stage: 'queued',
  attempts: 0,
  errorCode: null,
  errorDetail: Prisma.DbNull,
} satisfies Prisma.SnapshotUpdateManyMutationInput

/**
 * Queues a failed version again, with all its attempts. The caller enqueues the job and tells the event in the same
 * transaction.
 *
 * @throws AppError `not_found`; `conflict` when it has not failed
 */
export async function requeueSnapshot(tx: Tx, libraryId: string, snapshotId: string): Promise<SnapshotRow> {
  const [snapshot] = await tx.snapshot.updateManyAndReturn({
    where: { id: snapshotId, libraryId, status: 'failed' },
    data: REQUEUED,
  })
  if (!snapshot) return refuse(tx, libraryId, snapshotId)
  return snapshot
}

/**
 * A version that waits for each of these links of the library that has none: the newest one again when it failed, else a new
 * one of the same address and options. The caller enqueues their jobs and tells the events in the same transaction.
 */
export async function queueVersions(
  tx: Tx,
  libraryId: string,
  linkIds: readonly string[],
): Promise<QueuedVersion[]> {
  const links = await tx.$queryRaw<Newest[]>(sql`
    SELECT l."id"::text AS "linkId", s."id"::text, s."status", coalesce(s."url", l."originalUrl") AS "url",
      coalesce(s."capture", '{}') AS "capture",
      json_build_object('code', s."errorCode", 'detail', s."errorDetail", 'attempts', s."attempts") AS "failure"
    FROM "Link" l LEFT JOIN LATERAL (
      SELECT * FROM "Snapshot" WHERE "linkId" = l."id" AND "passOf" IS NULL ORDER BY "id" DESC LIMIT 1) s ON true
    WHERE l."libraryId" = ${libraryId}::uuid AND l."id" = ANY(${[...linkIds]}::uuid[])
    ORDER BY l."id" DESC FOR NO KEY UPDATE OF l`)
  const failures = new Map(
    links.flatMap(({ id, status, failure }) => (id !== null && status === 'failed' ? [[id, failure]] : [])),
  )
  const again = await tx.snapshot.updateManyAndReturn({
    where: { id: { in: [...failures.keys()] }, status: 'failed' },
    data: REQUEUED,
    select: { id: true, linkId: true },
  })
  const fresh = links
    .filter(({ status }) => status === null || status === 'ready')
    .map(({ linkId, url, capture }) => ({ id: newId(), libraryId, linkId, url, capture }))
  await tx.snapshot.createMany({ data: fresh })
  const queued = ({ id, linkId }: { id: string; linkId: string }) => ({
    id,
    linkId,
    before: failures.get(id) ?? null,
  })
  return [...again, ...fresh].map(queued)
}

export interface QueuedVersion {
  id: string
  linkId: string
  /** How it had failed; null: it is new. */
  before: Prisma.InputJsonObject | null
}

interface Newest {
  linkId: string
  id: string | null
  status: SnapshotStatus | null
  url: string
  capture: Prisma.InputJsonObject
  failure: Prisma.InputJsonObject
}

/**
 * Ends a waiting or running version as `cancelled`; a running attempt loses its lease and stops at its next heartbeat.
 *
 * @throws AppError `not_found`; `conflict` when it has ended already
 */
export async function cancelSnapshot(tx: Tx, libraryId: string, snapshotId: string): Promise<SnapshotRow> {
  const [snapshot] = await tx.snapshot.updateManyAndReturn({
    where: { id: snapshotId, libraryId, status: { in: ['queued', 'capturing'] } },
    data: { status: 'failed', errorCode: 'cancelled', lease: null, leaseUntil: null },
  })
  if (!snapshot) return refuse(tx, libraryId, snapshotId)
  return snapshot
}

async function refuse(tx: Tx, libraryId: string, snapshotId: string): Promise<never> {
  const exists = await tx.snapshot.count({ where: { id: snapshotId, libraryId } })
  throw new AppError(exists ? 'conflict' : 'not_found')
}
