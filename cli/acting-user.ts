// Who a command acts for: the person named by `--user`, else the owner.
import { actorFromEmail } from '#lib/auth/actor-from-email.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import type { Ctx } from '#lib/usecases/define-use-case.ts'

/** The option that commands on a library share. */
export const userOption = { user: { type: 'string' } } as const

/**
 * The context of use cases for that person. Whoever may run this command owns the database file anyway: no password is
 * asked.
 *
 * @throws AppError `no_such_user` `{ email }`; `no_owner` when nobody is named and set-up has not been done
 */
export async function contextFor(runtime: Runtime, email: string | undefined, t: Translate): Promise<Ctx> {
  return { ...runtime, actor: await actorFromEmail(runtime.db, email ?? null), locale: t.locale }
}
