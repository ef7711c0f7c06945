// The first thing anybody does here: give an address, get a snapshot.
import { snapshotView, submitInput } from '#lib/contract/snapshot.ts'
import { inTransaction, type Tx } from '#lib/db/client.ts'
import { upsertLink, type LinkRow } from '#lib/db/links.ts'
import { findNewestSnapshot, findSnapshot, type SnapshotWithLink } from '#lib/db/snapshots.ts'
import { addTags, lockTags } from '#lib/db/tags.ts'
import { applyRules } from '#lib/tagging/apply-rules.ts'
import type { z } from 'zod'
import { defineUseCase, type UserCtx } from '../define-use-case.ts'
import { queueVersion } from '../snapshots/queue-capture.ts'
import { snapshotViewOf } from '../snapshots/snapshot-view.ts'
import { admitTarget } from './admit-target.ts'
import { indexLink } from '#lib/search/index-link.ts'
import { countSubmission } from './submit-limit.ts'

type Submission = z.output<typeof submitInput>

export interface Submitted {
  snapshot: SnapshotWithLink
  isNewLink: boolean
}

/** The version that answers a submission without another capture, if there is one. */
async function currentVersion(
  ctx: UserCtx,
  tx: Tx,
  link: LinkRow,
  ifOlderThan: number | undefined,
): Promise<string | null> {
  const newest = await findNewestSnapshot(tx, link.libraryId, link.id)
  if (newest?.status === 'queued' || newest?.status === 'capturing') return newest.id
  if (ifOlderThan === undefined) return null
  const good = await findNewestSnapshot(tx, link.libraryId, link.id, { verdict: 'good' })
  const ageMs = good?.capturedAt ? ctx.now().getTime() - good.capturedAt.getTime() : Infinity
  return good && ageMs < ifOlderThan * 1_000 ? good.id : null
}

/**
 * Keeps an address and queues its capture, in one transaction: link, tags, snapshot, job and event are there together
 * or not at all. Tags are added to those that a known link has; title, note and visibility that are given replace them.
 *
 * @throws AppError `invalid_url`, `blocked_address`, `rate_limited`
 */
export async function submit(ctx: UserCtx, input: Submission): Promise<Submitted> {
  const { libraryId } = ctx.actor
  const { url, tags, title, note, visibility, capture, ifOlderThan } = input
  const target = admitTarget(ctx.config, url)
  countSubmission(ctx)
  return inTransaction(ctx.db, async (tx) => {
    // Whoever changes many links at once holds the tags and then wants the links: in this order nobody waits in a circle.
    await lockTags(tx, libraryId, 'shared')
    // It is held: two submissions of one address at once must not both find no capture waiting.
    const { link, isNew } = await upsertLink(tx, libraryId, { ...target, title, note, visibility })
    await addTags(tx, libraryId, link.id, tags)
    const snapshotId =
      (await currentVersion(ctx, tx, link, ifOlderThan)) ??
      (await queueVersion(ctx, tx, libraryId, { linkId: link.id, url: target.originalUrl, capture }))
    await indexLink(tx, libraryId, link.id)
    // What a person says about the link goes before what a rule says.
    if (isNew) await applyRules(tx, libraryId, link.id, { setsVisibility: visibility === undefined })
    return { snapshot: await findSnapshot(tx, { libraryId }, snapshotId), isNewLink: isNew }
  })
}

/**
 * Accepts an address. A capture of it that waits or runs is answered instead of queueing a second one; so is, with
 * `ifOlderThan` seconds, a good snapshot that is younger.
 *
 * @throws AppError `invalid_url`, `blocked_address` `{ host }`, `rate_limited` `{ seconds }`
 */
export const submitLink = defineUseCase({
  name: 'links.submit',
  scope: 'links:write',
  input: submitInput,
  output: snapshotView,
  async run(ctx, input) {
    const { snapshot } = await submit(ctx, input)
    return snapshotViewOf(ctx, snapshot)
  },
})
