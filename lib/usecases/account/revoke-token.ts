// Ends a token at once.
import { z } from 'zod'
import { tokenIdInput } from '#lib/contract/account.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { deleteTokenRow } from '#lib/db/tokens.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'

/**
 * Deletes a token of the actor, also the one the request came with.
 *
 * @throws AppError `not_found`
 */
export const revokeToken = defineUseCase({
  name: 'account.revokeToken',
  scope: 'links:write',
  input: tokenIdInput,
  output: z.void(),
  async run({ db, actor }, { id }) {
    await inTransaction(db, async (tx) => {
      const row = await deleteTokenRow(tx, actor.userId, id)
      if (!row) throw new AppError('not_found')
      const { name: subject, prefix } = row
      await insertAudit(tx, { kind: 'token_revoked', actorId: actor.userId, subject, detail: { prefix } })
    })
  },
})
