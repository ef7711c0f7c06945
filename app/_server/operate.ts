// Runs an operation on many links and says how it went, with the way to take it back.
import { refresh } from 'next/cache'
import type { OperationView } from '#lib/contract/operation.ts'
import type { OperationResult } from '#components/operation/operation-result.ts'
import { refusal } from './answer.ts'
import { requestTranslate } from './preferences.ts'

/** `hrefOf` says where the outcome is shown, when that is not here. */
export async function operate(
  work: () => Promise<OperationView>,
  hrefOf: (operation: OperationView) => string | null = () => null,
): Promise<OperationResult> {
  const t = await requestTranslate()
  try {
    const operation = await work()
    const href = hrefOf(operation)
    if (href === null) refresh()
    const isQueued = operation.status === 'queued'
    return {
      status: 'done',
      message: t(isQueued ? 'operation.queued' : 'operation.done', { count: operation.links.changed }),
      undo: operation.canUndo ? operation.id : null,
      href,
    }
  } catch (thrown) {
    return refusal(thrown)
  }
}
