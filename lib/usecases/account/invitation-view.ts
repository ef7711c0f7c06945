// How an invitation is shown: never with its secret.
import type { InvitationView } from '#lib/contract/account.ts'
import type { InvitationRow } from '#lib/db/invitations.ts'

/** The view of a row; times in RFC 3339 UTC. */
export function invitationViewOf({ createdAt, expiresAt, ...row }: InvitationRow): InvitationView {
  return { ...row, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() }
}
