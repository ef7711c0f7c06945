// What was done to many links or tags at once lately.
import { listOperationsInput, operationPage } from '#lib/contract/operation.ts'
import * as operations from '#lib/db/operations.ts'
import { operationsThatWait } from '#lib/db/queued-versions.ts'
import { isId } from '#lib/kernel/ids.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from './operation-view.ts'

/**
 * Operations of the library that are remembered, newest first.
 *
 * @throws AppError `invalid_cursor`
 */
export const listOperations = defineUseCase({
  name: 'operations.list',
  scope: 'links:read',
  input: listOperationsInput,
  output: operationPage,
  async run({ db, actor, now }, { limit, cursor }) {
    if (cursor !== undefined && !isId(cursor)) throw new AppError('invalid_cursor')
    const page = await operations.listOperations(db, actor.libraryId, { limit, cursor })
    const waiting = await operationsThatWait(
      db,
      page.items.map(({ id }) => id),
    )
    return { ...page, items: page.items.map((row) => operationViewOf(row, now(), waiting.has(row.id))) }
  },
})
