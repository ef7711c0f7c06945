'use client'
// Signing in. Works without JavaScript too; what was typed and pasted survives a wrong password.
import { useActionState, useState } from 'react'
import { IDLE, type FormAction } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PasswordField } from './password-field.tsx'

interface SignInFormProps {
  action: FormAction
  /** Where to go afterwards. */
  next: string
  /** Pasted before signing in. */
  pasted: string
}

export function SignInForm({ action, next, pasted }: SignInFormProps) {
  const t = useT()
  const [result, submit, isPending] = useActionState(action, IDLE)
  const [email, setEmail] = useState('')
  return (
    <form action={submit} className="space-y-5">
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="add" value={pasted} />
      {result.status === 'refused' && (
        <Notice tone="danger" isAlert>
          {result.message}
        </Notice>
      )}
      <Field
        id="email"
        name="email"
        type="email"
        label={t('account.email')}
        required
        autoComplete="username"
        value={email}
        onChange={({ target }) => setEmail(target.value)}
      />
      <PasswordField autoComplete="current-password" />
      <Button type="submit" look="primary" disabled={isPending} className="w-full">
        {isPending ? t('login.working') : t('login.submit')}
      </Button>
    </form>
  )
}
