// Why an attempt failed that is made again, in one sentence of the reader's language.
import { ERROR_RULES, type ErrorCode } from '#lib/kernel/errors.ts'
import { errorMessage, type Translate } from '#lib/i18n/translate.ts'

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_RULES, code)

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

/** Of the code alone and the address that was asked for: no more is told while work goes on. */
export function failureSentence(t: Translate, code: string, url: string): string {
  return errorMessage(t, isErrorCode(code) ? code : 'internal', { host: hostOf(url) })
}
