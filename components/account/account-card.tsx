// A narrow card in the middle of the page, for signing in and the first run.
import type { ReactNode } from 'react'

export function AccountCard({ title, why, children }: { title: string; why?: string; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-md rounded-2xl border border-line bg-surface p-6 shadow-card sm:mt-8 sm:p-8">
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {why && <p className="mt-2 text-muted">{why}</p>}
      <div className="mt-6">{children}</div>
    </div>
  )
}
