// A choice of few, as the system draws it.
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { INPUT_CLASS } from './field.tsx'

interface SelectProps extends Omit<ComponentProps<'select'>, 'id'> {
  id: string
  /** Shown above; `isLabelHidden` keeps it for screen readers. */
  label: string
  isLabelHidden?: boolean
  children: ReactNode
}

export function Select({ id, label, isLabelHidden = false, className, children, ...select }: SelectProps) {
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'block text-sm font-medium'}>
        {label}
      </label>
      <select id={id} className={classNames(INPUT_CLASS, className)} {...select}>
        {children}
      </select>
    </div>
  )
}
