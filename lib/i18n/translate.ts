// Words for people: keys to sentences, in Chinese (the source) and English.
import type { ErrorCode } from '#lib/kernel/errors.ts'
import { en } from './messages/en.ts'
import { zhCn, type MessageKey } from './messages/zh-cn.ts'

export type { MessageKey } from './messages/zh-cn.ts'
export const locales = ['zh-CN', 'en'] as const
export type Locale = (typeof locales)[number]

type Values = Record<string, string | number | boolean>

const dictionaries: Record<Locale, Record<MessageKey, string>> = { 'zh-CN': zhCn, en }

export interface Translate {
  (key: MessageKey, values?: Values): string
  readonly locale: Locale
}

/**
 * Makes the function that speaks one language. `{name}` in a sentence is replaced by the value of that name;
 * `{count|one|many}` picks a word by a number (Chinese has one form only).
 */
export function translator(locale: Locale): Translate {
  const dictionary = dictionaries[locale]
  const translate = (key: MessageKey, values: Values = {}) =>
    dictionary[key].replace(
      /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g,
      (whole, name: string, one?: string, many?: string) => {
        const value = values[name]
        if (value === undefined) return whole
        return one === undefined ? String(value) : String(value) === '1' ? one : (many ?? '')
      },
    )
  return Object.assign(translate, { locale })
}

/** Reasons within a code that people can do something about, each with a sentence of its own. */
const TOLD_REASONS: Record<string, MessageKey> = {
  'blocked_address.fake_ip': 'error.blocked_address.fake_ip',
  'blocked_address.own_network': 'error.blocked_address.own_network',
  'blocked_address.no_web_page': 'error.blocked_address.no_web_page',
  'connection_failed.upstream_proxy': 'error.connection_failed.upstream_proxy',
}

/** The sentence for an error code, with the values of its detail. */
export function errorMessage(t: Translate, code: ErrorCode, detail: Values = {}): string {
  return t(TOLD_REASONS[`${code}.${detail.reason}`] ?? `error.${code}`, detail)
}

/** The locale that fits best: a cookie's explicit choice, else the first language of `Accept-Language` that we speak. */
export function pickLocale(
  chosen: string | null | undefined,
  acceptLanguage: string | null | undefined,
): Locale {
  const wanted = [
    chosen ?? '',
    ...(acceptLanguage ?? '').split(',').map((part) => part.split(';')[0]!.trim()),
  ]
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) return 'zh-CN'
    if (/^en\b/i.test(tag)) return 'en'
  }
  return 'zh-CN'
}
