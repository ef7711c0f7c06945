// A rule for links that are to come.
import { createRuleInput, ruleView } from '#lib/contract/rule.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertRule } from '#lib/db/rules.ts'
import { defineUseCase } from '../define-use-case.ts'
import { ruleViewOf } from './rule-view.ts'

/**
 * Makes a rule; links that are there stay as they are until it is applied to them.
 *
 * @throws AppError `conflict` when there are as many as there may be
 */
export const createRule = defineUseCase({
  name: 'rules.create',
  scope: 'links:write',
  input: createRuleInput,
  output: ruleView,
  run: async ({ db, actor }, rule) =>
    ruleViewOf(await inTransaction(db, (tx) => insertRule(tx, actor.libraryId, rule))),
})
