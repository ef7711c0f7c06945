'use client'
// Copies a text and says so for a moment.
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from './button.tsx'

const CONFIRMATION_MS = 2_000

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useT()
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), CONFIRMATION_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  return (
    <Button
      size="small"
      aria-label={label}
      onClick={async () => {
        // The clipboard API exists on secure origins only; elsewhere the text beside the button is selected by hand.
        await navigator.clipboard?.writeText(text)
        setIsCopied(Boolean(navigator.clipboard))
      }}
    >
      {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{isCopied ? t('action.copied') : t('action.copy')}</span>
    </Button>
  )
}
