// Brings a capture's page to where it has settled, within its budget.
import type { Intervention } from '#lib/contract/intervention.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError, type ErrorCode } from '#lib/kernel/errors.ts'
import { answerOrNothing, type Session } from './capture-session.ts'
import { checkDocument, navigatePage } from './navigate-page.ts'
import { stopPage } from './prepare-page.ts'
import { isStillParsing, settleDocument } from './settle-page.ts'
import type { DocumentWatch } from './watch-document.ts'

/**
 * Loads and settles; says what ended it early when that leaves something to keep.
 *
 * @throws AppError what ended it when nothing is left to keep; the signal's reason
 */
export async function loadWithinBudget(session: Session): Promise<ErrorCode | null> {
  const { page, url, watch, files, proxy, budget, stages, signal, exhausted } = session
  const limits = AbortSignal.any([signal, exhausted.signal])
  try {
    await withDeadline(budget.timeoutMs, limits, async (deadline) => {
      await navigatePage(page, url, { watch, proxy, timeoutMs: budget.navigationTimeoutMs })
      stages.enter('settling')
      await settleNewest(session, deadline)
    })
  } catch (error) {
    if (signal.aborted || !isSpent(error)) throw error
    // A file has limits of its own. Stopped, it would end as one does that has come whole.
    if (watch.navigations() === 0 && files.taking()) throw error
    // The proxy counts bytes at once; what the browser has to say of a document that came before them comes with its answers.
    await answerOrNothing(stopPage(session.session))
    if (!leavesAPage(error, watch)) throw error
    return error.code
  }
  if (watch.breakage() !== null) return 'connection_failed'
  // The parser still waits for the rest of a document that trickles in without an end.
  return (await answerOrNothing(isStillParsing(session.session))) === true ? 'timeout' : null
}

/** Pages that lead on by script or refresh are followed: what settles is the newest document. */
async function settleNewest(session: Session, deadline: AbortSignal): Promise<void> {
  const { page, watch, proxy, interventions } = session
  let settled = 0
  do {
    settled = watch.navigations()
    // What was done to documents before this one is gone with them.
    interventions.length = 0
    await settleDocument(
      {
        ...session,
        isBrokenOff: () => watch.breakage() !== null,
        onIntervention: (done) => addIntervention(interventions, done),
      },
      deadline,
    )
    deadline.throwIfAborted()
    checkDocument(page, watch, proxy)
  } while (settled !== watch.navigations())
}

/** What was done twice in the same way is told once. */
function addIntervention(all: Intervention[], done: Intervention): void {
  const known = all.find(({ rule, what }) => rule === done.rule && what === done.what)
  if (known) known.count += done.count
  else all.push({ ...done })
}

/** Did time, bytes or requests run out? */
function isSpent(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'timeout' || error.code === 'too_large')
}

/** Time that ran out leaves what has been drawn; bytes that ran out leave a page only when its document came whole. */
function leavesAPage({ code }: AppError, watch: DocumentWatch): boolean {
  return watch.navigations() > 0 && (code === 'timeout' || watch.isComplete())
}
