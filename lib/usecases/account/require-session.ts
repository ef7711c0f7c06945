// What only a person may do, in their own browser: a token that leaked must not take the account over.
import { AppError } from '#lib/kernel/errors.ts'
import type { UserCtx } from '../define-use-case.ts'

/** @throws AppError `session_required` for a token */
export function requireSession({ via }: UserCtx['actor']): void {
  if (via === 'token') throw new AppError('session_required')
}
