// One subject of the settings: a card with a heading.
import { useId, type ReactNode } from 'react'

export function SettingsSection({
  title,
  why,
  children,
}: {
  title: string
  why?: string
  children: ReactNode
}) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="rounded-card border border-line bg-surface p-5 shadow-card sm:p-6"
    >
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      {why && <p className="mt-1 text-muted">{why}</p>}
      <div className="mt-4 space-y-6">{children}</div>
    </section>
  )
}
