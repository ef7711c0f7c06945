// How far an operation is.
import { operationIdInput, operationView } from '#lib/contract/operation.ts'
import { findOperation } from '#lib/db/operations.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from './operation-view.ts'

/** @throws AppError `not_found` */
export const getOperation = defineUseCase({
  name: 'operations.get',
  scope: 'links:read',
  input: operationIdInput,
  output: operationView,
  run: async ({ db, actor, now }, { id }) =>
    operationViewOf(await findOperation(db, actor.libraryId, id), now()),
})
