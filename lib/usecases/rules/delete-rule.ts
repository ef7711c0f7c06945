// Ends a rule; what it did stays.
import { z } from 'zod'
import { ruleIdInput } from '#lib/contract/rule.ts'
import * as rules from '#lib/db/rules.ts'
import { defineUseCase } from '../define-use-case.ts'

/** @throws AppError `not_found` */
export const deleteRule = defineUseCase({
  name: 'rules.delete',
  scope: 'links:write',
  input: ruleIdInput,
  output: z.void(),
  run: ({ db, actor }, { id }) => rules.deleteRule(db, actor.libraryId, id),
})
