'use client'
// The second step of a sign-in: six digits, or a recovery code.
import { useActionState } from 'react'
import { IDLE, type FormAction } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'

export function CodeForm({ action, next }: { action: FormAction; next: string }) {
  const t = useT()
  const [result, submit, isPending] = useActionState(action, IDLE)
  return (
    <form action={submit} className="space-y-5">
      <input type="hidden" name="next" value={next} />
      <Field
        id="code"
        name="code"
        label={t('login.code')}
        required
        maxLength={32}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        className="font-mono"
        error={result.status === 'refused' ? result.message : undefined}
      />
      <Button type="submit" look="primary" disabled={isPending} className="w-full">
        {t('login.code_submit')}
      </Button>
    </form>
  )
}
