'use client'
// Gives client components the language that the server chose for the request.
import { createContext, use, useMemo, type ReactNode } from 'react'
import { translator, type Locale, type Translate } from '#lib/i18n/translate.ts'

const I18nContext = createContext<Translate | null>(null)

export function I18nProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  const t = useMemo(() => translator(locale), [locale])
  return <I18nContext value={t}>{children}</I18nContext>
}

/** The translate function of the page; server components get theirs as a prop instead. */
export function useT(): Translate {
  const t = use(I18nContext)
  if (!t) throw new Error('useT outside of I18nProvider')
  return t
}
