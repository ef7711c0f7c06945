// What the steps of an operation are given, and what each leaves for the next one.
import type { OperationPlan, TagBefore } from '#lib/contract/operation.ts'
import type { Stepped } from '#lib/db/tag-pairs.ts'

/** What a step is given: the operation as its row tells, parsed. */
export interface Running<P extends OperationPlan = OperationPlan> {
  id: string
  libraryId: string
  plan: P
  tagsBefore: TagBefore[]
}

/** What a step did, and what it leaves for the next one. */
export interface StepResult extends Stepped {
  isDone: boolean
  plan?: OperationPlan
  tagsBefore?: TagBefore[]
}
