// A snapshot as the worker leaves it behind: artifacts in the store, rows, events, a place in front.
import type { SnapshotView, Verdict } from '#lib/contract/snapshot.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertArtifacts, insertBlobs } from '#lib/db/resources.ts'
import { submitLink } from '#lib/usecases/links/submit-link.ts'
import type { UserCtx } from '#lib/usecases/define-use-case.ts'

const CONTENTS = {
  page: ['text/html', '<!doctype html><title>存档</title><p>存档正文'],
  article: ['text/html', '<p>存档正文</p>'],
  text: ['text/plain', '存档正文'],
  screenshot: ['image/webp', 'not really a picture'],
  thumbnail: ['image/webp', 'not really a small picture'],
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
  await inTransaction(ctx.db, async (tx) => {
    await insertBlobs(
      tx,
      stored.map(({ blob }) => blob),
    )
    const artifacts = stored.map(({ kind, contentType, blob }) => ({
      kind,
      contentType,
      digest: blob.digest,
      sizeBytes: blob.sizeBytes,
    }))
    await insertArtifacts(tx, snapshot.id, artifacts)
    await tx.snapshot.update({
      where: { id: snapshot.id },
      data: { status: 'ready', stage: 'done', verdict, title: '存档', capturedAt: ctx.now(), attempts: 1 },
    })
    await tx.link.update({ where: { id: snapshot.linkId }, data: { frontId: snapshot.id } })
    const target = { snapshotId: snapshot.id, libraryId: ctx.actor.libraryId }
    await ctx.events.publish(tx, target, { kind: 'snapshot.ready', verdict })
  })
  return snapshot
}
