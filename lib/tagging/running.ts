// What the steps of an operation are given, and what each leaves for the next one.
import type { Config } from '#lib/config/load-config.ts'
import type { OperationPlan, TagBefore } from '#lib/contract/operation.ts'
import type { Stepped } from '#lib/db/tag-pairs.ts'
import type { Events } from '#lib/events/events.ts'
import type { Queue } from '#lib/queue/queue.ts'

/** What steps need besides the transaction. */
export interface StepDeps {
  queue: Pick<Queue, 'enqueue'>
  events: Pick<Events, 'publish'>
  config: Pick<Config, 'userQuotaBytes' | 'submitLimit'>
}

/** What a step is given: the operation as its row tells, parsed. */
export interface Running<P extends OperationPlan = OperationPlan> {
  id: string
  libraryId: string
  plan: P
  tagsBefore: TagBefore[]
  createdAt: Date
  /** Links changed by the steps before. */
  changed: number
}

/** What a step did, and what it leaves for the next one. */
export interface StepResult extends Stepped {
  isDone: boolean
  plan?: OperationPlan
  tagsBefore?: TagBefore[]
  /** Do the links have the same words as before, or none any more? */
  keepsWords?: true
}
