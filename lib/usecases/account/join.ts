// Somebody comes in: by an invitation, or because the house is open.
import { hashNewPassword } from '#lib/auth/passwords.ts'
import { joinInput, userView, type Role } from '#lib/contract/account.ts'
import { findOwner, insertUser } from '#lib/db/accounts.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction, type Tx } from '#lib/db/client.ts'
import { findInvitation, takeInvitation } from '#lib/db/invitations.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { SlidingWindow } from '#lib/kernel/sliding-window.ts'
import { defineUseCase, type Ctx } from '../define-use-case.ts'

/** Accounts that an open house makes: enough for people, too few for programs. */
const OPEN_LIMIT = { count: 10, windowMs: 60 * 60_000 }

/** Kept outside of this module, which a bundler may load more than once. */
const shared: typeof globalThis & { linkhomeJoins?: WeakMap<object, SlidingWindow> } = globalThis

function countJoin({ config, now }: Ctx): void {
  const windowByConfig = (shared.linkhomeJoins ??= new WeakMap())
  const window = windowByConfig.get(config) ?? new SlidingWindow(OPEN_LIMIT)
  windowByConfig.set(config, window)
  const waitMs = window.waitMs('', now().getTime())
  if (waitMs > 0) throw new AppError('rate_limited', { seconds: Math.ceil(waitMs / 1_000) })
  window.count('', now().getTime())
}

/**
 * What lets somebody in with this token, or without one.
 *
 * @throws AppError `registration_closed`, `invitation_invalid`
 */
export async function admission(
  { config, db, now }: Pick<Ctx, 'config' | 'db' | 'now'>,
  token: string | undefined,
): Promise<{ role: Role; invitationId: string | null }> {
  // Before there is an owner nobody else comes in.
  if (config.registration === 'closed' || !(await findOwner(db))) throw new AppError('registration_closed')
  if (token === undefined) {
    if (config.registration !== 'open') throw new AppError('registration_closed')
    return { role: 'member', invitationId: null }
  }
  const invitation = await findInvitation(db, sha256(token), now())
  if (!invitation) throw new AppError('invitation_invalid')
  return { role: invitation.role, invitationId: invitation.id }
}

async function use(tx: Tx, invitationId: string | null): Promise<void> {
  if (invitationId !== null && !(await takeInvitation(tx, invitationId)))
    throw new AppError('invitation_invalid')
}

/**
 * Creates an account for somebody who is let in. An invitation is used up with it: of two at once, one comes in.
 *
 * @throws AppError `registration_closed`, `invitation_invalid`, `email_taken` (the invitation stays), `rate_limited`
 */
export const join = defineUseCase({
  name: 'account.join',
  scope: 'public',
  input: joinInput,
  output: userView,
  async run(ctx, { token, email, password, name }) {
    // Asked before the slow hash, so that guessing costs the server nothing.
    const { role, invitationId } = await admission(ctx, token)
    if (invitationId === null) countJoin(ctx)
    const passwordHash = await hashNewPassword(password)
    return inTransaction(ctx.db, async (tx) => {
      await use(tx, invitationId)
      const user = await insertUser(tx, { email, name, role, passwordHash, isEmailChecked: false })
      if (!user) throw new AppError('email_taken')
      await insertAudit(tx, { kind: 'user_created', actorId: user.id, subject: email, detail: { role } })
      return user
    })
  },
})
