// How far an operation is.
import { operationIdInput, operationView } from '#lib/contract/operation.ts'
import { findOperation } from '#lib/db/operations.ts'
import { operationsThatWait } from '#lib/db/queued-versions.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from './operation-view.ts'

/** @throws AppError `not_found` */
export const getOperation = defineUseCase({
  name: 'operations.get',
  scope: 'links:read',
  input: operationIdInput,
  output: operationView,
  async run({ db, actor, now }, { id }) {
    const row = await findOperation(db, actor.libraryId, id)
    return operationViewOf(row, now(), (await operationsThatWait(db, [id])).has(id))
  },
})
