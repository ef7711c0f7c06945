// The page for what is not here.
import { notFound } from 'next/navigation'
import { AppError } from '#lib/kernel/errors.ts'

/** What cannot be a name of anything is not here either. */
const ABSENT: ReadonlySet<string> = new Set(['not_found', 'invalid_request'])

/** Waits for what a page is about; when it does not exist for this actor, the answer is the 404 page. */
export async function orNotFound<T>(found: Promise<T>): Promise<T> {
  try {
    return await found
  } catch (thrown) {
    if (thrown instanceof AppError && ABSENT.has(thrown.code)) notFound()
    throw thrown
  }
}
