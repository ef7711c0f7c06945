// Takes an invitation back.
import { z } from 'zod'
import { invitationIdInput } from '#lib/contract/account.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { deleteInvitation } from '#lib/db/invitations.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'

/**
 * Ends an invitation at once; who has come by it stays.
 *
 * @throws AppError `not_found`
 */
export const revokeInvitation = defineUseCase({
  name: 'account.revokeInvitation',
  scope: 'admin',
  input: invitationIdInput,
  output: z.void(),
  async run({ db, actor }, { id }) {
    await inTransaction(db, async (tx) => {
      const row = await deleteInvitation(tx, id)
      if (!row) throw new AppError('not_found')
      await insertAudit(tx, { kind: 'invitation_revoked', actorId: actor.userId, subject: row.note })
    })
  },
})
