// Rows of invitations: digests only.
import type { Role } from '#lib/contract/account.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'
import type { DbOrTx, Tx } from './client.ts'

export interface InvitationRow {
  id: string
  role: Role
  note: string
  createdAt: Date
  expiresAt: Date
}

interface NewInvitation {
  digest: Digest
  role: Role
  note: string
  createdById: string
  expiresAt: Date
}

const view = { id: true, role: true, note: true, createdAt: true, expiresAt: true } as const

/** Invitations shown at most. */
const MAX_INVITATIONS = 100

export function insertInvitation(db: DbOrTx, invitation: NewInvitation): Promise<InvitationRow> {
  return db.invitation.create({ data: { ...invitation, id: newId() }, select: view })
}

/** Those that may still be used, newest first. */
export function listInvitationRows(db: DbOrTx, now: Date): Promise<InvitationRow[]> {
  return db.invitation.findMany({
    where: { expiresAt: { gt: now } },
    orderBy: { id: 'desc' },
    take: MAX_INVITATIONS,
    select: view,
  })
}

/** The invitation with this digest while it may be used, or null. */
export function findInvitation(db: DbOrTx, digest: Digest, now: Date): Promise<InvitationRow | null> {
  return db.invitation.findFirst({ where: { digest, expiresAt: { gt: now } }, select: view })
}

/** Uses an invitation up: of two at once, one gets true. */
export async function takeInvitation(tx: Tx, id: string): Promise<boolean> {
  return (await tx.invitation.deleteMany({ where: { id } })).count > 0
}

/** Takes an invitation back; what was deleted, or null when there is none of that id. */
export async function deleteInvitation(tx: Tx, id: string): Promise<InvitationRow | null> {
  const row = await tx.invitation.findUnique({ where: { id }, select: view })
  return row && (await takeInvitation(tx, id)) ? row : null
}
