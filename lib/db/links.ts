// Links: a URL of a library, known by the digest of its canonical form.
import { AppError } from '#lib/kernel/errors.ts'
import { sha256, type Digest } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'
import type { DbOrTx, Tx } from './client.ts'
import type { Link, Visibility } from './generated/client.ts'
import { IS_PUBLIC, withArtifacts, type SnapshotWithArtifacts, type Viewer } from './snapshots.ts'
import { findLinkByAddress, noteAddress } from './link-addresses.ts'
import { sql } from './sql.ts'
import { dropTags } from './tags.ts'

export type LinkRow = Link

export interface LinkTarget {
  /** As typed. */
  originalUrl: string
  /** Identity: `canonicalUrl` of lib/kernel/url.ts. */
  canonicalUrl: string
  /** The same page on its main host: `mainAddress` of lib/kernel/same-page.ts. */
  mainUrl?: string | null
  /** Host without "www.". */
  site: string
}

/** What a person may say about a link; what is left out stays as it is. */
export interface LinkFields {
  title?: string | null
  note?: string
  visibility?: Visibility
}

/** A link with everything that a card or its page shows. */
export interface LinkWithParts {
  link: LinkRow
  tags: { id: string; path: string; color: string | null }[]
  front: SnapshotWithArtifacts | null
  /** The newest version; the same as `front` when that is the newest. */
  latest: SnapshotWithArtifacts | null
}

/**
 * Finds or makes the link of a canonical URL, and holds it until the transaction ends. Two transactions at once end with the
 * same row: the later one waits for the earlier one at the unique index. A link that is known under this address, or is of the
 * same page on its main host, is the one; one that is deleted at this moment is made anew. Fields that are given also change a
 * link that was there.
 */
export async function upsertLink(
  tx: Tx,
  libraryId: string,
  target: LinkTarget & LinkFields,
): Promise<{ link: LinkRow; isNew: boolean }> {
  const { originalUrl, canonicalUrl, mainUrl, site, title, note, visibility } = target
  for (;;) {
    const known = await findLinkByAddress(tx, libraryId, [canonicalUrl, ...(mainUrl ? [mainUrl] : [])])
    const canonicalDigest = known?.canonicalDigest ?? sha256(canonicalUrl)
    const data = {
      id: newId(),
      libraryId,
      originalUrl,
      canonicalUrl,
      canonicalDigest,
      site,
      title,
      note,
      visibility,
    }
    const isNew = !known && (await tx.link.createMany({ data, skipDuplicates: true })).count === 1
    const id = await holdLink(tx, libraryId, canonicalDigest)
    // Deleted since it was found.
    if (id === undefined) continue
    if (isNew && mainUrl) await noteAddress(tx, libraryId, id, { url: mainUrl, source: 'host' })
    const hasChange = !isNew && [title, note, visibility].some((field) => field !== undefined)
    const link = hasChange
      ? await updateLink(tx, libraryId, id, { title, note, visibility })
      : await findLink(tx, libraryId, id)
    return { link, isNew }
  }
}

async function holdLink(tx: Tx, libraryId: string, canonicalDigest: Digest): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ id: string }[]>(sql`
    SELECT "id"::text FROM "Link" WHERE "libraryId" = ${libraryId}::uuid AND "canonicalDigest" = ${canonicalDigest}
    FOR NO KEY UPDATE`)
  return row?.id
}

/** @throws AppError `not_found` when the library has no such link */
export async function findLink(db: DbOrTx, libraryId: string, linkId: string): Promise<LinkRow> {
  const link = await db.link.findFirst({ where: { id: linkId, libraryId } })
  if (!link) throw new AppError('not_found')
  return link
}

/**
 * The link when the viewer may see it: their own, or a public one.
 *
 * @throws AppError `not_found`
 */
export async function findVisibleLink(db: DbOrTx, { libraryId }: Viewer, linkId: string): Promise<LinkRow> {
  const link = await db.link.findFirst({
    where: { id: linkId, ...(libraryId ? { OR: [{ libraryId }, IS_PUBLIC] } : IS_PUBLIC) },
  })
  if (!link) throw new AppError('not_found')
  return link
}

/** @throws AppError `not_found` when the library has no such link */
export async function updateLink(
  tx: DbOrTx,
  libraryId: string,
  linkId: string,
  fields: LinkFields,
): Promise<LinkRow> {
  const { title, note, visibility } = fields
  const [link] = await tx.link.updateManyAndReturn({
    where: { id: linkId, libraryId },
    data: { title, note, visibility },
  })
  if (!link) throw new AppError('not_found')
  return link
}

/**
 * Deletes a link with all its snapshots and its search document. Blobs stay until they are swept. A capture that runs
 * loses its lease with its row.
 *
 * @throws AppError `not_found` when the library has no such link
 */
export async function deleteLink(tx: Tx, libraryId: string, linkId: string): Promise<void> {
  await dropTags(tx, libraryId, linkId)
  const { count } = await tx.link.deleteMany({ where: { id: linkId, libraryId } })
  if (count === 0) throw new AppError('not_found')
}

/**
 * Deletes those of these links that the library has, with all that belongs to them. The caller holds the library's tags
 * (`lockTags`, exclusive).
 *
 * @returns their ids
 */
export async function deleteLinks(tx: Tx, libraryId: string, linkIds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(sql`
    SELECT "id"::text FROM "Link" WHERE "libraryId" = ${libraryId}::uuid AND "id" = ANY(${[...linkIds]}::uuid[])
    ORDER BY "id" FOR UPDATE`)
  const ids = rows.map(({ id }) => id)
  await tx.$executeRaw(sql`
    UPDATE "Tag" SET "linkCount" = "linkCount" - c."count" FROM (
      SELECT "tagId", count(*)::int AS "count" FROM "LinkTag" WHERE "linkId" = ANY(${ids}::uuid[]) GROUP BY "tagId") c
    WHERE "Tag"."id" = c."tagId"`)
  await tx.$executeRaw(sql`DELETE FROM "Link" WHERE "id" = ANY(${ids}::uuid[])`)
  return ids
}

/**
 * Puts a version in front of its link by a person's choice.
 *
 * @throws AppError `not_found` when it is no ready version of a link of this library
 */
export async function setFront(tx: Tx, libraryId: string, linkId: string, snapshotId: string): Promise<void> {
  const snapshot = await tx.snapshot.findFirst({
    where: { id: snapshotId, libraryId, linkId, status: 'ready' },
    select: { id: true },
  })
  if (!snapshot) throw new AppError('not_found')
  await tx.link.update({ where: { id: linkId }, data: { frontId: snapshotId } })
}

/** The links of these ids with their parts, in the order given; unknown ids are left out. Five queries however many. */
export async function listLinksByIds(
  db: DbOrTx,
  libraryId: string,
  linkIds: readonly string[],
): Promise<LinkWithParts[]> {
  if (linkIds.length === 0) return []
  const links = await db.link.findMany({
    where: { libraryId, id: { in: [...linkIds] } },
    include: { tags: { include: { tag: { select: { id: true, path: true, color: true } } } } },
  })
  const latestRows = await db.$queryRaw<{ linkId: string; id: string }[]>(sql`
    SELECT l."id" AS "linkId", s."id" FROM unnest(${[...linkIds]}::uuid[]) AS l("id")
    CROSS JOIN LATERAL (
      SELECT "id" FROM "Snapshot" WHERE "linkId" = l."id" AND "libraryId" = ${libraryId}::uuid AND "passOf" IS NULL
      ORDER BY "id" DESC LIMIT 1) s`)
  const latestIdByLink = new Map(latestRows.map((row) => [row.linkId, row.id]))
  const frontIds = links.flatMap(({ frontId }) => (frontId ? [frontId] : []))
  const snapshots = await db.snapshot.findMany({
    where: { id: { in: [...new Set([...frontIds, ...latestIdByLink.values()])] } },
    ...withArtifacts,
  })
  const snapshotById = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]))
  const partsByLink = new Map(
    links.map(({ tags, ...link }) => [
      link.id,
      {
        link,
        tags: tags.map(({ tag }) => tag).sort((a, b) => (a.path < b.path ? -1 : 1)),
        front: snapshotById.get(link.frontId ?? '') ?? null,
        latest: snapshotById.get(latestIdByLink.get(link.id) ?? '') ?? null,
      },
    ]),
  )
  return linkIds.flatMap((id) => partsByLink.get(id) ?? [])
}

/** What a capture reads of its link: for the manifest and for the search document. */
export interface LinkForCapture {
  link: LinkRow
  /** Paths, sorted. */
  tags: string[]
}

/** @throws AppError `not_found` when the link was deleted meanwhile */
export async function findLinkForCapture(
  db: DbOrTx,
  libraryId: string,
  linkId: string,
): Promise<LinkForCapture> {
  const found = await db.link.findFirst({
    where: { id: linkId, libraryId },
    include: { tags: { select: { tag: { select: { path: true } } } } },
  })
  if (!found) throw new AppError('not_found')
  const { tags, ...link } = found
  return { link, tags: tags.map(({ tag }) => tag.path).sort() }
}
