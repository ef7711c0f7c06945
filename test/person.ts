// People for tests: each with a library, a context to run use cases with, and a token.
import { SCOPES_BY_ROLE } from '#lib/auth/person-as.ts'
import { newToken } from '#lib/auth/tokens.ts'
import type { Actor, Role } from '#lib/contract/account.ts'
import { insertUser } from '#lib/db/accounts.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertToken } from '#lib/db/tokens.ts'
import { newId } from '#lib/kernel/ids.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import type { UserCtx } from '#lib/usecases/define-use-case.ts'

export interface TestPerson {
  actor: Extract<Actor, { kind: 'user' }>
  email: string
  /** What this person's use cases run with. */
  ctx: UserCtx
  /** `Authorization` of a token with all scopes of the role. */
  authorization: string
}

/** A new person with an empty library; nobody can sign in as them, they have a token. */
export async function makePerson(runtime: Runtime, role: Role = 'member'): Promise<TestPerson> {
  const email = `${newId()}@example.test`
  const user = await inTransaction(runtime.db, (tx) =>
    insertUser(tx, { email, name: email, role, passwordHash: '-' }),
  )
  if (!user) throw new Error('the e-mail is taken')
  const scopes = SCOPES_BY_ROLE[role]
  const { secret, digest, prefix } = newToken()
  await insertToken(runtime.db, user.id, { name: 'test', digest, prefix, scopes, expiresAt: null })
  const actor = {
    kind: 'user',
    userId: user.id,
    libraryId: user.libraryId,
    role,
    scopes,
    via: 'token',
  } as const
  return { actor, email, ctx: { ...runtime, actor }, authorization: `Bearer ${secret}` }
}
