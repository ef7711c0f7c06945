// How many addresses a person may submit in a while (LINKHOME_SUBMIT_LIMIT).
import type { Config } from '#lib/config/load-config.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { SlidingWindow } from '#lib/kernel/sliding-window.ts'
import type { UserCtx } from '../define-use-case.ts'

/**
 * One window per configuration: a process has one, tests have many. Kept outside of this module, which a bundler may
 * load more than once.
 */
const shared: typeof globalThis & { linkhomeSubmissions?: WeakMap<Config, SlidingWindow> } = globalThis

/**
 * Counts one submission of the actor. Counted in this process: several web processes each allow the whole limit.
 *
 * @throws AppError `rate_limited` `{ seconds }`
 */
export function countSubmission({ config, actor, now }: Pick<UserCtx, 'config' | 'actor' | 'now'>): void {
  if (config.submitLimit === null) return
  const windowByConfig = (shared.linkhomeSubmissions ??= new WeakMap())
  const window = windowByConfig.get(config) ?? new SlidingWindow(config.submitLimit)
  windowByConfig.set(config, window)
  const nowMs = now().getTime()
  const waitMs = window.waitMs(actor.userId, nowMs)
  if (waitMs > 0) throw new AppError('rate_limited', { seconds: Math.ceil(waitMs / 1_000) })
  window.count(actor.userId, nowMs)
}
