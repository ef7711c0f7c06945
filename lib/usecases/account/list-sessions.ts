// Where the actor is signed in.
import { z } from 'zod'
import { sessionView } from '#lib/contract/account.ts'
import { listSessionRows } from '#lib/db/sessions.ts'
import { defineUseCase } from '../define-use-case.ts'
import { requireSession } from './require-session.ts'

/**
 * The actor's sessions, newest first; the one that asks says so.
 *
 * @throws AppError `session_required`
 */
export const listSessions = defineUseCase({
  name: 'account.listSessions',
  scope: 'links:read',
  input: z.strictObject({}),
  output: z.array(sessionView),
  async run({ db, actor, now }) {
    requireSession(actor)
    const rows = await listSessionRows(db, actor.userId, now())
    return rows.map(({ id, createdAt, expiresAt, ipAddress, userAgent }) => ({
      id,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      address: ipAddress || null,
      userAgent: userAgent || null,
      isCurrent: id === actor.sessionId,
    }))
  },
})
