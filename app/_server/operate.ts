// Runs an operation and says how it went, with the way to take it back.
import { refresh } from 'next/cache'
import type { OperationKind, OperationView } from '#lib/contract/operation.ts'
import type { MessageKey } from '#lib/i18n/translate.ts'
import type { OperationResult } from '#components/operation/operation-result.ts'
import { tagHref } from '#components/tag/tag-href.ts'
import { refusal } from './answer.ts'
import { requestTranslate } from './preferences.ts'

const SAID: Partial<Record<OperationKind, MessageKey>> = {
  'tag.change': 'action.saved',
  'links.delete': 'operation.deleted',
  'links.recapture': 'operation.recaptured',
  'search.delete': 'saved.deleted',
}

function saidOf({ kind, status, links }: OperationView): MessageKey {
  if (status === 'queued') return 'operation.queued'
  if (kind === 'links.recapture' && links.changed === 0) return 'operation.recaptured_none'
  return SAID[kind] ?? 'operation.done'
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
    const { links, subject } = operation
    return {
      status: 'done',
      message: t(saidOf(operation), { count: links.changed }),
      undo: operation.canUndo ? operation.id : null,
      href,
      back: href === null ? null : tagHref(subject.tags[0] ?? ''),
    }
  } catch (thrown) {
    return refusal(thrown)
  }
}
