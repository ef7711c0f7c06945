// How a version is to be captured: what a person said of it, before what rules say of its link.
import { captureOptionsOf, type CaptureOptions } from '#lib/contract/capture-options.ts'
import { inTransaction, type Db } from '#lib/db/client.ts'
import { enabledRules } from '#lib/db/rules.ts'
import { fittingRules } from './fitting-rules.ts'

/** Rules are asked when the capture begins, as they are then: also for links that were there before them. */
export async function captureOptionsFor(
  db: Db,
  version: { libraryId: string; linkId: string; capture: unknown },
): Promise<CaptureOptions> {
  const { libraryId, linkId, capture } = version
  const said = await inTransaction(db, async (tx) => {
    const rules = await enabledRules(tx, libraryId)
    const speaking = rules.filter((rule) => Object.keys(captureOptionsOf(rule.capture)).length > 0)
    return fittingRules(tx, libraryId, linkId, speaking)
  })
  return Object.assign({}, ...said.map((rule) => captureOptionsOf(rule.capture)), captureOptionsOf(capture))
}
