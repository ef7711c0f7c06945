// Who has an account here, and who is invited. For administrators; to others the page is not there.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { listInvitations } from '#lib/usecases/account/list-invitations.ts'
import { listPeople } from '#lib/usecases/account/list-people.ts'
import { InvitationForm } from '#components/account/invitation-form.tsx'
import { InvitationList } from '#components/account/invitation-list.tsx'
import { PeopleList } from '#components/account/people-list.tsx'
import { SettingsSection } from '#components/account/settings-section.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { memberContext } from '#app/_server/context.ts'
import {
  changeRoleAction,
  createInvitationAction,
  removePersonAction,
  revokeInvitationAction,
} from '#app/_server/people-actions.ts'
import { requestTranslate } from '#app/_server/preferences.ts'
import { SettingsFrame } from '#app/_server/settings-frame.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('settings.nav_people') }
}

export default async function PeoplePage() {
  const [t, ctx] = await Promise.all([requestTranslate(), memberContext('/settings/people')])
  const { actor, config } = ctx
  if (actor.kind !== 'user' || !actor.scopes.includes('admin')) notFound()
  const [people, invitations] = await Promise.all([listPeople(ctx, {}), listInvitations(ctx, {})])
  const isOwner = actor.role === 'owner'
  return (
    <SettingsFrame current="/settings/people">
      <SettingsSection title={t('people.list')} why={t('people.list_why')}>
        <PeopleList
          people={people.items}
          {...(isOwner && { changeRole: changeRoleAction, remove: removePersonAction })}
        />
      </SettingsSection>
      <SettingsSection title={t('people.invite')} why={t('people.invite_why')}>
        {config.registration === 'closed' ? (
          <Notice>{t('people.invite_closed')}</Notice>
        ) : (
          <>
            <InvitationForm action={createInvitationAction} mayInviteAdmins={isOwner} />
            <InvitationList invitations={invitations.items} revoke={revokeInvitationAction} />
          </>
        )}
      </SettingsSection>
    </SettingsFrame>
  )
}
