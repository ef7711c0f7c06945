// What an operation on many links or tags is asked, and what it answers.
import type { LinkView } from '#lib/contract/link.ts'
import type { FormResult } from '#components/form-result.ts'

export type OperationResult =
  | {
      status: 'done'
      message: string
      /** The operation that can be taken back. */
      undo: string | null
      /** Where its outcome is shown, when that is not here. */
      href: string | null
      /** Where it is shown what was there, once that is taken back; null: here. */
      back: string | null
    }
  | Extract<FormResult, { status: 'refused' }>

/** Links that were chosen one by one, or all of a list. */
export interface ChosenLinks {
  ids?: string[]
  filters?: { q?: string; tag?: string; status?: 'failed' }
}

export interface LinksEdit extends ChosenLinks {
  addTags: string[]
  removeTags: string[]
  visibility?: LinkView['visibility']
}
