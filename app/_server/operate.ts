// Runs an operation on many links and says how it went, with the way to take it back.
import { refresh } from 'next/cache'
import type { OperationKind, OperationView } from '#lib/contract/operation.ts'
import type { MessageKey } from '#lib/i18n/translate.ts'
import type { OperationResult } from '#components/operation/operation-result.ts'
import { refusal } from './answer.ts'
import { requestTranslate } from './preferences.ts'

const SAID: Partial<Record<OperationKind, MessageKey>> = {
  'links.delete': 'operation.deleted',
  'links.recapture': 'operation.recaptured',
}

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
    const { kind, links } = operation
    const isQueued = operation.status === 'queued'
    return {
      status: 'done',
      message: t(isQueued ? 'operation.queued' : (SAID[kind] ?? 'operation.done'), { count: links.changed }),
      undo: operation.canUndo ? operation.id : null,
      href,
    }
  } catch (thrown) {
    return refusal(thrown)
  }
}
