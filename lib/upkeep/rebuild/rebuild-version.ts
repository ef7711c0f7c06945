// Writes the rows of one version from its manifest and the blobs that are there.
import { countResources } from '#lib/archive/fidelity.ts'
import { MANIFEST_TYPE, type Manifest } from '#lib/archive/manifest.ts'
import type { RecordedVersion } from '#lib/archive/link-record.ts'
import type { BlobStore, StoredBlob } from '#lib/blobs/blob-store.ts'
import type { StoreUpkeep } from '#lib/blobs/store-upkeep.ts'
import { inTransaction, type Db } from '#lib/db/client.ts'
import { LOST } from '#lib/db/lost-bytes.ts'
import { insertVersion, type ReadyFacts } from '#lib/db/rebuild.ts'
import { insertArtifacts, insertBlobs, insertResources, type NewArtifact } from '#lib/db/resources.ts'
import { storable, storableOrNull } from '#lib/db/storable.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { MAX_EXCERPT_CHARACTERS, MAX_TITLE_CHARACTERS, MAX_URL_CHARACTERS } from '#lib/kernel/limits.ts'

export interface RebuildDeps {
  db: Db
  blobs: BlobStore
  upkeep: Pick<StoreUpkeep, 'describe'>
}

/** Where a version belongs. */
export interface Place {
  libraryId: string
  linkId: string
}

const LOOKED_UP_AT_ONCE = 8

/**
 * A ready version as its manifest tells it, and its record where there is one: that knows what came later. Bytes that are not there are left out,
 * and the version says so.
 *
 * @returns blobs that were missing; null when the version was made in the meantime
 */
export async function rebuildReady(
  deps: RebuildDeps,
  place: Place,
  digest: Digest,
  manifest: Manifest,
  record: RecordedVersion | null,
): Promise<number | null> {
  const assessment = record?.assessment
  const artifacts = [
    ...manifest.artifacts,
    ...(await manifestArtifacts(deps, digest, manifest)),
    ...(assessment ? [{ ...assessment, kind: 'fidelity', contentType: MANIFEST_TYPE }] : []),
  ]
  const wanted = new Map<Digest, number>()
  for (const one of artifacts) wanted.set(one.digest, one.sizeBytes)
  for (const one of manifest.exchanges) if (one.digest) wanted.set(one.digest, one.sizeBytes)
  const found = await findBlobs(deps, wanted)
  const isKept = (one: { digest: Digest | null }) => one.digest !== null && found.has(one.digest)
  const resources = manifest.resources.map((one) =>
    one.digest === null || isKept(one) ? one : { ...one, digest: null, failure: LOST },
  )
  const isWhole = artifacts.every(
    (one) => isKept(one) || !(one.kind === 'page' || one.kind.startsWith('part:')),
  )
  const verdict = record?.verdict ?? manifest.snapshot.verdict
  const ready = readyFacts(manifest, { digest, resources, sizes: wanted })
  const isNew = await inTransaction(deps.db, async (tx) => {
    await insertBlobs(tx, [...found.values()])
    const inserted = await insertVersion(tx, {
      ...place,
      id: manifest.snapshot.id,
      url: storable(manifest.snapshot.url, MAX_URL_CHARACTERS),
      capture: record?.capture ?? {},
      status: 'ready',
      verdict: verdict === 'good' && !isWhole ? 'partial' : verdict,
      errorCode: null,
      errorDetail: null,
      attempts: record?.attempts ?? manifest.snapshot.attempt,
      createdAt: new Date(manifest.snapshot.createdAt),
      passOf: record?.passOf ?? manifest.snapshot.passOf ?? null,
      newBytes: record?.newBytes ?? 0,
      assessedAt: record?.assessedAt ? new Date(record.assessedAt) : null,
      fidelity: record?.fidelity ?? manifest.fidelity,
      ready,
    })
    if (!inserted) return false
    await insertResources(tx, manifest.snapshot.id, resources)
    await insertArtifacts(tx, manifest.snapshot.id, artifacts.filter(isKept))
    return true
  })
  return isNew ? wanted.size - found.size : null
}

/** A version that never became ready, or whose manifest cannot be read any more. */
export async function rebuildOther(
  { db }: Pick<RebuildDeps, 'db'>,
  place: Place,
  record: RecordedVersion,
): Promise<void> {
  const isLost = record.status === 'ready'
  const status = isLost || record.status === 'failed' ? 'failed' : 'queued'
  await inTransaction(db, (tx) =>
    insertVersion(tx, {
      ...place,
      id: record.id,
      url: record.url,
      capture: record.capture,
      passOf: record.passOf,
      newBytes: record.newBytes,
      errorDetail: record.errorDetail,
      status,
      verdict: null,
      errorCode: isLost ? 'snapshot_lost' : status === 'failed' ? (record.errorCode ?? 'internal') : null,
      attempts: status === 'queued' ? 0 : record.attempts,
      createdAt: new Date(record.createdAt),
      assessedAt: null,
      fidelity: null,
      ready: null,
    }),
  )
}

function readyFacts(
  manifest: Manifest,
  {
    digest,
    resources,
    sizes,
  }: { digest: Digest; resources: Manifest['resources']; sizes: ReadonlyMap<Digest, number> },
): ReadyFacts {
  const { snapshot, article } = manifest
  const counts = countResources(resources)
  return {
    finalUrl: storableOrNull(snapshot.finalUrl, MAX_URL_CHARACTERS),
    httpStatus: snapshot.httpStatus,
    contentType: storableOrNull(snapshot.contentType),
    title: storableOrNull(article.title ?? snapshot.title ?? null, MAX_TITLE_CHARACTERS),
    byline: storableOrNull(article.byline, MAX_TITLE_CHARACTERS),
    siteName: storableOrNull(article.siteName, MAX_TITLE_CHARACTERS),
    excerpt: storableOrNull(article.excerpt, MAX_EXCERPT_CHARACTERS),
    lang: storableOrNull(article.lang),
    publishedAt: article.publishedAt === null ? null : new Date(article.publishedAt),
    wordCount: article.wordCount,
    capturedAt: new Date(snapshot.capturedAt),
    durationMs: snapshot.durationMs,
    resourcesTotal: counts.total,
    resourcesStored: counts.stored,
    resourcesFailed: counts.failed,
    resourcesBytes: counts.bytes,
    keptBytes: [...sizes.values()].reduce((sum, one) => sum + one, 0),
    interventions: manifest.interventions ?? [],
    contentDigest: article.contentDigest,
    manifestDigest: digest,
    extractorVersion: article.extractorVersion,
  }
}

/** The manifest itself and its contents, which no manifest can name. */
async function manifestArtifacts(
  { blobs }: RebuildDeps,
  digest: Digest,
  { contents }: Manifest,
): Promise<NewArtifact[]> {
  const kinds = [{ kind: 'manifest', digest }, ...(contents ? [{ kind: 'contents', digest: contents }] : [])]
  return Promise.all(
    kinds.map(async (one) => ({
      ...one,
      contentType: MANIFEST_TYPE,
      sizeBytes: (await sizeOf(blobs, one.digest)) ?? 0,
    })),
  )
}

/** Those that are in the store, with what they are read with. */
async function findBlobs(
  { blobs, upkeep }: RebuildDeps,
  wanted: ReadonlyMap<Digest, number>,
): Promise<Map<Digest, StoredBlob>> {
  const found = new Map<Digest, StoredBlob>()
  const all = [...wanted]
  for (let at = 0; at < all.length; at += LOOKED_UP_AT_ONCE)
    await Promise.all(
      all.slice(at, at + LOOKED_UP_AT_ONCE).map(async ([digest, sizeBytes]) => {
        const blob = await describeBlob(blobs, upkeep, digest, sizeBytes)
        if (blob) found.set(digest, blob)
      }),
    )
  return found
}

async function describeBlob(
  blobs: BlobStore,
  upkeep: RebuildDeps['upkeep'],
  digest: Digest,
  sizeBytes: number,
): Promise<StoredBlob | null> {
  const copy = await upkeep.describe(digest)
  if (!copy) return null
  const { encoding, storedBytes, baseDigest } = copy
  if (encoding !== 'delta') return { digest, sizeBytes, storedBytes, encoding, base: null, isNew: false }
  const base = baseDigest && (await upkeep.describe(baseDigest))
  const baseBytes = baseDigest && (await sizeOf(blobs, baseDigest))
  // Without its base it is as good as not there.
  if (!base || base.encoding === 'delta' || baseBytes === null) return null
  return {
    digest,
    sizeBytes,
    storedBytes,
    encoding,
    base: {
      digest: baseDigest,
      sizeBytes: Number(baseBytes),
      storedBytes: base.storedBytes,
      encoding: base.encoding,
    },
    isNew: false,
  }
}

async function sizeOf(blobs: BlobStore, digest: Digest): Promise<number | null> {
  const opened = await blobs.open(digest)
  opened?.stream.destroy()
  return opened?.sizeBytes ?? null
}
