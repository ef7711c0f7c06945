// The library again, after its database is gone: from the manifests among the blobs and the records beside them.
import {
  completeName,
  readComplete,
  readLibraryRecord,
  readLinkRecord,
  type LinkRecord,
  type RecordedVersion,
} from '#lib/archive/link-record.ts'
import { readManifest, type Manifest } from '#lib/archive/manifest.ts'
import type { RecordStore } from '#lib/blobs/record-store.ts'
import { findOwner } from '#lib/db/accounts.ts'
import { inTransaction, type Tx } from '#lib/db/client.ts'
import { noteAddress } from '#lib/db/link-addresses.ts'
import { chooseFront } from '#lib/db/lost-bytes.ts'
import {
  addTagRows,
  ensureLibrary,
  ensureLinkRow,
  ensureRuleRows,
  ensureSavedSearchRows,
  ensureTagRows,
  knownVersions,
  putInFront,
  type LinkFacts,
} from '#lib/db/rebuild.ts'
import { ensureTags, lockTags } from '#lib/db/tags.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { AppError, toAppError } from '#lib/kernel/errors.ts'
import { isId } from '#lib/kernel/ids.ts'
import { reindexLink } from '#lib/search/reindex-link.ts'
import { findManifests } from './find-manifests.ts'
import { rebuildOther, rebuildReady, type Place, type RebuildDeps } from './rebuild-version.ts'

export interface RebuildSummary {
  /** People who have no password yet, by e-mail. */
  people: string[]
  links: number
  versions: number
  /** Blobs that manifests name and the store does not have. */
  missing: number
}

type OnProgress = (sofar: { links: number; versions: number; blobs: number }) => void

/**
 * Adds what is missing and touches nothing that is there: a second call adds nothing, and a database that was restored from an
 * older day gets what came since.
 *
 * @throws AppError `no_owner` for manifests whose library nobody knows, while there is nobody to give them to
 */
export async function rebuildLibrary(
  deps: RebuildDeps & { records: RecordStore },
  onProgress: OnProgress = () => {},
): Promise<RebuildSummary> {
  const summary: RebuildSummary = { people: [], links: 0, versions: 0, missing: 0 }
  const progress = { links: 0, versions: 0, blobs: 0 }
  const tell = () => onProgress(progress)
  const libraries = await rebuildAccounts(deps, summary)
  const house: House = {
    ...deps,
    libraries,
    summary,
    seen: new Map(),
    completeAt: new Map(),
    waiting: new Map(),
  }
  for await (const name of deps.records.list('links')) {
    const record = readLinkRecord((await deps.records.read(name)) ?? '')
    if (record) await rebuildRecorded(house, record)
    progress.links += 1
    progress.versions = summary.versions
    tell()
  }
  const found = findManifests(deps.db, deps.blobs, (blobs) => {
    progress.blobs = blobs
    tell()
  })
  for await (const digest of found) {
    await rebuildUnrecorded(house, digest)
    progress.versions = summary.versions
  }
  for (const { place, record } of house.waiting.values()) {
    await rebuildOther(house, place, record)
    summary.versions += 1
  }
  return summary
}

interface House extends RebuildDeps {
  records: RecordStore
  libraries: Map<string, { libraryId: string; tagIds: ReadonlyMap<string, string> }>
  summary: RebuildSummary
  /** When each recorded link was recorded: what is not in its record and older was deleted. */
  seen: Map<string, Date>
  /** By library: see `completeSince`. */
  completeAt: Map<string, Date | null>
  /** Versions that were not ready when they were recorded, by id: their manifests may be found. */
  waiting: Map<string, { place: Place; record: RecordedVersion }>
}

async function rebuildAccounts(
  { db, records }: RebuildDeps & { records: RecordStore },
  summary: RebuildSummary,
): Promise<House['libraries']> {
  const libraries: House['libraries'] = new Map()
  for await (const name of records.list('libraries')) {
    const record = readLibraryRecord((await records.read(name)) ?? '')
    if (!record) continue
    const { library, owner, tags, rules, savedSearches } = record
    await inTransaction(db, async (tx) => {
      const facts = { id: library.id, createdAt: new Date(library.createdAt), owner }
      const { libraryId, isNew } = await ensureLibrary(tx, facts)
      if (isNew) summary.people.push(owner.email)
      const tagFacts = tags.map((tag) => ({ ...tag, createdAt: new Date(tag.createdAt) }))
      libraries.set(library.id, { libraryId, tagIds: await ensureTagRows(tx, libraryId, tagFacts) })
      await ensureRuleRows(tx, libraryId, rules)
      await ensureSavedSearchRows(tx, libraryId, savedSearches)
    })
  }
  return libraries
}

/** Whose record is lost goes to the owner: better there than nowhere. */
async function libraryOf(house: House, given: string): Promise<string> {
  const known = house.libraries.get(given)
  if (known) return known.libraryId
  const same = await house.db.library.findUnique({ where: { id: given }, select: { id: true } })
  const libraryId = same?.id ?? (await findOwner(house.db))?.libraryId
  if (!libraryId) throw new AppError('no_owner')
  house.libraries.set(given, { libraryId, tagIds: new Map() })
  return libraryId
}

async function rebuildRecorded(house: House, record: LinkRecord): Promise<void> {
  const { db, summary } = house
  const libraryId = await libraryOf(house, record.library)
  const { frontId, createdAt, updatedAt, ...link } = record.link
  const facts = { ...link, createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) }
  const { linkId, isNew } = await inTransaction(db, async (tx) => {
    await lockTags(tx, libraryId, 'exclusive')
    const made = await ensureLinkRow(tx, libraryId, facts)
    const tagIds = house.libraries.get(record.library)?.tagIds
    const wanted = record.tags.flatMap((id) => tagIds?.get(id) ?? [])
    if (made.isNew) await addTagRows(tx, made.linkId, wanted)
    for (const address of record.addresses) await noteAddress(tx, libraryId, made.linkId, address)
    return made
  })
  if (isNew) summary.links += 1
  house.seen.set(link.id, new Date(record.recordedAt))
  const known = await knownVersions(
    db,
    record.versions.map(({ id }) => id),
  )
  const missing = record.versions.filter(({ id }) => !known.has(id))
  for (const version of missing) await rebuildVersion(house, { libraryId, linkId }, version)
  if (isNew || missing.length > 0) await show(house, linkId, isNew ? frontId : null)
}

async function rebuildVersion(house: House, place: Place, record: RecordedVersion): Promise<void> {
  const { status, manifest: digest } = record
  // It may have become ready in the minute after it was recorded.
  if (status === 'queued' || status === 'capturing')
    return void house.waiting.set(record.id, { place, record })
  const manifest = status === 'ready' && digest ? await manifestOf(house, digest) : null
  if (digest && manifest) return add(house, place, digest, manifest, record)
  await rebuildOther(house, place, record)
  house.summary.versions += 1
}

async function rebuildUnrecorded(house: House, digest: Digest): Promise<void> {
  const manifest = await manifestOf(house, digest)
  if (!manifest) return
  const { library, link, snapshot } = manifest
  if ((await knownVersions(house.db, [snapshot.id])).size > 0) return
  const waiting = house.waiting.get(snapshot.id)
  if (waiting) {
    house.waiting.delete(snapshot.id)
    await add(house, waiting.place, digest, manifest, null)
    return show(house, waiting.place.linkId, null)
  }
  // With a record that is younger, or once all links had one, it was deleted by somebody.
  const recordedAt = house.seen.get(link.id) ?? (await completeSince(house, library))
  if (recordedAt && new Date(snapshot.capturedAt) < recordedAt) return
  const libraryId = await libraryOf(house, library)
  const createdAt = new Date(link.createdAt)
  const facts = { ...pickLink(link), createdAt, updatedAt: new Date(snapshot.capturedAt) }
  const { linkId, isNew } = await inTransaction(house.db, async (tx) => {
    await lockTags(tx, libraryId, 'exclusive')
    const made = await ensureLinkRow(tx, libraryId, facts)
    if (made.isNew) await addTagRows(tx, made.linkId, await tagIdsOf(tx, libraryId, link.tags))
    return made
  })
  if (isNew) house.summary.links += 1
  await add(house, { libraryId, linkId }, digest, manifest, null)
  await show(house, linkId, null)
}

/** Null when that library was never recorded as a whole. */
async function completeSince({ records, completeAt }: House, library: string): Promise<Date | null> {
  const known = completeAt.get(library)
  if (known !== undefined) return known
  const at = isId(library) ? readComplete((await records.read(completeName(library))) ?? '') : null
  completeAt.set(library, at)
  return at
}

const pickLink = ({
  id,
  originalUrl,
  canonicalUrl,
  site,
  title,
  note,
  visibility,
}: Manifest['link']): Omit<LinkFacts, 'createdAt' | 'updatedAt'> => ({
  id,
  originalUrl,
  canonicalUrl,
  site,
  title,
  note,
  visibility,
})

async function tagIdsOf(tx: Tx, libraryId: string, paths: readonly string[]): Promise<string[]> {
  const idByKey = await ensureTags(tx, libraryId, paths)
  return paths.flatMap((path) => idByKey.get(tagKey(path)) ?? [])
}

async function add(
  house: House,
  place: Place,
  digest: Digest,
  manifest: Manifest,
  record: RecordedVersion | null,
): Promise<void> {
  const missing = await rebuildReady(house, place, digest, manifest, record)
  if (missing === null) return
  house.summary.versions += 1
  house.summary.missing += missing
}

/** Null also for a manifest that is damaged. */
async function manifestOf({ blobs }: RebuildDeps, digest: Digest): Promise<Manifest | null> {
  try {
    return await readManifest(blobs, digest)
  } catch (error) {
    if (toAppError(error).code === 'blob_damaged') return null
    throw error
  }
}

/** Puts the version in front that stood there, or the best one, and brings the link to search. */
async function show({ db, blobs }: RebuildDeps, linkId: string, frontId: string | null): Promise<void> {
  await inTransaction(db, async (tx) => {
    if (!frontId || !(await putInFront(tx, linkId, frontId))) await chooseFront(tx, linkId)
    await reindexLink(tx, blobs, linkId)
  })
}
