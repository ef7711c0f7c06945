// The rules of the library.
import { listRulesInput, rulePage } from '#lib/contract/rule.ts'
import * as rules from '#lib/db/rules.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { isId } from '#lib/kernel/ids.ts'
import { defineUseCase } from '../define-use-case.ts'
import { ruleViewOf } from './rule-view.ts'

/**
 * Rules in their order: where two disagree, the later one goes first.
 *
 * @throws AppError `invalid_cursor`
 */
export const listRules = defineUseCase({
  name: 'rules.list',
  scope: 'links:read',
  input: listRulesInput,
  output: rulePage,
  async run({ db, actor }, { limit, cursor }) {
    if (cursor !== undefined && !isId(cursor)) throw new AppError('invalid_cursor')
    const page = await rules.listRules(db, actor.libraryId, { limit, cursor })
    return { ...page, items: page.items.map(ruleViewOf) }
  },
})
