// Makes a form of a snapshot on demand and keeps it: bytes first, then its rows in one transaction.
import { setTimeout as delay } from 'node:timers/promises'
import type { FrozenSource } from '#lib/archive/frozen-source.ts'
import type { MadeKind } from '#lib/contract/snapshot.ts'
import { inTransaction } from '#lib/db/client.ts'
import { formFailure, type FormFailure } from '#lib/db/failed-forms.ts'
import { findArtifact, insertBlobs, listParts, listResources, saveMadeArtifact } from '#lib/db/resources.ts'
import { readWorkerPresence } from '#lib/db/worker-presence.ts'
import type { SnapshotWithLink } from '#lib/db/snapshots.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_MADE_BYTES } from '#lib/kernel/limits.ts'
import type { Ctx } from '../define-use-case.ts'
import type { Maker } from './form-makers.ts'

/** A page is printed within a second or two; behind many others it takes longer than a caller should wait. */
const PENDING_WAIT_MS = 15_000
const PENDING_LOOK_MS = 250

type Artifact = NonNullable<Awaited<ReturnType<typeof findArtifact>>>

async function sourceOf({ db, blobs }: Ctx, snapshot: SnapshotWithLink): Promise<FrozenSource> {
  const digestOf = (kind: string) => snapshot.artifacts.find((one) => one.kind === kind)?.blobDigest ?? null
  const page = digestOf('page')
  if (page === null || snapshot.capturedAt === null) throw new Error('a form needs a ready snapshot')
  const [parts, resources] = await Promise.all([listParts(db, snapshot.id), listResources(db, snapshot.id)])
  return {
    blobs,
    url: snapshot.finalUrl ?? snapshot.url,
    title: snapshot.title,
    byline: snapshot.byline,
    capturedAt: snapshot.capturedAt,
    page,
    article: digestOf('article'),
    manifest: snapshot.manifestDigest,
    parts: new Map(parts.map((part) => [part.digest, part])),
    addresses: new Map(resources.flatMap(({ blobDigest, url }) => (blobDigest ? [[blobDigest, url]] : []))),
  }
}

/** Ends a stream that nobody waits for any more. */
async function* until(signal: AbortSignal, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    signal.throwIfAborted()
    yield chunk
  }
}

/** Looks for what a worker makes, for as long as somebody likes to wait for a download. */
async function waitForForm(
  { db, now }: Ctx,
  id: string,
  kind: MadeKind,
  version: number,
): Promise<Artifact | null> {
  const askedAt = now()
  // Without a worker nothing comes of waiting.
  if (!(await readWorkerPresence(db)).isAlive) return null
  for (let waitedMs = 0; waitedMs < PENDING_WAIT_MS; waitedMs += PENDING_LOOK_MS) {
    await delay(PENDING_LOOK_MS)
    const made = await findArtifact(db, id, kind)
    if (made && (made.makerVersion ?? 0) >= version) return made
    const row = await db.snapshot.findUnique({ where: { id }, select: { failedForms: true } })
    const failure = row && formFailure(row, { form: kind, version, now: now() })
    if (failure && failure.at >= askedAt) throw formFailed(failure, now())
  }
  return null
}

const formFailed = ({ code, retryAt }: FormFailure, now: Date) =>
  new AppError('form_failed', {
    reason: code,
    seconds: Math.max(1, Math.ceil((retryAt.getTime() - now.getTime()) / 1_000)),
  })

/** What came of asking for a form: its row, or that somebody else is at work on it. */
export type Made = { kind: 'made'; artifact: Artifact } | { kind: 'pending' }

/**
 * The form as it is kept, made first when it is not there or an older maker made it. Who asks for the same form at the
 * same time gets the same one.
 *
 * @throws AppError `form_failed` `{ reason, seconds }` when a worker has tried in vain, `rate_limited` for strangers, `unavailable`, `timeout`, `too_large`, `disk_full`
 */
export async function makeForm(
  ctx: Ctx,
  snapshot: SnapshotWithLink,
  kind: MadeKind,
  maker: Maker,
): Promise<Made> {
  const kept = await findArtifact(ctx.db, snapshot.id, kind)
  if (kept && (kept.makerVersion ?? 0) >= maker.version) return { kind: 'made', artifact: kept }
  if (ctx.actor.kind === 'anonymous') ctx.making.countStranger(ctx.now())
  if (maker.where === 'elsewhere') {
    const now = ctx.now()
    const failure = formFailure(snapshot, { form: kind, version: maker.version, now })
    if (failure) throw formFailed(failure, now)
    await maker.enqueue(ctx, snapshot)
    const artifact = await waitForForm(ctx, snapshot.id, kind, maker.version)
    return artifact ? { kind: 'made', artifact } : { kind: 'pending' }
  }
  const { version, contentType, make } = maker
  const artifact = await ctx.making.once(`${snapshot.id}/${kind}`, async (signal) => {
    const stream = until(signal, make(await sourceOf(ctx, snapshot)))
    const blob = await ctx.blobs.put(stream, { contentType, maxBytes: MAX_MADE_BYTES })
    return inTransaction(ctx.db, async (tx) => {
      await insertBlobs(tx, [blob])
      const { digest, sizeBytes } = blob
      return saveMadeArtifact(tx, snapshot.id, {
        kind,
        digest,
        sizeBytes,
        contentType,
        makerVersion: version,
      })
    })
  })
  return { kind: 'made', artifact }
}
