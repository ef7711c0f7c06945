'use client'
// Signing in with an account of elsewhere.
import { LogIn } from 'lucide-react'
import { useActionState } from 'react'
import { IDLE, type FormAction } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'

interface OidcFormProps {
  action: FormAction
  /** The name of the service. */
  name: string
  next: string
}

export function OidcForm({ action, name, next }: OidcFormProps) {
  const t = useT()
  const [result, submit, isPending] = useActionState(action, IDLE)
  return (
    <form action={submit} className="mt-4 space-y-4">
      <input type="hidden" name="next" value={next} />
      <Button type="submit" disabled={isPending} className="w-full">
        <LogIn aria-hidden />
        {t('login.oidc', { name })}
      </Button>
      {result.status === 'refused' && (
        <Notice tone="danger" isAlert>
          {result.message}
        </Notice>
      )}
    </form>
  )
}
