// Changes a rule: what it asks for, what it does, its place, and whether it works.
import { createRuleInput, ruleView, updateRuleInput } from '#lib/contract/rule.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as rules from '#lib/db/rules.ts'
import { defineUseCase, parseInput } from '../define-use-case.ts'
import { ruleViewOf } from './rule-view.ts'

/**
 * Changes what is given and leaves the rest; links that are there stay as they are.
 *
 * @throws AppError `not_found`; `invalid_request` when nothing would be left of its conditions, or of what it does
 */
export const updateRule = defineUseCase({
  name: 'rules.update',
  scope: 'links:write',
  input: updateRuleInput,
  output: ruleView,
  run: async ({ db, actor }, { id, position, ...given }) =>
    ruleViewOf(
      await inTransaction(db, (tx) =>
        rules.updateRule(tx, actor.libraryId, {
          id,
          position,
          change({ q, urlPattern, addTags, visibility, capture, isEnabled }) {
            const whole = { q, urlPattern, addTags, visibility, capture, isEnabled, ...given }
            return parseInput(createRuleInput, whole)
          },
        }),
      ),
    ),
})
