'use client'
// Which links of a list are chosen: one by one, or all that the list could show.
import { createContext, use, useMemo, useState, type ReactNode } from 'react'
import { useT } from '#components/i18n-provider.tsx'

interface Selection {
  ids: ReadonlySet<string>
  /** All links of the list, also those that are not loaded. */
  isAll: boolean
  toggle(id: string): void
  chooseAll(): void
  clear(): void
}

const SelectionContext = createContext<Selection | null>(null)
const NOTHING: ReadonlySet<string> = new Set()

export function SelectionProvider({ children }: { children: ReactNode }) {
  const [ids, setIds] = useState(NOTHING)
  const [isAll, setIsAll] = useState(false)
  const selection = useMemo(
    () => ({
      ids,
      isAll,
      toggle(id: string) {
        setIsAll(false)
        setIds((before) => {
          const next = new Set(before)
          if (!next.delete(id)) next.add(id)
          return next
        })
      },
      chooseAll: () => setIsAll(true),
      clear() {
        setIsAll(false)
        setIds(NOTHING)
      },
    }),
    [ids, isAll],
  )
  return <SelectionContext value={selection}>{children}</SelectionContext>
}

export function useSelection(): Selection {
  const selection = use(SelectionContext)
  if (!selection) throw new Error('useSelection outside of SelectionProvider')
  return selection
}

/** Chooses one link. Under a mouse it shows when it is needed, under a finger always. */
export function SelectBox({ id, title, className = '' }: { id: string; title: string; className?: string }) {
  const t = useT()
  const { ids, isAll, toggle } = useSelection()
  const isChosen = isAll || ids.has(id)
  const isShown = isAll || ids.size > 0
  return (
    <label
      className={`grid size-11 cursor-pointer place-items-center focus-within:opacity-100 md:size-9 ${
        isShown ? '' : 'md:opacity-0 md:group-hover:opacity-100 [@media(hover:none)]:opacity-100'
      } ${className}`}
    >
      <span className="sr-only">{t('selection.choose', { title })}</span>
      <input
        type="checkbox"
        checked={isChosen}
        disabled={isAll}
        onChange={() => toggle(id)}
        className="size-5 cursor-pointer rounded accent-accent shadow-sm"
      />
    </label>
  )
}
