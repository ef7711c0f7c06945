// Why a capture failed, in one sentence of the reader's language.
import { ERROR_RULES, type ErrorCode } from '#lib/kernel/errors.ts'
import { errorMessage, type Translate } from '#lib/i18n/translate.ts'

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_RULES, code)

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

/** @param about  the values that a sentence may name: the address asked for, the type of what came */
export function failureSentence(
  t: Translate,
  code: string,
  about: { url: string; contentType?: string | null },
): string {
  return errorMessage(t, isErrorCode(code) ? code : 'internal', {
    host: hostOf(about.url),
    contentType: about.contentType ?? '?',
  })
}
