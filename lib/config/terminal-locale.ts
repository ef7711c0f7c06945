// The language of the terminal, by the variables that POSIX gives for it.
import { pickLocale, type Locale } from '#lib/i18n/translate.ts'

/** English for an English terminal, else Chinese. @see POSIX.1-2024, 8.2 Internationalization Variables (precedence) */
export function terminalLocale(env: NodeJS.ProcessEnv = process.env): Locale {
  const { LC_ALL, LC_MESSAGES, LANG } = env
  const named = LC_ALL || LC_MESSAGES || LANG || ''
  return pickLocale(named.split(/[_.]/)[0], null)
}
