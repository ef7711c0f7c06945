// Ends every session of the actor but the one that asks.
import { z } from 'zod'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { deleteSessionRows } from '#lib/db/sessions.ts'
import { defineUseCase } from '../define-use-case.ts'
import { requireSession } from './require-session.ts'

/**
 * Ends the actor's other sessions at once; how many there were.
 *
 * @throws AppError `session_required`
 */
export const revokeOtherSessions = defineUseCase({
  name: 'account.revokeOtherSessions',
  scope: 'links:write',
  input: z.strictObject({}),
  output: z.object({ ended: z.number().int() }),
  async run({ db, actor }) {
    requireSession(actor)
    return inTransaction(db, async (tx) => {
      const ended = await deleteSessionRows(tx, actor.userId, actor.sessionId)
      const detail = { count: String(ended) }
      if (ended > 0) await insertAudit(tx, { kind: 'session_revoked', actorId: actor.userId, detail })
      return { ended }
    })
  },
})
