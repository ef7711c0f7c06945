// Errors over HTTP: RFC 9457 problem details, in the language of the caller.
import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { isDatabaseAway } from '#lib/db/database-away.ts'
import { errorMessage, translator, type Locale } from '#lib/i18n/translate.ts'
import { AppError, toAppError } from '#lib/kernel/errors.ts'

/** How soon to come back when the database is away: it is usually being restarted. */
const AWAY_RETRY_SECONDS = 5

/** The body of every answer that is not a success. */
export const problem = z
  .object({
    /** Names the kind of problem; nothing is to be fetched there. */
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    /** Which fields were refused and why; empty when it was not about fields. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: 'Problem' })

/** Anything thrown as the error that the caller is told about. */
export function asAnswerable(thrown: unknown): AppError {
  return isDatabaseAway(thrown) ? new AppError('unavailable', {}, { cause: thrown }) : toAppError(thrown)
}

function retryAfterSeconds(error: AppError): number | null {
  if (error.http === 429 || error.code === 'form_failed') return Number(error.detail['seconds'] ?? 1)
  return error.http === 503 ? AWAY_RETRY_SECONDS : null
}

/** The answer for an error. What its cause was stays with the log. */
export function problemResponse(error: AppError, locale: Locale): Response {
  const seconds = retryAfterSeconds(error)
  const body: z.output<typeof problem> = {
    type: `urn:linkhome:problem:${error.code}`,
    title: STATUS_CODES[error.http] ?? '',
    status: error.http,
    detail: errorMessage(translator(locale), error.code, error.detail),
    code: error.code,
    errors: error.fields,
  }
  return new Response(JSON.stringify(body), {
    status: error.http,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': locale,
      'cache-control': 'no-store',
      ...(seconds === null ? {} : { 'retry-after': String(seconds) }),
      ...(error.http === 401 ? { 'www-authenticate': 'Bearer realm="linkhome"' } : {}),
    },
  })
}
