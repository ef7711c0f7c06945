// Writes the manifest of a version again from its rows, after it was lost. Headers and moments of requests are lost with it.
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { exchangeOfResource, MANIFEST_TYPE, writeManifest } from '#lib/archive/manifest.ts'
import { fidelity } from '#lib/archive/fidelity.ts'
import { intervention } from '#lib/contract/intervention.ts'
import type { Db } from '#lib/db/client.ts'
import { findLinkForCapture } from '#lib/db/links.ts'
import type { KeptVersion } from '#lib/db/lost-bytes.ts'
import { listResources } from '#lib/db/resources.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { z } from 'zod'
import type { DerivedForm } from './derive-form.ts'

/** Manifest and contents; none for a version that is not ready. */
export async function deriveManifest(
  { db, blobs }: { db: Db; blobs: Pick<BlobStore, 'put'> },
  { id, artifacts }: Pick<KeptVersion, 'id' | 'artifacts'>,
): Promise<DerivedForm[]> {
  const row = await db.snapshot.findUnique({ where: { id } })
  if (row?.status !== 'ready' || row.verdict === null || row.capturedAt === null) return []
  const { link, tags } = await findLinkForCapture(db, row.libraryId, row.linkId)
  const resources = await listResources(db, id)
  const { manifest, contents } = await writeManifest(blobs, {
    library: row.libraryId,
    link: { ...link, tags, createdAt: link.createdAt.toISOString() },
    snapshot: {
      ...row,
      verdict: row.verdict,
      createdAt: row.createdAt.toISOString(),
      capturedAt: row.capturedAt.toISOString(),
      attempt: row.attempts,
      durationMs: row.durationMs ?? 0,
    },
    article: {
      ...row,
      publishedAt: row.publishedAt?.toISOString() ?? null,
      wordCount: row.wordCount ?? 0,
      contentDigest: row.contentDigest ?? sha256(''),
      extractorVersion: row.extractorVersion ?? 0,
    },
    fidelity: fidelity.safeParse(row.fidelity).data ?? {
      score: 0,
      visual: null,
      text: null,
      resources: null,
    },
    interventions: z.array(intervention).safeParse(row.interventions).data,
    artifacts: artifacts.filter(
      ({ kind, makerVersion }) => kind !== 'manifest' && kind !== 'contents' && makerVersion === null,
    ),
    exchanges: resources.map(({ url, method, httpStatus, contentType, sizeBytes, blobDigest, failure }) =>
      exchangeOfResource({
        url,
        method,
        httpStatus,
        contentType,
        sizeBytes: Number(sizeBytes),
        digest: blobDigest,
        failure,
      }),
    ),
  })
  return [
    { kind: 'contents', blob: contents },
    { kind: 'manifest', blob: manifest },
  ].map(({ kind, blob }) => ({
    artifact: { kind, digest: blob.digest, sizeBytes: blob.sizeBytes, contentType: MANIFEST_TYPE },
    blob,
    makerVersion: null,
  }))
}
