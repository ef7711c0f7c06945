// A choice of few that stand side by side in one frame, the chosen one raised: buttons of a form, or links.
import { classNames } from './class-names.ts'

export const SEGMENTS_CLASS = 'inline-flex rounded-lg border border-line bg-sunken p-0.5'

export function segmentClass(isChosen: boolean): string {
  return classNames(
    'inline-flex min-h-11 items-center rounded-md px-3 text-sm md:min-h-8',
    isChosen ? 'bg-surface font-medium text-ink shadow-xs' : 'text-muted hover:text-ink',
  )
}
