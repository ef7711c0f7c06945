// Who am I, and what may I do here?
import { z } from 'zod'
import { meView } from '#lib/contract/account.ts'
import { findUser } from '#lib/db/accounts.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'

/** The account of the actor, with the scopes of this very session or token. */
export const me = defineUseCase({
  name: 'account.me',
  scope: 'links:read',
  input: z.strictObject({}),
  output: meView,
  async run({ db, actor }) {
    const user = await findUser(db, actor.userId)
    if (!user) throw new AppError('unauthenticated')
    return { ...user, scopes: [...actor.scopes], via: actor.via }
  },
})
