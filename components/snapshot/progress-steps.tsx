'use client'
// The steps of a capture with the current one marked, its counters, and a sentence for screen readers.
import { Check } from 'lucide-react'
import { useT } from '#components/i18n-provider.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { formatBytes } from '#lib/i18n/format.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { failureSentence } from './failure-sentence.ts'
import { STEPS, stepOf, type Progress } from './progress.ts'

interface ProgressProps {
  progress: Progress
  url: string
}

function counters(t: Translate, { resources, bytes }: Progress): string {
  const parts = [
    resources !== null && t('progress.resources', { count: resources }),
    bytes !== null && formatBytes(t, bytes),
  ]
  return parts.filter(Boolean).join(' · ')
}

function retrySentence(t: Translate, { retry }: Progress, url: string): string | null {
  if (!retry) return null
  const time = new Intl.DateTimeFormat(t.locale, { timeStyle: 'medium' }).format(
    new Date(retry.nextAttemptAt),
  )
  return t('progress.retrying', { reason: failureSentence(t, retry.code, url), time })
}

/** The small form, for a card. */
export function ProgressLine({ progress, url }: ProgressProps) {
  const t = useT()
  const step = stepOf(progress.stage)
  return (
    <div className="space-y-2">
      <div aria-hidden className="flex gap-1">
        {STEPS.slice(0, -1).map((name, index) => (
          <span
            key={name}
            className={classNames(
              'h-1.5 flex-1 rounded-full transition-colors duration-500',
              index < step ? 'bg-accent' : index === step ? 'animate-pulse bg-accent' : 'bg-line',
            )}
          />
        ))}
      </div>
      <p className="flex flex-wrap justify-between gap-x-3 text-sm">
        <span aria-live="polite" className="font-medium">
          {t(`progress.${STEPS[step] ?? 'queued'}`)}
        </span>
        <span className="text-muted tabular-nums">{counters(t, progress)}</span>
      </p>
      {progress.retry && <p className="text-sm text-muted">{retrySentence(t, progress, url)}</p>}
    </div>
  )
}

/** The large form, for the snapshot's own page. */
export function ProgressSteps({ progress, url }: ProgressProps) {
  const t = useT()
  const current = stepOf(progress.stage)
  return (
    <div>
      <ol aria-label={t('progress.label')} className="space-y-1">
        {STEPS.map((name, index) => (
          <li
            key={name}
            aria-current={index === current ? 'step' : undefined}
            className={classNames(
              'flex min-h-10 items-center gap-3 rounded-lg px-3',
              index === current && 'bg-accent-soft font-medium',
              index > current && 'text-muted',
            )}
          >
            <span
              aria-hidden
              className={classNames(
                'grid size-5 shrink-0 place-items-center rounded-full border-2',
                index < current && 'border-accent bg-accent text-on-accent',
                index === current && 'animate-pulse border-accent',
                index > current && 'border-line',
              )}
            >
              {index < current && <Check className="size-3" strokeWidth={3} />}
            </span>
            {t(`progress.${name}`)}
            {index === current && (
              <span className="ms-auto text-sm font-normal text-muted tabular-nums">
                {counters(t, progress)}
              </span>
            )}
          </li>
        ))}
      </ol>
      <p aria-live="polite" className="mt-4 text-sm text-muted">
        {retrySentence(t, progress, url) ?? t('progress.leave')}
        <span className="sr-only">{t(`progress.${STEPS[current] ?? 'queued'}`)}</span>
      </p>
    </div>
  )
}
