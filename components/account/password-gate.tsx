'use client'
// A button that asks for the password first: what it does, a borrowed session must not.
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PasswordField } from './password-field.tsx'

interface PasswordGateProps {
  /** Names the field among those of other gates on the page. */
  id: string
  action(form: FormData): void
  isPending: boolean
  label: string
  refused: { message: string; fields: Record<string, string> } | null
}

export function PasswordGate({ id, action, isPending, label, refused }: PasswordGateProps) {
  const t = useT()
  const wrong = refused?.fields['password']
  return (
    <form action={action} className="space-y-4">
      {refused && !wrong && (
        <Notice tone="danger" isAlert>
          {refused.message}
        </Notice>
      )}
      <PasswordField
        id={`${id}-password`}
        label={t('security.password_again')}
        autoComplete="current-password"
        error={wrong}
      />
      <Button type="submit" disabled={isPending}>
        {label}
      </Button>
    </form>
  )
}
