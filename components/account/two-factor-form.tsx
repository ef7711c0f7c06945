'use client'
// Turning codes on: the password, the QR code with the recovery codes, a first code.
import { useActionState } from 'react'
import { IDLE, type FormAction } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { RecoveryCodeList } from './recovery-codes.tsx'
import { PasswordGate } from './password-gate.tsx'

export type Enrolment =
  | { status: 'idle' }
  | { status: 'begun'; key: string; qrCode: string; recoveryCodes: string[] }
  | { status: 'refused'; message: string; fields: Record<string, string> }

interface TwoFactorFormProps {
  begin(previous: Enrolment, form: FormData): Promise<Enrolment>
  confirm: FormAction
}

function Steps({ begun, confirm }: { begun: Extract<Enrolment, { status: 'begun' }>; confirm: FormAction }) {
  const t = useT()
  const [result, submit, isPending] = useActionState(confirm, IDLE)
  const { key, qrCode, recoveryCodes } = begun
  return (
    <form action={submit} className="space-y-4">
      <p>{t('security.two_factor_scan')}</p>
      <img
        src={qrCode}
        alt={t('security.two_factor_qr')}
        width={192}
        height={192}
        className="size-48 rounded-lg"
      />
      <p className="text-sm text-muted">
        {t('security.two_factor_by_hand')}{' '}
        <code className="font-mono break-all text-ink">{key.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <RecoveryCodeList codes={recoveryCodes} />
      <Field
        id="two-factor-code"
        name="code"
        label={t('security.two_factor_code')}
        required
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        className="max-w-40 font-mono"
        error={result.status === 'refused' ? result.message : undefined}
      />
      <Button type="submit" look="primary" disabled={isPending}>
        {t('security.two_factor_confirm')}
      </Button>
    </form>
  )
}

export function TwoFactorForm({ begin, confirm }: TwoFactorFormProps) {
  const t = useT()
  const [result, submit, isPending] = useActionState(begin, { status: 'idle' })
  if (result.status === 'begun') return <Steps begun={result} confirm={confirm} />
  return (
    <PasswordGate
      id="two-factor"
      action={submit}
      isPending={isPending}
      label={t('security.two_factor_begin')}
      refused={result.status === 'refused' ? result : null}
    />
  )
}
