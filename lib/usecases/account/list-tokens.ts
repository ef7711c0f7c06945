// The tokens of the actor.
import { isId } from '#lib/kernel/ids.ts'
import { listTokensInput, tokenPage } from '#lib/contract/account.ts'
import { listTokenRows } from '#lib/db/tokens.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'
import { tokenViewOf } from './token-view.ts'

/** The actor's tokens, newest first; the cursor is the id of the last one seen. */
export const listTokens = defineUseCase({
  name: 'account.listTokens',
  scope: 'links:read',
  input: listTokensInput,
  output: tokenPage,
  async run({ db, actor }, { limit, cursor = null }) {
    if (cursor !== null && !isId(cursor)) throw new AppError('invalid_cursor')
    const { rows, count } = await listTokenRows(db, actor.userId, { limit: limit + 1, cursor })
    const shown = rows.slice(0, limit)
    return {
      items: shown.map(tokenViewOf),
      nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
      total: { count, exact: true },
    }
  },
})
