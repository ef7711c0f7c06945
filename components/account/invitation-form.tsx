'use client'
// Makes an invitation and shows its link, once.
import { useActionState, useId } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { ShownOnce } from '#components/ui/shown-once.tsx'

export type NewInvitation =
  | { status: 'idle' }
  | { status: 'created'; url: string }
  | { status: 'refused'; message: string }

interface InvitationFormProps {
  action(previous: NewInvitation, form: FormData): Promise<NewInvitation>
  mayInviteAdmins: boolean
}

export function InvitationForm({ action, mayInviteAdmins }: InvitationFormProps) {
  const t = useT()
  const id = useId()
  const [result, submit, isPending] = useActionState(action, { status: 'idle' })
  return (
    <form action={submit} className="space-y-4">
      <Field
        id={`${id}-note`}
        name="note"
        label={t('people.invite_note')}
        placeholder={t('people.invite_note_placeholder')}
        maxLength={80}
        autoComplete="off"
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Select id={`${id}-role`} name="role" label={t('people.invite_role')}>
          <option value="member">{t('account.role_member')}</option>
          {mayInviteAdmins && <option value="admin">{t('account.role_admin')}</option>}
        </Select>
        <Select id={`${id}-days`} name="days" label={t('people.invite_days')} defaultValue="7">
          <option value="1">{t('people.invite_days_1')}</option>
          <option value="7">{t('people.invite_days_7')}</option>
          <option value="30">{t('people.invite_days_30')}</option>
        </Select>
      </div>
      <Button type="submit" disabled={isPending}>
        {t('people.invite_create')}
      </Button>
      {result.status === 'refused' && (
        <Notice tone="danger" isAlert>
          {result.message}
        </Notice>
      )}
      {result.status === 'created' && <ShownOnce why={t('people.invite_created')} secret={result.url} />}
    </form>
  )
}
