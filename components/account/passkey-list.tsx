'use client'
// The passkeys of the account: one more, or one less.
import { KeyRound } from 'lucide-react'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import type { FactorsView } from '#lib/contract/account.ts'
import { formatDate } from '#lib/i18n/format.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { makeKey, type PasskeyChallenge } from './passkey-steps.ts'
import { PasswordGate } from './password-gate.tsx'
import { useAction } from '#components/ui/use-action.ts'

interface PasskeyListProps {
  passkeys: FactorsView['passkeys']
  begin(password: string): Promise<PasskeyChallenge>
  add(response: unknown, name: string): Promise<FormResult>
  remove(id: string): Promise<FormResult>
}

function PasskeyForm({ begin, add }: Pick<PasskeyListProps, 'begin' | 'add'>) {
  const t = useT()
  const [name, setName] = useState('')
  const [refused, setRefused] = useState<Extract<PasskeyChallenge, { status: 'refused' }> | null>(null)
  const [isPending, startTransition] = useTransition()
  const submit = (form: FormData) =>
    startTransition(async () => {
      const challenge = await begin(String(form.get('password') ?? ''))
      if (challenge.status === 'refused') return setRefused(challenge)
      setRefused(null)
      const response = await makeKey(challenge.options)
      // Closed without a key: the person has changed their mind, or the device has told why.
      if (response === null) return
      const result = await add(response, name)
      if (result.status === 'done') {
        toast.success(result.message)
        setName('')
      }
      if (result.status === 'refused') setRefused(result)
    })
  return (
    <div className="space-y-4">
      <Field
        id="passkey-name"
        label={t('security.passkey_name')}
        placeholder={t('security.passkey_name_placeholder')}
        maxLength={80}
        autoComplete="off"
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <PasswordGate
        id="passkey"
        action={submit}
        isPending={isPending}
        label={t('security.passkey_add')}
        refused={refused}
      />
    </div>
  )
}

export function PasskeyList({ passkeys, begin, add, remove }: PasskeyListProps) {
  const t = useT()
  const [isPending, run] = useAction()
  return (
    <>
      {passkeys.length === 0 && <p className="text-muted">{t('security.passkey_none')}</p>}
      {passkeys.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {passkeys.map(({ id, name, createdAt }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
              <KeyRound aria-hidden className="size-5 shrink-0 text-muted" />
              <div className="min-w-0 flex-1">
                <p className="font-medium break-words">{name || t('security.passkey_nameless')}</p>
                {createdAt && (
                  <p className="text-sm text-muted">
                    {t('settings.token_since', { time: formatDate(t, createdAt) })}
                  </p>
                )}
              </div>
              <ConfirmDialog
                trigger={
                  <Button size="small" disabled={isPending} className="text-danger">
                    {t('security.passkey_remove')}
                  </Button>
                }
                title={t('security.passkey_remove_title', {
                  name: name || t('security.passkey_nameless'),
                })}
                why={t('security.passkey_remove_why')}
                confirm={t('security.passkey_remove')}
                onConfirm={() => run(() => remove(id))}
              />
            </li>
          ))}
        </ul>
      )}
      <PasskeyForm begin={begin} add={add} />
    </>
  )
}
