// Deadlines: whatever waits has one, and ends with a typed error instead of hanging.
import { AppError } from './errors.ts'

/**
 * Runs `work` with a signal that aborts after `timeoutMs` or with `parent`, and rejects with AppError `timeout`
 * `{ afterMs }` at that moment even when `work` ignores its signal. A parent's abort rejects with its reason.
 */
export async function withDeadline<T>(
  timeoutMs: number,
  parent: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  parent?.throwIfAborted()
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new AppError('timeout', { afterMs: timeoutMs })), timeoutMs)
  const forward = () => controller.abort(parent?.reason)
  parent?.addEventListener('abort', forward, { once: true })
  const aborted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true })
  })
  try {
    return await Promise.race([work(controller.signal), aborted])
  } finally {
    clearTimeout(timer)
    parent?.removeEventListener('abort', forward)
  }
}
