'use client'
// Creating an account: the owner's on the first run, or by an invitation.
import { useActionState, useState } from 'react'
import { IDLE, type FormAction } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PasswordField } from './password-field.tsx'

interface SetupFormProps {
  action: FormAction
  /** Lets the person in; empty where everybody may join. */
  token: string
  submitLabel: string
}

export function SetupForm({ action, token, submitLabel }: SetupFormProps) {
  const t = useT()
  const [result, submit, isPending] = useActionState(action, IDLE)
  const [typed, setTyped] = useState({ name: '', email: '' })
  const fields = result.status === 'refused' ? result.fields : {}
  return (
    <form action={submit} className="space-y-5">
      <input type="hidden" name="token" value={token} />
      {result.status === 'refused' && Object.keys(fields).length === 0 && (
        <Notice tone="danger" isAlert>
          {result.message}
        </Notice>
      )}
      <Field
        id="name"
        name="name"
        label={t('account.name')}
        required
        maxLength={80}
        autoComplete="name"
        value={typed.name}
        onChange={({ target }) => setTyped({ ...typed, name: target.value })}
        error={fields['name']}
      />
      <Field
        id="email"
        name="email"
        type="email"
        label={t('account.email')}
        required
        autoComplete="username"
        value={typed.email}
        onChange={({ target }) => setTyped({ ...typed, email: target.value })}
        error={fields['email']}
      />
      <PasswordField
        autoComplete="new-password"
        hint={t('account.password_hint')}
        error={fields['password']}
      />
      <Button type="submit" look="primary" disabled={isPending} className="w-full">
        {submitLabel}
      </Button>
    </form>
  )
}
