// Buttons and links that look like buttons. Heights keep to 44 px under a finger, 36 px under a mouse.
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

const BASE =
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap select-none ' +
  'transition-colors disabled:opacity-60 disabled:cursor-default aria-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0'

const LOOKS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-line bg-surface text-ink hover:bg-sunken',
  ghost: 'text-muted hover:bg-sunken hover:text-ink',
  danger: 'bg-danger text-surface hover:opacity-90',
} as const

const SIZES = {
  normal: 'min-h-11 px-4 text-[0.9375rem] md:min-h-10',
  small: 'min-h-11 px-3 text-sm md:min-h-8',
  icon: 'size-11 md:size-9',
} as const

export interface ButtonLook {
  look?: keyof typeof LOOKS
  size?: keyof typeof SIZES
}

/** The classes of a button, for an `<a>` that should look like one. */
export function buttonClass({ look = 'plain', size = 'normal' }: ButtonLook = {}, extra?: string): string {
  return classNames(BASE, LOOKS[look], SIZES[size], extra)
}

interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  /** What it does, where only its icon is seen. */
  label?: string
}

export function Button({ look, size, label, className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={buttonClass({ look, size }, className)}
      {...(label !== undefined && { 'aria-label': label, title: label })}
      {...rest}
    />
  )
}
