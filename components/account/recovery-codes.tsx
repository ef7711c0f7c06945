'use client'
// Ten codes for the day when the phone is lost, shown once.
import { useT } from '#components/i18n-provider.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Notice } from '#components/ui/notice.tsx'

export type RecoveryCodes =
  | { status: 'idle' }
  | { status: 'made'; codes: string[] }
  | { status: 'refused'; message: string; fields: Record<string, string> }

export function RecoveryCodeList({ codes }: { codes: readonly string[] }) {
  const t = useT()
  return (
    <Notice>
      <p className="font-medium">{t('security.recovery')}</p>
      <p className="mt-1">{t('security.recovery_why')}</p>
      <ul className="my-3 grid max-w-xs grid-cols-2 gap-x-4 gap-y-1 font-mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton text={codes.join('\n')} />
    </Notice>
  )
}
