// How often feeds are read, and how often somebody tries addresses that are none. In the memory of one process.
import { AppError } from '#lib/kernel/errors.ts'
import { FEED_GUESS_LIMIT, FEED_READ_LIMIT } from '#lib/kernel/limits.ts'
import { SlidingWindow } from '#lib/kernel/sliding-window.ts'
import type { Ctx } from '../define-use-case.ts'

interface Windows {
  reads: SlidingWindow
  guesses: SlidingWindow
}

/** Kept outside of this module, which a bundler may load more than once. */
const shared: typeof globalThis & { linkhomeFeedReads?: WeakMap<object, Windows> } = globalThis

function count({ config, now }: Ctx, kind: keyof Windows, key: string): void {
  const windowsByConfig = (shared.linkhomeFeedReads ??= new WeakMap())
  const windows = windowsByConfig.get(config) ?? {
    reads: new SlidingWindow(FEED_READ_LIMIT),
    guesses: new SlidingWindow(FEED_GUESS_LIMIT),
  }
  windowsByConfig.set(config, windows)
  const nowMs = now().getTime()
  const waitMs = windows[kind].waitMs(key, nowMs)
  if (waitMs > 0) throw new AppError('rate_limited', { seconds: Math.ceil(waitMs / 1_000) })
  windows[kind].count(key, nowMs)
}

/** Counts a reading of the feed. @throws AppError `rate_limited` `{ seconds }` */
export const countFeedRead = (ctx: Ctx, feedId: string): void => count(ctx, 'reads', feedId)

/**
 * Counts an address that is none. Feeds that are there are read all the same from that place: a service that reads for many
 * people also asks for what was revoked.
 *
 * @throws AppError `rate_limited` `{ seconds }`
 */
export const countFeedGuess = (ctx: Ctx, address: string | null): void => count(ctx, 'guesses', address ?? '')
