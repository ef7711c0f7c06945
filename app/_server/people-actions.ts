'use server'
// What administrators do about people and invitations.
import { refresh } from 'next/cache'
import { givenRole } from '#lib/contract/account.ts'
import { changeRole } from '#lib/usecases/account/change-role.ts'
import { createInvitation } from '#lib/usecases/account/create-invitation.ts'
import { removePerson } from '#lib/usecases/account/remove-person.ts'
import { revokeInvitation } from '#lib/usecases/account/revoke-invitation.ts'
import type { NewInvitation } from '#components/account/invitation-form.tsx'
import type { FormResult } from '#components/form-result.ts'
import { answer, refusal, textOf } from './answer.ts'
import { requestContext } from './context.ts'

/** Creates an invitation; its address is in this answer and nowhere else. */
export async function createInvitationAction(_: NewInvitation, form: FormData): Promise<NewInvitation> {
  try {
    const { url } = await createInvitation.invoke(await requestContext(), {
      note: textOf(form, 'note'),
      role: textOf(form, 'role') || undefined,
      days: textOf(form, 'days') || undefined,
    })
    refresh()
    return { status: 'created', url }
  } catch (thrown) {
    return refusal(thrown)
  }
}

export async function revokeInvitationAction(id: string): Promise<FormResult> {
  return answer('people.invite_revoked', async () => {
    await revokeInvitation(await requestContext(), { id })
    refresh()
  })
}

/** For good, with their library. */
export async function removePersonAction(id: string): Promise<FormResult> {
  return answer('people.removed', async () => {
    await removePerson(await requestContext(), { id })
    refresh()
  })
}

export async function changeRoleAction(id: string, role: string): Promise<FormResult> {
  return answer('people.role_saved', async () => {
    await changeRole(await requestContext(), { id, role: givenRole.parse(role) })
    refresh()
  })
}
