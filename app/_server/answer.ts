// Turns what a use case throws into an answer that a form can show, in the language of the request.
import { unstable_rethrow } from 'next/navigation'
import { AppError, toAppError } from '#lib/kernel/errors.ts'
import { errorMessage, type MessageKey } from '#lib/i18n/translate.ts'
import type { FormResult } from '#components/form-result.ts'
import { getRuntime } from './context.ts'
import { requestTranslate } from './preferences.ts'

const FIELD_MESSAGES: Record<string, MessageKey> = {
  required: 'field.required',
  wrong_password: 'field.wrong_password',
  too_short: 'field.too_short',
  too_long: 'field.too_long',
  too_many: 'field.too_many',
  too_deep: 'field.too_deep',
  empty_part: 'field.empty_part',
  invalid_email: 'field.invalid_email',
}

/** The sentence for anything thrown; what nobody foresaw is logged. */
export async function refusal(thrown: unknown): Promise<Extract<FormResult, { status: 'refused' }>> {
  // Redirects and "not found" travel as errors through Next.
  unstable_rethrow(thrown)
  const t = await requestTranslate()
  const error = toAppError(thrown)
  if (!(thrown instanceof AppError)) (await getRuntime()).log.error('web.action_failed', { error: thrown })
  const fields = error.fields.map(({ path, message }): [string, string] => [
    path,
    t(FIELD_MESSAGES[message] ?? 'error.invalid_request'),
  ])
  return {
    status: 'refused',
    message: fields[0]?.[1] ?? errorMessage(t, error.code, error.detail),
    fields: Object.fromEntries(fields),
  }
}

/** Runs an action; its answer is `done` with this sentence, or why it was refused. */
export async function answer(done: MessageKey, work: () => Promise<unknown>): Promise<FormResult> {
  try {
    await work()
    return { status: 'done', message: (await requestTranslate())(done) }
  } catch (thrown) {
    return refusal(thrown)
  }
}

/** A text field of a form; a file or a missing field is empty. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
