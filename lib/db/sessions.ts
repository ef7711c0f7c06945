// Rows of sessions: always asked for with their person. Their tokens stay where they are.
import type { DbOrTx } from './client.ts'

export interface SessionRow {
  id: string
  createdAt: Date
  expiresAt: Date
  ipAddress: string | null
  userAgent: string | null
}

const view = { id: true, createdAt: true, expiresAt: true, ipAddress: true, userAgent: true } as const

/** Sessions shown at most: who signs in by a script has many. */
const MAX_SESSIONS = 100

/** The person's sessions that have not ended by `now`, newest first. */
export function listSessionRows(db: DbOrTx, userId: string, now: Date): Promise<SessionRow[]> {
  return db.session.findMany({
    where: { userId, expiresAt: { gt: now } },
    orderBy: { id: 'desc' },
    take: MAX_SESSIONS,
    select: view,
  })
}

/** Ends a session of the person; false when they have none of that id. */
export async function deleteSessionRow(db: DbOrTx, userId: string, id: string): Promise<boolean> {
  return (await db.session.deleteMany({ where: { userId, id } })).count > 0
}

/** Ends the person's sessions, all but the one with id `keep`; how many there were. */
export async function deleteSessionRows(db: DbOrTx, userId: string, keep?: string): Promise<number> {
  const others = keep === undefined ? {} : { id: { not: keep } }
  return (await db.session.deleteMany({ where: { userId, ...others } })).count
}
