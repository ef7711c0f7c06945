'use client'
// Codes are on: new recovery codes, or turning it off.
import { useActionState } from 'react'
import { IDLE, type FormAction } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { PasswordGate } from './password-gate.tsx'
import { RecoveryCodeList, type RecoveryCodes } from './recovery-codes.tsx'

interface TwoFactorOnProps {
  renew(previous: RecoveryCodes, form: FormData): Promise<RecoveryCodes>
  end: FormAction
}

export function TwoFactorOn({ renew, end }: TwoFactorOnProps) {
  const t = useT()
  const [renewed, submitRenew, isRenewing] = useActionState(renew, { status: 'idle' })
  const [ended, submitEnd, isEnding] = useActionState(end, IDLE)
  return (
    <>
      <p className="font-medium text-accent">{t('security.two_factor_is_on')}</p>
      <details>
        <summary className="min-h-11 cursor-pointer py-2">{t('security.recovery_renew')}</summary>
        <div className="mt-3">
          {renewed.status === 'made' ? (
            <RecoveryCodeList codes={renewed.codes} />
          ) : (
            <PasswordGate
              id="recovery"
              action={submitRenew}
              isPending={isRenewing}
              label={t('security.recovery_renew')}
              refused={renewed.status === 'refused' ? renewed : null}
            />
          )}
        </div>
      </details>
      <details>
        <summary className="min-h-11 cursor-pointer py-2">{t('security.two_factor_end')}</summary>
        <div className="mt-3">
          <PasswordGate
            id="two-factor-end"
            action={submitEnd}
            isPending={isEnding}
            label={t('security.two_factor_end')}
            refused={ended.status === 'refused' ? ended : null}
          />
        </div>
      </details>
    </>
  )
}
