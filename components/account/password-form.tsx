'use client'
// Changing the password.
import { useActionState } from 'react'
import { IDLE, type FormAction } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PasswordField } from './password-field.tsx'

interface PasswordFormProps {
  action: FormAction
  /** It has just been changed. */
  isChanged: boolean
}

export function PasswordForm({ action, isChanged }: PasswordFormProps) {
  const t = useT()
  const [result, submit, isPending] = useActionState(action, IDLE)
  const fields = result.status === 'refused' ? result.fields : {}
  return (
    <form action={submit} className="space-y-4">
      {result.status === 'refused' && Object.keys(fields).length === 0 && (
        <Notice tone="danger" isAlert>
          {result.message}
        </Notice>
      )}
      {isChanged && result.status === 'idle' && <Notice isAlert>{t('security.password_changed')}</Notice>}
      <PasswordField
        name="current"
        label={t('security.password_current')}
        autoComplete="current-password"
        error={fields['current']}
      />
      <PasswordField
        name="next"
        label={t('security.password_next')}
        autoComplete="new-password"
        hint={t('account.password_hint')}
        error={fields['next']}
      />
      <Button type="submit" disabled={isPending}>
        {t('security.password_change')}
      </Button>
    </form>
  )
}
