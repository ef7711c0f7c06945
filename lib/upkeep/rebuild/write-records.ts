// The chore that keeps the records beside the blobs up to date: a minute after somebody tags, notes or deletes, they say so.
import {
  completeName,
  libraryRecordName,
  linkRecordName,
  writeComplete,
  writeLibraryRecord,
  writeLinkRecord,
} from '#lib/archive/link-record.ts'
import type { RecordStore } from '#lib/blobs/record-store.ts'
import { captureOptionsOf } from '#lib/contract/capture-options.ts'
import { addressSource, searchSort } from '#lib/contract/link.ts'
import type { Db, Tx } from '#lib/db/client.ts'
import { inLongTransaction } from '#lib/db/dump.ts'
import { findRecordedLibraries, findRecordedLinks, takeRecordChanges } from '#lib/db/record-changes.ts'

export interface RecordDeps {
  db: Db
  records: RecordStore
  now(): Date
}

/**
 * Changes of one transaction. It lasts as long as the store takes: were it given up meanwhile, another round would write what
 * is newer, and this one what is older after it.
 */
const CHANGES_AT_ONCE = 200
/** A round ends here when there is more, and the next one goes on. */
const ROUND_MS = 20_000
/** Writes to the store at once. */
const WRITES_AT_ONCE = 8

/**
 * One round. A record is written before the change is forgotten: after a crash it is written again.
 *
 * @returns how many records were written or removed
 * @throws AppError `disk_full`, `unavailable`: the next round tries again
 */
export async function writeRecords({ db, records, now }: RecordDeps): Promise<number> {
  const startedAt = now()
  const endMs = performance.now() + ROUND_MS
  const libraryIds = new Set<string>()
  let written = 0
  for (;;) {
    const taken = await inLongTransaction(db, (tx) => writeSome(tx, records, startedAt))
    written += taken?.written ?? 0
    for (const id of taken?.libraryIds ?? []) libraryIds.add(id)
    if (taken?.isAll) {
      const text = writeComplete(startedAt)
      await writeAll(
        records,
        [...libraryIds].map((id) => [completeName(id), text]),
      )
    }
    if (!taken || taken.isAll || performance.now() > endMs) return written
  }
}

async function writeSome(tx: Tx, records: RecordStore, at: Date) {
  const changes = await takeRecordChanges(tx, CHANGES_AT_ONCE)
  if (!changes) return null
  const { linkIds, libraryIds, isAll } = changes
  const texts = new Map<string, string | null>([
    ...linkIds.map((id) => [linkRecordName(id), null] as const),
    ...libraryIds.map((id) => [libraryRecordName(id), null] as const),
  ])
  const recordedAt = at.toISOString()
  const links = await findRecordedLinks(tx, linkIds)
  for (const { link, versions } of links)
    texts.set(
      linkRecordName(link.id),
      writeLinkRecord({
        recordedAt,
        library: link.libraryId,
        link: {
          id: link.id,
          originalUrl: link.originalUrl,
          canonicalUrl: link.canonicalUrl,
          site: link.site,
          title: link.title,
          note: link.note,
          visibility: link.visibility,
          frontId: link.frontId,
          createdAt: link.createdAt.toISOString(),
          updatedAt: link.updatedAt.toISOString(),
        },
        tags: link.tags.map(({ tagId }) => tagId).toSorted(),
        addresses: link.addresses.map(({ url, source }) => ({ url, source: addressSource.parse(source) })),
        versions: versions.map(
          ({
            manifestDigest,
            newBytes,
            createdAt,
            assessedAt,
            capture,
            artifacts: [assessment],
            ...version
          }) => ({
            ...version,
            capture: captureOptionsOf(capture),
            createdAt: createdAt.toISOString(),
            assessedAt: assessedAt?.toISOString() ?? null,
            assessment: assessment
              ? { digest: assessment.blobDigest, sizeBytes: Number(assessment.sizeBytes) }
              : null,
            newBytes: Number(newBytes),
            manifest: manifestDigest,
          }),
        ),
      }),
    )
  const libraries = await findRecordedLibraries(tx, libraryIds)
  for (const { id, createdAt, owner, tags, rules, savedSearches } of libraries)
    texts.set(
      libraryRecordName(id),
      writeLibraryRecord({
        recordedAt,
        library: { id, createdAt: createdAt.toISOString() },
        owner,
        tags: tags.map((tag) => ({
          id: tag.id,
          path: tag.path,
          color: tag.color,
          createdAt: tag.createdAt.toISOString(),
          aliases: tag.aliases,
        })),
        rules: rules.map((rule) => ({
          id: rule.id,
          q: rule.q,
          urlPattern: rule.urlPattern,
          addTags: rule.addTags,
          visibility: rule.visibility,
          capture: captureOptionsOf(rule.capture),
          isEnabled: rule.isEnabled,
          position: rule.position,
          createdAt: rule.createdAt.toISOString(),
        })),
        savedSearches: savedSearches.map(({ id: searchId, name, q, sort, ...search }) => ({
          id: searchId,
          name,
          q,
          sort: searchSort.parse(sort),
          createdAt: search.createdAt.toISOString(),
          updatedAt: search.updatedAt.toISOString(),
        })),
      }),
    )
  await writeAll(records, [...texts])
  const touched = [...links.map(({ link }) => link.libraryId), ...libraries.map(({ id }) => id)]
  return { written: texts.size, libraryIds: touched, isAll }
}

async function writeAll(records: RecordStore, texts: readonly (readonly [string, string | null])[]) {
  for (let at = 0; at < texts.length; at += WRITES_AT_ONCE)
    await Promise.all(
      texts
        .slice(at, at + WRITES_AT_ONCE)
        .map(([name, text]) => (text === null ? records.remove(name) : records.write(name, text))),
    )
}
