// Pages of lists: rows after a position, and a count that stops where counting costs more than it tells.
import { COUNT_CAP } from '#lib/kernel/limits.ts'

export interface Page<T> {
  items: T[]
  /** Where the next page starts; null on the last one. */
  nextCursor: string | null
  total: { count: number; exact: boolean }
}

/** Rows to ask for so that a page of `limit` knows whether another one follows. */
export const rowsFor = (limit: number): number => limit + 1

/** Rows to count so that `toTotal` knows whether there are more than it says. */
export const ROWS_TO_COUNT = COUNT_CAP + 1

/** What to say about a count that stopped at `ROWS_TO_COUNT`. */
export const toTotal = (counted: number): Page<never>['total'] =>
  counted > COUNT_CAP ? { count: COUNT_CAP, exact: false } : { count: counted, exact: true }

/** Cuts the row too many off; its presence makes the cursor of the last row kept. */
export function toPage<T>(
  rows: T[],
  limit: number,
  total: Page<never>['total'],
  cursorOf: (row: T) => string,
): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? cursorOf(last) : null, total }
}
