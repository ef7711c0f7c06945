// A labelled input with its hint and its error, tied together for screen readers.
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

export const INPUT_CLASS =
  'w-full min-h-11 rounded-lg border border-control bg-surface px-3 py-2 text-ink shadow-xs ' +
  'focus-visible:border-accent aria-invalid:border-danger'

interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  id: string
  label: string
  hint?: string
  error?: string
  /** Drawn at the end of the input, inside its border. */
  end?: ReactNode
}

export function Field({ id, label, hint, error, end, className, ...input }: FieldProps) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={classNames(INPUT_CLASS, end && 'pe-12', className)}
          {...input}
        />
        {end && <div className="absolute inset-y-0 end-1 flex items-center">{end}</div>}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  )
}
