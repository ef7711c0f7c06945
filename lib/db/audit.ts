// Rows of the audit log: appended, read newest first, forgotten after a while.
import { auditKind, type AuditKind } from '#lib/contract/audit.ts'
import type { DbOrTx } from './client.ts'

export interface NewAuditEntry {
  kind: AuditKind
  /** Null: nobody that is known here. */
  actorId: string | null
  subject?: string | null
  detail?: Record<string, string>
  address?: string | null
}

export interface AuditRow {
  id: bigint
  kind: AuditKind
  actor: { id: string; name: string; email: string } | null
  subject: string | null
  detail: unknown
  address: string | null
  createdAt: Date
}

/** Appends an entry; in the transaction of what it tells of, so that neither is there without the other. */
export async function insertAudit(db: DbOrTx, entry: NewAuditEntry): Promise<void> {
  const { kind, actorId, subject = null, detail = {}, address = null } = entry
  await db.auditEntry.create({ data: { kind, actorId, subject, detail, address } })
}

/** Entries before the one with id `before`, newest first; of one person, or of all when `actorId` is null. */
export async function listAuditRows(
  db: DbOrTx,
  actorId: string | null,
  page: { limit: number; before: bigint | null },
): Promise<AuditRow[]> {
  const rows = await db.auditEntry.findMany({
    where: {
      ...(actorId === null ? {} : { actorId }),
      ...(page.before === null ? {} : { id: { lt: page.before } }),
      // What a later version noted and this one does not know is left out.
      kind: { in: auditKind.options },
    },
    orderBy: { id: 'desc' },
    take: page.limit,
  })
  const ids = [...new Set(rows.flatMap((row) => row.actorId ?? []))]
  const people = await db.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, email: true },
  })
  const personById = new Map(people.map((person) => [person.id, person]))
  return rows.map(({ actorId: id, kind, ...row }) => ({
    ...row,
    kind: auditKind.parse(kind),
    actor: (id !== null && personById.get(id)) || null,
  }))
}

/** How many entries there are, counting no further than `most`. */
export async function countAuditRows(db: DbOrTx, actorId: string | null, most: number): Promise<number> {
  return db.auditEntry.count({ where: actorId === null ? {} : { actorId }, take: most })
}

/** Forgets what is older. */
export async function deleteAuditBefore(db: DbOrTx, moment: Date): Promise<number> {
  return (await db.auditEntry.deleteMany({ where: { createdAt: { lt: moment } } })).count
}
