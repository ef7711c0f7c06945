// What a card has to say about its link: a picture, progress, or a failure.
import type { LinkView } from '#lib/contract/link.ts'
import type { SnapshotView } from '#lib/contract/snapshot.ts'

export interface LinkState {
  /** The version that the card leads to. */
  shown: SnapshotView | null
  /** The capture that is under way. */
  running: SnapshotView | null
  /** The newest capture, when it failed. */
  failed: SnapshotView | null
}

/** Its capture waits or is under way. */
export const isRunning = ({ status }: SnapshotView) => status === 'queued' || status === 'capturing'

/** `latest` is newer than the copy in front, or there is no copy in front. */
export function linkState({ snapshot, latest }: Pick<LinkView, 'snapshot' | 'latest'>): LinkState {
  const newest = latest ?? snapshot
  return {
    shown: snapshot ?? latest,
    running: newest && isRunning(newest) ? newest : null,
    failed: newest?.status === 'failed' ? newest : null,
  }
}
