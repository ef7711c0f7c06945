// Ends every session of the actor but the one that asks.
import { z } from 'zod'
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
    return { ended: await deleteSessionRows(db, actor.userId, actor.sessionId) }
  },
})
