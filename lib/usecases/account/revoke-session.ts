// Ends a session of the actor elsewhere: a browser that was lost, or left open.
import { z } from 'zod'
import { sessionIdInput } from '#lib/contract/account.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { deleteSessionRow } from '#lib/db/sessions.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'
import { requireSession } from './require-session.ts'

/**
 * Ends one session of the actor at once.
 *
 * @throws AppError `not_found`, `session_required`
 */
export const revokeSession = defineUseCase({
  name: 'account.revokeSession',
  scope: 'links:write',
  input: sessionIdInput,
  output: z.void(),
  async run({ db, actor }, { id }) {
    requireSession(actor)
    await inTransaction(db, async (tx) => {
      if (!(await deleteSessionRow(tx, actor.userId, id))) throw new AppError('not_found')
      await insertAudit(tx, { kind: 'session_revoked', actorId: actor.userId, detail: { count: '1' } })
    })
  },
})
