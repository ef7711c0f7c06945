'use server'
// What people do about their sessions and their password.
import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { authOf } from '#lib/auth/open-auth.ts'
import { signIn } from '#lib/auth/sign-in.ts'
import { changePassword } from '#lib/usecases/account/change-password.ts'
import { me } from '#lib/usecases/account/me.ts'
import { revokeOtherSessions } from '#lib/usecases/account/revoke-other-sessions.ts'
import { revokeSession } from '#lib/usecases/account/revoke-session.ts'
import type { FormResult } from '#components/form-result.ts'
import { answer, refusal, textOf } from './answer.ts'
import { getRuntime, requestContext } from './context.ts'
import { setCookies } from './set-cookies.ts'

export async function revokeSessionAction(id: string): Promise<FormResult> {
  return answer('security.session_ended', async () => {
    await revokeSession(await requestContext(), { id })
    refresh()
  })
}

export async function revokeOtherSessionsAction(): Promise<FormResult> {
  return answer('security.sessions_ended', async () => {
    await revokeOtherSessions(await requestContext(), {})
    refresh()
  })
}

/** Changes the password and signs this browser in anew, under another session. */
export async function changePasswordAction(_: FormResult, form: FormData): Promise<FormResult> {
  try {
    const ctx = await requestContext()
    const [current, next] = [textOf(form, 'current'), textOf(form, 'next')]
    const { email } = await me(ctx, {})
    await changePassword(ctx, { current, next })
    const sent = new Headers(await headers())
    await setCookies(await signIn(authOf(await getRuntime()), { email, password: next }, sent))
  } catch (thrown) {
    return refusal(thrown)
  }
  // Drawn in this answer the page would still see the session that has ended.
  redirect('/settings/security?done=password')
}
