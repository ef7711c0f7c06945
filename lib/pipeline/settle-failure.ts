// Ends an attempt that did not succeed: given back, tried again later, or failed for good.
import { LeaseLost, markFailed, requeueAttempt, type Attempt } from '#lib/db/attempts.ts'
import { inTransaction } from '#lib/db/client.ts'
import { toAppError, type AppError } from '#lib/kernel/errors.ts'
import { MAX_ATTEMPTS } from '#lib/kernel/limits.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'

type SettleDeps = Pick<Runtime, 'config' | 'db' | 'queue' | 'events' | 'log' | 'now'>

interface EndedJob {
  /** The worker's signal: when it has aborted, the attempt is given back and does not count. */
  stopping: AbortSignal
  /** Of the job, and so of the next one. */
  priority: number
}

/** Writes the end of an attempt in one transaction with the next job and the event. */
export async function settleFailure(
  deps: SettleDeps,
  attempt: Attempt,
  thrown: unknown,
  { stopping, priority }: EndedJob,
): Promise<void> {
  const { snapshotId } = attempt
  try {
    if (thrown instanceof LeaseLost) throw thrown
    if (stopping.aborted) return await giveBack(deps, attempt, priority)
    const error = toAppError(thrown)
    if (error.retryable && attempt.attempt < MAX_ATTEMPTS)
      return await tryLater(deps, attempt, error, priority)
    return await fail(deps, attempt, error)
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error
    // Cancelled, deleted or taken over meanwhile: whoever did that has written the end.
    deps.log.info('capture.lease_lost', { snapshotId })
  }
}

async function giveBack(
  { db, queue, events, log }: SettleDeps,
  attempt: Attempt,
  priority: number,
): Promise<void> {
  const { snapshotId } = attempt
  await inTransaction(db, async (tx) => {
    await requeueAttempt(tx, attempt, null)
    await queue.enqueue(tx, 'capture', { snapshotId }, { priority })
    await events.publish(tx, attempt, { kind: 'snapshot.queued' })
  })
  log.info('capture.given_back', { snapshotId })
}

async function tryLater(
  deps: SettleDeps,
  attempt: Attempt,
  error: AppError,
  priority: number,
): Promise<void> {
  const { config, db, queue, events, log, now } = deps
  const { snapshotId } = attempt
  const { code, detail } = error
  const delays = config.retryDelaysSeconds
  const delaySeconds = delays[attempt.attempt - 1] ?? delays.at(-1) ?? 0
  const startAfter = new Date(now().getTime() + delaySeconds * 1_000)
  await inTransaction(db, async (tx) => {
    await requeueAttempt(tx, attempt, { code, detail })
    await queue.enqueue(tx, 'capture', { snapshotId }, { priority, startAfter })
    await events.publish(tx, attempt, {
      kind: 'snapshot.retrying',
      code,
      nextAttemptAt: startAfter.toISOString(),
    })
  })
  log.warn('capture.retrying', { snapshotId, attempt: attempt.attempt, delaySeconds, code, error })
}

async function fail({ db, events, log }: SettleDeps, attempt: Attempt, error: AppError): Promise<void> {
  const { snapshotId } = attempt
  const { code, detail } = error
  await inTransaction(db, async (tx) => {
    await markFailed(tx, attempt, { code, detail })
    await events.publish(tx, attempt, { kind: 'snapshot.failed', code, detail })
  })
  // What nobody foresaw is an error of ours; the others are facts about the page.
  const tell = code === 'internal' ? log.error : log.info
  tell('capture.failed', { snapshotId, attempt: attempt.attempt, code, detail, cause: error.cause })
}
