// What happens to a snapshot, told live until it has ended.
import { z } from 'zod'
import { storedEvent, type StoredEvent } from '#lib/contract/event.ts'
import { entityId } from '#lib/contract/fields.ts'
import type { DbOrTx } from '#lib/db/client.ts'
import { findSnapshot } from '#lib/db/snapshots.ts'
import { defineUseCase } from '../define-use-case.ts'
import { viewerOf } from '../viewer.ts'

const followSnapshotInput = z.strictObject({
  id: entityId,
  /** Id of the last event that was heard; what came after it is told. Left out: everything from the beginning. */
  lastEventId: storedEvent.shape.id.regex(/^\d{1,18}$/).optional(),
})

type Follow = (signal: AbortSignal) => AsyncIterable<StoredEvent>

const followAnswer = z.object({
  /** The snapshot has ended and all of it was heard: nothing will follow. */
  isOver: z.boolean(),
  follow: z.custom<Follow>((value) => typeof value === 'function'),
})

const ENDS = new Set<StoredEvent['event']['kind']>(['snapshot.ready', 'snapshot.failed'])

async function newestEventId(db: DbOrTx, snapshotId: string): Promise<bigint> {
  const row = await db.snapshotEvent.findFirst({
    where: { snapshotId },
    orderBy: { id: 'desc' },
    select: { id: true },
  })
  return row?.id ?? 0n
}

/**
 * The events of a snapshot that the actor may see: those after `lastEventId`, then what happens, up to `ready` or
 * `failed`. A failure that was followed by a retry is told and is not the end.
 *
 * @throws AppError `not_found`
 */
export const followSnapshot = defineUseCase({
  name: 'snapshots.follow',
  scope: 'public',
  input: followSnapshotInput,
  output: followAnswer,
  async run({ db, events, actor }, { id, lastEventId }) {
    const snapshot = await findSnapshot(db, viewerOf(actor), id)
    const hasEnded = snapshot.status === 'ready' || snapshot.status === 'failed'
    const isOver = hasEnded && BigInt(lastEventId ?? 0) >= (await newestEventId(db, id))
    async function* follow(signal: AbortSignal) {
      for await (const stored of events.follow(id, lastEventId ?? null, signal)) {
        yield stored
        if (ENDS.has(stored.event.kind) && BigInt(stored.id) >= (await newestEventId(db, id))) return
      }
    }
    return { isOver, follow }
  },
})
