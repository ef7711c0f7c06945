// What a list shows when there is nothing in it: what that means, and what to do next.
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon?: ReactNode
  title: string
  why?: string
  action?: ReactNode
  /** A whole page: its title is the page's heading. */
  isPage?: boolean
}

export function EmptyState({ icon, title, why, action, isPage = false }: EmptyStateProps) {
  const Title = isPage ? 'h1' : 'h2'
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-16 text-center">
      {icon && (
        <div
          aria-hidden
          className="mb-1 grid size-14 place-items-center rounded-full bg-sunken text-muted [&_svg]:size-6"
        >
          {icon}
        </div>
      )}
      <Title className="text-lg font-semibold">{title}</Title>
      {why && <p className="text-balance text-muted">{why}</p>}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
