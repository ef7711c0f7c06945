// The render job: makes a form of a ready snapshot that needs a browser, once, however often it is asked for.
import type { FrozenCopy } from '#lib/capture/show-frozen.ts'
import type { StoredBlob } from '#lib/blobs/blob-store.ts'
import type { Job } from '#lib/contract/job.ts'
import { RENDERED_FORMS } from '#lib/contract/snapshot.ts'
import { inTransaction } from '#lib/db/client.ts'
import { beginForm, endForm, forgetForm } from '#lib/db/failed-forms.ts'
import { findArtifact, insertBlobs, saveMadeArtifact } from '#lib/db/resources.ts'
import { toAppError } from '#lib/kernel/errors.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { frozenCopyOf } from './frozen-copy.ts'

export interface RenderDeps extends Pick<Runtime, 'db' | 'log' | 'now'> {
  /** `printFrozen` of lib/capture with the worker's browsers and store. */
  printFrozen(
    copy: FrozenCopy,
    origin: { url: string; capturedAt: Date },
    signal: AbortSignal,
  ): Promise<StoredBlob>
}

/**
 * Renders one form; what is there already, of this version, is left alone.
 *
 * @param stopping  aborts when the worker stops: the job is then given back
 * @throws what made rendering impossible: it is noted, and the queue tries again
 */
export async function renderForm(
  deps: RenderDeps,
  { snapshotId, form }: Job<'render'>,
  stopping: AbortSignal,
): Promise<void> {
  const { db, log, now } = deps
  const { version, contentType } = RENDERED_FORMS[form]
  const snapshot = await db.snapshot.findFirst({ where: { id: snapshotId, status: 'ready' } })
  const page = await findArtifact(db, snapshotId, 'page')
  const kept = await findArtifact(db, snapshotId, form)
  if (!snapshot?.capturedAt || !page || (kept?.makerVersion ?? 0) >= version) return
  const startedMs = performance.now()
  await beginForm(db, snapshotId, { form, version, now: now() })
  const origin = { url: snapshot.finalUrl ?? snapshot.url, capturedAt: snapshot.capturedAt }
  const blob = await frozenCopyOf(db, snapshotId, page.blobDigest)
    .then((copy) => deps.printFrozen(copy, origin, stopping))
    .catch(async (error: unknown) => {
      const code = stopping.aborted ? null : toAppError(error).code
      await endForm(db, snapshotId, { form, code, now: now() })
      throw error
    })
  try {
    await inTransaction(db, async (tx) => {
      await insertBlobs(tx, [blob])
      await forgetForm(tx, snapshotId, form)
      const { digest, sizeBytes } = blob
      await saveMadeArtifact(tx, snapshotId, {
        kind: form,
        digest,
        sizeBytes,
        contentType,
        makerVersion: version,
      })
    })
  } catch (error) {
    // Deleted while it was printed: nobody wants it any more, and the sweep takes the bytes.
    if (toAppError(error).code !== 'not_found') throw error
  }
  const durationMs = Math.round(performance.now() - startedMs)
  log.info('form.rendered', { snapshotId, form, durationMs, bytes: blob.sizeBytes })
}
