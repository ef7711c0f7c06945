// A choice of few: its list is the system's, its field looks like the others.
import { ChevronDown } from 'lucide-react'
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
      <div className="relative">
        <select id={id} className={classNames(INPUT_CLASS, 'appearance-none pe-9', className)} {...select}>
          {children}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute inset-y-0 end-3 my-auto size-4 text-muted"
        />
      </div>
    </div>
  )
}
