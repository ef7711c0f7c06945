// Invites somebody: a link that makes one account, once.
import { createdInvitation, createInvitationInput } from '#lib/contract/account.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertInvitation } from '#lib/db/invitations.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { newSecret } from '#lib/kernel/ids.ts'
import { defineUseCase } from '../define-use-case.ts'
import { invitationViewOf } from './invitation-view.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/**
 * Makes an invitation; its address is in this answer and nowhere else.
 *
 * @throws AppError `registration_closed` unless LINKHOME_REGISTRATION lets people in; `owner_required` when somebody
 *         else invites an administrator
 */
export const createInvitation = defineUseCase({
  name: 'account.createInvitation',
  scope: 'admin',
  input: createInvitationInput,
  output: createdInvitation,
  async run({ db, actor, config, now }, { role, note, days }) {
    if (config.registration === 'closed') throw new AppError('registration_closed')
    if (role === 'admin' && actor.role !== 'owner') throw new AppError('owner_required')
    const token = newSecret()
    const expiresAt = new Date(now().getTime() + days * DAY_MS)
    const row = await inTransaction(db, async (tx) => {
      await insertAudit(tx, {
        kind: 'invitation_created',
        actorId: actor.userId,
        subject: note,
        detail: { role },
      })
      return insertInvitation(tx, {
        digest: sha256(token),
        role,
        note,
        createdById: actor.userId,
        expiresAt,
      })
    })
    return { url: `${config.baseUrl}/join?token=${token}`, view: invitationViewOf(row) }
  },
})
