// Writes the address under which a snapshot's frozen page is shown.
import { signReplay } from './replay-token.ts'

/** Absolute URL of the page, on the replay origin when there is one; good for one to two hours. */
export function replayUrl(
  config: { baseUrl: string; replayUrl: string | null },
  snapshotId: string,
  secret: string,
  now: Date,
): string {
  return `${config.replayUrl ?? config.baseUrl}/replay/${snapshotId}/${signReplay(snapshotId, secret, now)}/page`
}
