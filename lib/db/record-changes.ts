// What records beside the blobs have to say: which links and libraries changed, and their rows as they are now.
import type { DbOrTx, Tx } from './client.ts'
import { sql } from './sql.ts'

export interface RecordChanges {
  linkIds: string[]
  libraryIds: string[]
  /** Were these all that there were? */
  isAll: boolean
}

/**
 * Takes the oldest changes; they are gone when the transaction ends well. One at a time does it, so that an older state is
 * never written after a newer one: null when somebody else is at it.
 */
export async function takeRecordChanges(tx: Tx, limit: number): Promise<RecordChanges | null> {
  const [lock] = await tx.$queryRaw<{ free: boolean }[]>(
    sql`SELECT pg_try_advisory_xact_lock(hashtextextended('records', 4)) AS "free"`,
  )
  if (!lock?.free) return null
  const rows = await tx.$queryRaw<{ linkId: string | null; libraryId: string | null }[]>(sql`
    DELETE FROM "RecordChange" WHERE "id" IN (SELECT "id" FROM "RecordChange" ORDER BY "id" LIMIT ${limit})
    RETURNING "linkId", "libraryId"`)
  return {
    linkIds: [...new Set(rows.flatMap(({ linkId }) => linkId ?? []))],
    libraryIds: [...new Set(rows.flatMap(({ libraryId }) => libraryId ?? []))],
    isAll: rows.length < limit,
  }
}

/** Links of these ids with the ids of their tags, their other addresses and all their versions. */
export async function findRecordedLinks(db: DbOrTx, linkIds: readonly string[]) {
  const links = await db.link.findMany({
    where: { id: { in: [...linkIds] } },
    include: {
      tags: { select: { tagId: true } },
      addresses: { select: { url: true, source: true }, orderBy: { digest: 'asc' } },
    },
  })
  const versions = await db.snapshot.findMany({
    where: { linkId: { in: [...linkIds] } },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      linkId: true,
      url: true,
      capture: true,
      status: true,
      verdict: true,
      errorCode: true,
      errorDetail: true,
      attempts: true,
      createdAt: true,
      passOf: true,
      newBytes: true,
      manifestDigest: true,
      assessedAt: true,
      fidelity: true,
      artifacts: { where: { kind: 'fidelity' }, select: { blobDigest: true, sizeBytes: true } },
    },
  })
  const byLink = Map.groupBy(versions, ({ linkId }) => linkId)
  return links.map((link) => ({ link, versions: byLink.get(link.id) ?? [] }))
}

/** Libraries of these ids with their owners, tags, rules and saved searches; one whose owner was removed is as good as gone. */
export async function findRecordedLibraries(db: DbOrTx, libraryIds: readonly string[]) {
  const ids = [...libraryIds]
  const libraries = await db.library.findMany({
    where: { id: { in: ids } },
    include: {
      owner: { select: { id: true, email: true, name: true, role: true } },
      tags: { include: { aliases: { select: { id: true, name: true } } }, orderBy: { id: 'asc' } },
      savedSearches: { orderBy: { id: 'asc' } },
    },
  })
  const rules = await db.rule.findMany({ where: { libraryId: { in: ids } }, orderBy: { position: 'asc' } })
  const byLibrary = Map.groupBy(rules, ({ libraryId }) => libraryId)
  return libraries.flatMap(({ owner, ...library }) =>
    owner ? [{ ...library, owner, rules: byLibrary.get(library.id) ?? [] }] : [],
  )
}
