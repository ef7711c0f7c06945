// Tells "the database is away" from every other failure, so that fronts answer "try again soon" instead of "broken".
import { z } from 'zod'

/** Prisma's codes: not reachable, timed out, closed, no connection of the pool free, no transaction started in time. */
const AWAY_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'])
const AWAY_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
])
/** SQLSTATE: connection exceptions, shutdown and start-up of the server, too many connections, none accepted. */
const AWAY_SQLSTATE = /^(08|57P0[123]$|53300$|55000$)/
/** node-postgres throws these as plain errors, without a code (pg 8.23, pg-pool 3). */
const AWAY_MESSAGE =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/

const prismaError = z.object({
  code: z.string(),
  meta: z
    .object({
      driverAdapterError: z.object({
        cause: z.object({ kind: z.string().optional(), originalCode: z.string().optional() }),
      }),
    })
    .optional()
    .catch(undefined),
})

function oneIsAway(error: unknown): boolean {
  const known = prismaError.safeParse(error)
  if (known.success) {
    const cause = known.data.meta?.driverAdapterError.cause
    return (
      AWAY_CODES.has(known.data.code) ||
      AWAY_KINDS.has(cause?.kind ?? '') ||
      AWAY_SQLSTATE.test(cause?.originalCode ?? '')
    )
  }
  return error instanceof Error && AWAY_MESSAGE.test(error.message)
}

/** Was this thrown, directly or as a cause, because the database could not be reached or has just gone away? */
export function isDatabaseAway(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause)
    if (oneIsAway(current)) return true
  return false
}
