// A snapshot as the worker leaves it behind: artifacts in the store, rows, events, a place in front.
import { writeManifest } from '#lib/archive/manifest.ts'
import type { SnapshotView, Verdict } from '#lib/contract/snapshot.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertArtifacts, insertBlobs, type NewArtifact } from '#lib/db/resources.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { submitLink } from '#lib/usecases/links/submit-link.ts'
import type { UserCtx } from '#lib/usecases/define-use-case.ts'

const CONTENTS = {
  page: ['text/html', '<!doctype html><title>存档</title><p>存档正文'],
  article: ['text/html', '<p>存档正文</p>'],
  text: ['text/plain', '存档正文'],
  screenshot: ['image/webp', 'not really a picture'],
  thumbnail: ['image/webp', 'not really a small picture'],
  file: ['application/pdf', '%PDF-1.7 not really a file'],
} as const

/** Submits the address and finishes its capture by hand. */
export async function makeReadySnapshot(
  ctx: UserCtx,
  url: string,
  options: { verdict?: Verdict; visibility?: 'private' | 'public'; tags?: string[]; note?: string } = {},
): Promise<SnapshotView> {
  const { verdict = 'good', ...about } = options
  const snapshot = await submitLink(ctx, { url, ...about })
  const stored = await Promise.all(
    Object.entries(CONTENTS).map(async ([kind, [contentType, content]]) => ({
      kind,
      contentType,
      blob: await ctx.blobs.put(`${content} ${url}`, { contentType }),
    })),
  )
  const artifacts = stored.map(({ kind, contentType, blob }) => ({
    kind,
    contentType,
    digest: blob.digest,
    sizeBytes: blob.sizeBytes,
  }))
  const { manifest, contents } = await putManifest(ctx, snapshot, verdict, artifacts)
  await inTransaction(ctx.db, async (tx) => {
    await insertBlobs(tx, [...stored.map(({ blob }) => blob), manifest, contents])
    await insertArtifacts(tx, snapshot.id, artifacts)
    await tx.snapshot.update({
      where: { id: snapshot.id },
      data: {
        status: 'ready',
        stage: 'done',
        verdict,
        title: '存档',
        capturedAt: ctx.now(),
        attempts: 1,
        manifestDigest: manifest.digest,
      },
    })
    await tx.link.update({ where: { id: snapshot.linkId }, data: { frontId: snapshot.id } })
    const target = { snapshotId: snapshot.id, libraryId: ctx.actor.libraryId }
    await ctx.events.publish(tx, target, { kind: 'snapshot.ready', verdict })
  })
  return snapshot
}

function putManifest(
  { blobs, actor, now }: UserCtx,
  { id, linkId, url, canonicalUrl, createdAt }: SnapshotView,
  verdict: Verdict,
  artifacts: NewArtifact[],
) {
  return writeManifest(blobs, {
    library: actor.libraryId,
    link: {
      id: linkId,
      originalUrl: url,
      canonicalUrl,
      site: new URL(url).hostname,
      title: null,
      note: '',
      visibility: 'private',
      tags: [],
      createdAt,
    },
    snapshot: {
      id,
      url,
      finalUrl: url,
      httpStatus: 200,
      contentType: 'text/html',
      verdict,
      createdAt,
      capturedAt: now().toISOString(),
      attempt: 1,
      durationMs: 1,
    },
    article: {
      title: '存档',
      byline: null,
      siteName: null,
      excerpt: null,
      lang: null,
      publishedAt: null,
      wordCount: 4,
      contentDigest: sha256('存档正文'),
      extractorVersion: 1,
    },
    fidelity: { score: 1, visual: null, text: null, resources: null },
    artifacts,
    exchanges: [],
  })
}
