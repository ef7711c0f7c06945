// Tells "the statement took too long and was ended" from every other failure.
import { z } from 'zod'

const cancelled = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.literal('57014') }) }) }),
})

/** Did `statement_timeout` end it (SQLSTATE 57014, query_canceled)? */
export function isStatementTimeout(error: unknown): boolean {
  return cancelled.safeParse(error).success
}
