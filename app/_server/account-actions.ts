'use server'
// What people do about their account, language and looks.
import { refresh } from 'next/cache'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { beginOidc } from '#lib/auth/oidc.ts'
import { authOf } from '#lib/auth/open-auth.ts'
import { asksForCode, signIn, signOut } from '#lib/auth/sign-in.ts'
import type { Scope } from '#lib/contract/account.ts'
import { createOwner } from '#lib/usecases/account/create-owner.ts'
import { createToken } from '#lib/usecases/account/create-token.ts'
import { join } from '#lib/usecases/account/join.ts'
import { revokeToken } from '#lib/usecases/account/revoke-token.ts'
import type { NewToken } from '#components/account/token-form.tsx'
import type { FormResult } from '#components/form-result.ts'
import { answer, refusal, textOf } from './answer.ts'
import { getRuntime, requestContext } from './context.ts'
import { localPath } from './local-path.ts'
import { setCookies } from './set-cookies.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const MAX_TOKEN_DAYS = 3_650
const YEAR_SECONDS = 365 * 24 * 60 * 60

/** Whether a code is asked for before anybody is signed in. */
async function signInWith(form: FormData): Promise<boolean> {
  const runtime = await getRuntime()
  const credentials = { email: textOf(form, 'email'), password: textOf(form, 'password') }
  const sent = await signIn(authOf(runtime), credentials, new Headers(await headers()))
  await setCookies(sent)
  return asksForCode(sent)
}

/** Signs in and goes on to where the visitor was, with what they had pasted. */
export async function signInAction(_: FormResult, form: FormData): Promise<FormResult> {
  let needsCode = false
  try {
    needsCode = await signInWith(form)
  } catch (thrown) {
    return refusal(thrown)
  }
  const pasted = textOf(form, 'add')
  const next = pasted ? `/?add=${encodeURIComponent(pasted)}` : localPath(textOf(form, 'next'))
  redirect(needsCode ? `/login/code?next=${encodeURIComponent(next)}` : next)
}

/** Goes to the other sign-in service; its address is asked for now. */
export async function beginOidcAction(_: FormResult, form: FormData): Promise<FormResult> {
  let target = ''
  try {
    const next = localPath(textOf(form, 'next'))
    const { url, cookies } = await beginOidc(await getRuntime(), new Headers(await headers()), next)
    await setCookies(cookies)
    target = url
  } catch (thrown) {
    return refusal(thrown)
  }
  redirect(target)
}

export async function signOutAction(): Promise<void> {
  const runtime = await getRuntime()
  await setCookies(await signOut(authOf(runtime), new Headers(await headers())))
  redirect('/')
}

/** Creates the owner of a new installation and signs them in. */
export async function createOwnerAction(_: FormResult, form: FormData): Promise<FormResult> {
  try {
    await createOwner(await requestContext(), {
      token: textOf(form, 'token'),
      name: textOf(form, 'name'),
      email: textOf(form, 'email'),
      password: textOf(form, 'password'),
    })
    await signInWith(form)
  } catch (thrown) {
    return refusal(thrown)
  }
  redirect('/')
}

/** Creates the account of somebody who was let in, and signs them in. */
export async function joinAction(_: FormResult, form: FormData): Promise<FormResult> {
  try {
    await join(await requestContext(), {
      token: textOf(form, 'token') || undefined,
      name: textOf(form, 'name'),
      email: textOf(form, 'email'),
      password: textOf(form, 'password'),
    })
    await signInWith(form)
  } catch (thrown) {
    return refusal(thrown)
  }
  redirect('/')
}

/** Creates an API token; its secret is in this answer and nowhere else. */
export async function createTokenAction(_: NewToken, form: FormData): Promise<NewToken> {
  try {
    const scopes: Scope[] = textOf(form, 'write') ? ['links:read', 'links:write'] : ['links:read']
    const days = Math.min(Number(textOf(form, 'days')) || 0, MAX_TOKEN_DAYS)
    const expiresAt = days ? new Date(Date.now() + days * DAY_MS).toISOString() : undefined
    const { token } = await createToken.invoke(await requestContext(), {
      name: textOf(form, 'name'),
      scopes,
      expiresAt,
    })
    refresh()
    return { status: 'created', token }
  } catch (thrown) {
    return refusal(thrown)
  }
}

export async function revokeTokenAction(id: string): Promise<FormResult> {
  return answer('settings.token_revoked', async () => {
    await revokeToken(await requestContext(), { id })
    refresh()
  })
}

async function remember(name: 'locale' | 'theme', form: FormData): Promise<void> {
  const jar = await cookies()
  jar.set(name, textOf(form, name).slice(0, 16), { maxAge: YEAR_SECONDS, sameSite: 'lax', path: '/' })
  refresh()
}

export async function setLocaleAction(form: FormData): Promise<void> {
  await remember('locale', form)
}

export async function setThemeAction(form: FormData): Promise<void> {
  await remember('theme', form)
}
