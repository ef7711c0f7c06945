'use client'
// Signing in with a passkey: one press, then the device asks.
import { KeyRound } from 'lucide-react'
import { useState, useTransition } from 'react'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { answerWithKey, type PasskeyChallenge } from './passkey-steps.ts'

interface PasskeySignInProps {
  begin(): Promise<PasskeyChallenge>
  signIn(response: unknown, next: string): Promise<FormResult>
  /** Where to go afterwards. */
  next: string
}

export function PasskeySignIn({ begin, signIn, next }: PasskeySignInProps) {
  const t = useT()
  const [refused, setRefused] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
  const start = () =>
    startTransition(async () => {
      setRefused(null)
      if (!('PublicKeyCredential' in window)) return setRefused(t('security.passkey_unsupported'))
      const challenge = await begin()
      if (challenge.status === 'refused') return setRefused(challenge.message)
      const response = await answerWithKey(challenge.options)
      if (response === null) return setRefused(t('error.passkey_failed'))
      const result = await signIn(response, next)
      if (result.status === 'refused') setRefused(result.message)
    })
  return (
    <div className="mt-5 space-y-4 border-t border-line pt-5">
      <Button className="w-full" disabled={isPending} onClick={start}>
        <KeyRound aria-hidden />
        {t('login.passkey')}
      </Button>
      {refused && (
        <Notice tone="danger" isAlert>
          {refused}
        </Notice>
      )}
    </div>
  )
}
