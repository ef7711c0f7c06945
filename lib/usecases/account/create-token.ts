// A token for a program that acts for its owner.
import { newToken } from '#lib/auth/tokens.ts'
import { createdToken, createTokenInput } from '#lib/contract/account.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertToken } from '#lib/db/tokens.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'
import { tokenViewOf } from './token-view.ts'

/**
 * Creates a token; its secret is in this answer and nowhere else. Nobody can give away more than they have: from a
 * token with `links:write` no token with `admin` can be made, and from one that ends none that lives on.
 *
 * @throws AppError `forbidden` `{ scope }` for a scope that the actor does not have
 */
export const createToken = defineUseCase({
  name: 'account.createToken',
  scope: 'links:write',
  input: createTokenInput,
  output: createdToken,
  async run({ db, actor }, { name, scopes, expiresAt }) {
    const excess = scopes.find((scope) => !actor.scopes.includes(scope))
    if (excess) throw new AppError('forbidden', { scope: excess })
    const ends = [expiresAt, actor.expiresAt].flatMap((end) => (end === undefined ? [] : [new Date(end)]))
    const { secret, digest, prefix } = newToken()
    const row = await inTransaction(db, async (tx) => {
      await insertAudit(tx, {
        kind: 'token_created',
        actorId: actor.userId,
        subject: name,
        detail: { prefix, scopes: scopes.join(' ') },
      })
      return insertToken(tx, actor.userId, {
        name,
        digest,
        prefix,
        scopes: [...new Set(scopes)],
        expiresAt: ends.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
      })
    })
    return { token: secret, view: tokenViewOf(row) }
  },
})
