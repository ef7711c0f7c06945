// Language and theme of a request, from cookies and the browser.
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { pickLocale, translator, type Locale, type Translate } from '#lib/i18n/translate.ts'
import { THEMES, type Theme } from '#components/shell/preferences.tsx'

/** The explicit choice of the cookie, else what the browser asks for. */
export const requestLocale = cache(async (): Promise<Locale> => {
  const [jar, head] = await Promise.all([cookies(), headers()])
  return pickLocale(jar.get('locale')?.value, head.get('accept-language'))
})

export const requestTranslate = cache(async (): Promise<Translate> => translator(await requestLocale()))

export const requestTheme = cache(async (): Promise<Theme> => {
  const chosen = (await cookies()).get('theme')?.value
  return THEMES.find((theme) => theme === chosen) ?? 'system'
})
