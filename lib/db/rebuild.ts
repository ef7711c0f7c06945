// Rows written again from what lies beside the blobs. Whatever is there already stays as it is.
import { sha256, type Digest } from '#lib/kernel/digest.ts'
import type { CaptureOptions } from '#lib/contract/capture-options.ts'
import type { DbOrTx, Tx } from './client.ts'
import type { Prisma, Role, SnapshotStatus, Verdict, Visibility } from './generated/client.ts'
import { sql } from './sql.ts'
import { lockTags } from './tags.ts'
import { tagKey } from './tag-key.ts'

export interface LibraryFacts {
  id: string
  createdAt: Date
  owner: { id: string; email: string; name: string; role: Role }
}

/**
 * The library of these facts: that of the person with this e-mail, or of the owner when it was the owner's, else a new one with a new person, who has no
 * password yet.
 *
 * @returns its id, and whether it was made now
 */
export async function ensureLibrary(
  tx: Tx,
  { id, createdAt, owner }: LibraryFacts,
): Promise<{ libraryId: string; isNew: boolean }> {
  const known =
    (await tx.library.findUnique({ where: { id } })) ??
    (await tx.library.findFirst({
      where: { owner: owner.role === 'owner' ? { role: 'owner' } : { email: owner.email } },
    })) ??
    (await tx.library.findFirst({ where: { owner: { email: owner.email } } }))
  if (known) return { libraryId: known.id, isNew: false }
  const { id: userId, email, name, role } = owner
  await tx.user.create({ data: { id: userId, email, name, role, emailVerified: true } })
  await tx.library.create({ data: { id, ownerId: userId, createdAt } })
  return { libraryId: id, isNew: true }
}

export interface TagFacts {
  id: string
  path: string
  color: string | null
  createdAt: Date
  aliases: readonly { id: string; name: string }[]
}

/** Makes tags that the library does not have. Gives the id of each by the id that it had. */
export async function ensureTagRows(
  tx: Tx,
  libraryId: string,
  tags: readonly TagFacts[],
): Promise<Map<string, string>> {
  await lockTags(tx, libraryId, 'exclusive')
  await tx.tag.createMany({
    data: tags.map(({ id, path, color, createdAt }) => ({
      id,
      libraryId,
      path,
      key: tagKey(path),
      color,
      createdAt,
    })),
    skipDuplicates: true,
  })
  const rows = await tx.tag.findMany({ where: { libraryId }, select: { id: true, key: true } })
  const idByKey = new Map(rows.map(({ id, key }) => [key, id]))
  const idBefore = new Map(
    tags.flatMap(({ id, path }) => {
      const now = idByKey.get(tagKey(path))
      return now ? [[id, now] as const] : []
    }),
  )
  await tx.tagAlias.createMany({
    data: tags.flatMap(({ id: before, aliases }) => {
      const tagId = idBefore.get(before)
      return tagId ? aliases.map(({ id, name }) => ({ id, libraryId, tagId, name, key: tagKey(name) })) : []
    }),
    skipDuplicates: true,
  })
  return idBefore
}

export interface RuleFacts {
  id: string
  q: string
  urlPattern: string | null
  addTags: string[]
  visibility: Visibility | null
  capture: CaptureOptions
  isEnabled: boolean
  position: number
  createdAt: string
}

/** Makes rules that are not there. */
export async function ensureRuleRows(tx: Tx, libraryId: string, rules: readonly RuleFacts[]): Promise<void> {
  await tx.rule.createMany({ data: rules.map((rule) => ({ ...rule, libraryId })), skipDuplicates: true })
}

export interface SavedSearchFacts {
  id: string
  name: string
  q: string
  sort: string
  createdAt: string
  updatedAt: string
}

/** Keeps searches again whose names are free. */
export async function ensureSavedSearchRows(
  tx: Tx,
  libraryId: string,
  searches: readonly SavedSearchFacts[],
): Promise<void> {
  await tx.savedSearch.createMany({
    data: searches.map((search) => ({ ...search, libraryId, key: tagKey(search.name) })),
    skipDuplicates: true,
  })
}

export interface LinkFacts {
  id: string
  originalUrl: string
  canonicalUrl: string
  site: string
  title: string | null
  note: string
  visibility: Visibility
  createdAt: Date
  updatedAt: Date
}

/** The link of this canonical URL, made from the facts when the library has none. */
export async function ensureLinkRow(
  tx: Tx,
  libraryId: string,
  facts: LinkFacts,
): Promise<{ linkId: string; isNew: boolean }> {
  const canonicalDigest = sha256(facts.canonicalUrl)
  const { count } = await tx.link.createMany({
    data: [{ ...facts, libraryId, canonicalDigest }],
    skipDuplicates: true,
  })
  const link = await tx.link.findUniqueOrThrow({
    where: { libraryId_canonicalDigest: { libraryId, canonicalDigest } },
    select: { id: true },
  })
  return { linkId: link.id, isNew: count === 1 }
}

/** Gives a link these tags, and counts them. The caller holds the library's tags (`lockTags`, exclusive). */
export async function addTagRows(tx: Tx, linkId: string, tagIds: readonly string[]): Promise<void> {
  await tx.linkTag.createMany({ data: tagIds.map((tagId) => ({ tagId, linkId })), skipDuplicates: true })
  await tx.$executeRaw(sql`
    UPDATE "Tag" t SET "linkCount" = (SELECT count(*) FROM "LinkTag" lt WHERE lt."tagId" = t."id")
    WHERE t."id" = ANY(${[...tagIds]}::uuid[])`)
}

/** Those of these versions that are there. */
export async function knownVersions(db: DbOrTx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.snapshot.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}

export interface VersionFacts {
  id: string
  libraryId: string
  linkId: string
  url: string
  capture: CaptureOptions
  status: SnapshotStatus
  verdict: Verdict | null
  errorCode: string | null
  errorDetail: unknown
  attempts: number
  createdAt: Date
  passOf: string | null
  newBytes: number
  assessedAt: Date | null
  fidelity: unknown
  /** Of a ready version. */
  ready: ReadyFacts | null
}

export interface ReadyFacts {
  finalUrl: string | null
  httpStatus: number | null
  contentType: string | null
  title: string | null
  byline: string | null
  siteName: string | null
  excerpt: string | null
  lang: string | null
  publishedAt: Date | null
  wordCount: number
  capturedAt: Date
  durationMs: number
  resourcesTotal: number
  resourcesStored: number
  resourcesFailed: number
  resourcesBytes: number
  keptBytes: number
  interventions: Prisma.InputJsonArray
  contentDigest: Digest
  manifestDigest: Digest
  extractorVersion: number
}

/** Writes a version that is not there; false when it was made in the meantime. Blobs, artifacts and resources follow. */
export async function insertVersion(
  tx: Tx,
  { ready, errorDetail, fidelity, ...facts }: VersionFacts,
): Promise<boolean> {
  const { count } = await tx.snapshot.createMany({
    data: [{ ...facts, ...ready, stage: facts.status === 'ready' ? 'done' : 'queued' }],
    skipDuplicates: true,
  })
  if (count === 0) return false
  await tx.$executeRaw(sql`
    UPDATE "Snapshot" SET "errorDetail" = ${jsonOrNull(errorDetail)}::jsonb, "fidelity" = ${jsonOrNull(fidelity)}::jsonb
    WHERE "id" = ${facts.id}::uuid`)
  return true
}

const jsonOrNull = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value))

/** Puts a version in front when it is a ready one of this link; false when it is not. */
export async function putInFront(tx: Tx, linkId: string, snapshotId: string): Promise<boolean> {
  const count = await tx.$executeRaw(sql`
    UPDATE "Link" SET "frontId" = ${snapshotId}::uuid WHERE "id" = ${linkId}::uuid AND EXISTS (
      SELECT FROM "Snapshot" WHERE "id" = ${snapshotId}::uuid AND "linkId" = ${linkId}::uuid AND "status" = 'ready')`)
  return count === 1
}
