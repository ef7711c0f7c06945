// The turns in which one process searches: many at once are slow, but none is refused, and others still reach the database.
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { SEARCHES_AT_ONCE } from '#lib/kernel/limits.ts'

export const searchTurns = runAtMost(SEARCHES_AT_ONCE)
