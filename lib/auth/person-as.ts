// A person as an actor: what their role lets them do.
import type { Actor, Role, Scope } from '#lib/contract/account.ts'
import type { UserRow } from '#lib/db/accounts.ts'

const READ_WRITE = ['links:read', 'links:write'] as const satisfies Scope[]

/** What a person may do in their own session. */
export const SCOPES_BY_ROLE: Record<Role, readonly Scope[]> = {
  owner: [...READ_WRITE, 'admin'],
  admin: [...READ_WRITE, 'admin'],
  member: READ_WRITE,
}

/** This person, in their own session or at the terminal of the machine itself. */
export function personAs(via: 'session' | 'cli', user: UserRow, sessionId?: string): Actor {
  return {
    kind: 'user',
    userId: user.id,
    libraryId: user.libraryId,
    role: user.role,
    scopes: SCOPES_BY_ROLE[user.role],
    via,
    ...(sessionId === undefined ? {} : { sessionId }),
  }
}
