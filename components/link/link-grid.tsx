// A page of cards, and the shapes that stand in their place while they load.
import type { LinkView } from '#lib/contract/link.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { LinkCard, type CardProps } from './link-card.tsx'

export const GRID_CLASS = 'grid grid-cols-1 gap-5 sm:grid-cols-2 xl:grid-cols-3'

export function LinkGrid({ links, ...card }: { links: readonly LinkView[] } & Omit<CardProps, 'link'>) {
  return links.map((link) => (
    <li key={link.id} className="grid">
      <LinkCard link={link} {...card} />
    </li>
  ))
}

export function CardSkeletons() {
  return Array.from({ length: 3 }, (_, index) => (
    <li key={index} aria-hidden className="overflow-hidden rounded-card border border-line bg-surface">
      <Skeleton className="aspect-[16/10] rounded-none" />
      <div className="space-y-3 p-4">
        <Skeleton className="h-5 w-4/5" />
        <Skeleton className="h-4 w-1/2" />
      </div>
    </li>
  ))
}
