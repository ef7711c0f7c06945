// Lets a rule rest, or work again.
import { ruleView, updateRuleInput } from '#lib/contract/rule.ts'
import { switchRule } from '#lib/db/rules.ts'
import { defineUseCase } from '../define-use-case.ts'
import { ruleViewOf } from './rule-view.ts'

/** @throws AppError `not_found` */
export const updateRule = defineUseCase({
  name: 'rules.update',
  scope: 'links:write',
  input: updateRuleInput,
  output: ruleView,
  run: async ({ db, actor }, change) => ruleViewOf(await switchRule(db, actor.libraryId, change)),
})
