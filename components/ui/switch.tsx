'use client'
// A switch that is on or off at once.
import { Switch as Base } from '@base-ui/react/switch'

interface SwitchProps {
  id: string
  checked: boolean
  disabled?: boolean
  /** Id of its label: the visible switch is no form field, so `for` alone names it only once scripts run. */
  labelledBy: string
  describedBy?: string
  onCheckedChange(checked: boolean): void
}

export function Switch({ id, labelledBy, describedBy, ...rest }: SwitchProps) {
  return (
    <Base.Root
      id={id}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className="relative inline-flex h-6 w-11 shrink-0 cursor-pointer items-center rounded-full border border-control bg-sunken transition-colors before:absolute before:-inset-2.5 before:content-[''] data-checked:border-accent data-checked:bg-accent data-disabled:opacity-60"
      {...rest}
    >
      <Base.Thumb className="ms-0.5 size-4.5 rounded-full bg-control transition-transform data-checked:translate-x-5 data-checked:bg-on-accent" />
    </Base.Root>
  )
}
