// What protects the actor's account beside the password.
import { z } from 'zod'
import { factorsView } from '#lib/contract/account.ts'
import { hasTwoFactor, listPasskeyRows } from '#lib/db/second-factors.ts'
import { defineUseCase } from '../define-use-case.ts'
import { requireSession } from './require-session.ts'

/**
 * Whether codes are on, and the actor's passkeys.
 *
 * @throws AppError `session_required`
 */
export const listFactors = defineUseCase({
  name: 'account.listFactors',
  scope: 'links:read',
  input: z.strictObject({}),
  output: factorsView,
  async run({ db, actor }) {
    requireSession(actor)
    const [twoFactor, passkeys] = await Promise.all([
      hasTwoFactor(db, actor.userId),
      listPasskeyRows(db, actor.userId),
    ])
    return {
      twoFactor,
      passkeys: passkeys.map(({ createdAt, ...row }) => ({
        ...row,
        createdAt: createdAt?.toISOString() ?? null,
      })),
    }
  },
})
