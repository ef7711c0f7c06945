// The invitations that nobody has used yet.
import { z } from 'zod'
import { invitations } from '#lib/contract/account.ts'
import { listInvitationRows } from '#lib/db/invitations.ts'
import { defineUseCase } from '../define-use-case.ts'
import { invitationViewOf } from './invitation-view.ts'

/** Open invitations, newest first. */
export const listInvitations = defineUseCase({
  name: 'account.listInvitations',
  scope: 'admin',
  input: z.strictObject({}),
  output: invitations,
  async run({ db, now }) {
    return { items: (await listInvitationRows(db, now())).map(invitationViewOf) }
  },
})
