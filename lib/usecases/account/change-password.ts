// A new password, by who knows the old one.
import { z } from 'zod'
import { checkPassword } from '#lib/auth/check-password.ts'
import { hashNewPassword } from '#lib/auth/passwords.ts'
import { changePasswordInput } from '#lib/contract/account.ts'
import { writePasswordHash } from '#lib/db/accounts.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { deleteSessionRows } from '#lib/db/sessions.ts'
import { defineUseCase } from '../define-use-case.ts'
import { requireSession } from './require-session.ts'

/**
 * Changes the actor's password and ends all of their sessions, this one included: the front signs in anew.
 *
 * @throws AppError `invalid_request` when the current one is wrong, `rate_limited`, `session_required`
 */
export const changePassword = defineUseCase({
  name: 'account.changePassword',
  scope: 'links:write',
  input: changePasswordInput,
  output: z.void(),
  async run(ctx, { current, next }) {
    const { db, actor } = ctx
    requireSession(actor)
    await checkPassword(ctx, actor.userId, { given: current, field: 'current' })
    const passwordHash = await hashNewPassword(next)
    await inTransaction(db, async (tx) => {
      await writePasswordHash(tx, actor.userId, passwordHash)
      await deleteSessionRows(tx, actor.userId)
      await insertAudit(tx, { kind: 'password_changed', actorId: actor.userId })
    })
  },
})
