// How far an operation could be taken back.
import type { OperationView } from '#lib/contract/operation.ts'
import type { Translate } from '#lib/i18n/translate.ts'

/** What is captured stays. */
export function undoneSentence(t: Translate, { kind, status, links }: OperationView): string {
  if (status === 'undoing') return t('operation.state_undoing')
  return kind === 'links.recapture' && links.changed > 0
    ? t('operation.undone_rest', { count: links.changed })
    : t('operation.undone')
}
