// Takes a passkey away, say of a device that was lost.
import { z } from 'zod'
import { passkeyIdInput } from '#lib/contract/account.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { deletePasskeyRow } from '#lib/db/second-factors.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'
import { requireSession } from './require-session.ts'

/**
 * Removes a passkey of the actor; sessions that it opened stay.
 *
 * @throws AppError `not_found`, `session_required`
 */
export const removePasskey = defineUseCase({
  name: 'account.removePasskey',
  scope: 'links:write',
  input: passkeyIdInput,
  output: z.void(),
  async run({ db, actor }, { id }) {
    requireSession(actor)
    await inTransaction(db, async (tx) => {
      const subject = await deletePasskeyRow(tx, actor.userId, id)
      if (subject === undefined) throw new AppError('not_found')
      await insertAudit(tx, { kind: 'passkey_removed', actorId: actor.userId, subject })
    })
  },
})
