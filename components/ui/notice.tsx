// A sentence that must be seen: neutral, a warning, or an error.
import { CircleAlert, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

const TONES = {
  info: 'bg-accent-soft text-ink [&>svg]:text-accent',
  warn: 'bg-warn-soft text-ink [&>svg]:text-warn',
  danger: 'bg-danger-soft text-ink [&>svg]:text-danger',
} as const

interface NoticeProps {
  tone?: keyof typeof TONES
  /** Announced at once when it appears after an action. */
  isAlert?: boolean
  children: ReactNode
  className?: string
}

export function Notice({ tone = 'info', isAlert = false, children, className }: NoticeProps) {
  const Icon = tone === 'info' ? Info : CircleAlert
  return (
    <div
      role={isAlert ? 'alert' : undefined}
      className={classNames('flex gap-2.5 rounded-lg px-3.5 py-2.5 text-sm', TONES[tone], className)}
    >
      <Icon aria-hidden className="mt-[0.2em] size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
