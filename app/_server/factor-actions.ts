'use server'
// Codes after the password, and passkeys: turned on, used at the sign-in, turned off.
import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { addPasskey, beginPasskey, beginPasskeySignIn, signInByPasskey } from '#lib/auth/passkeys.ts'
import {
  beginTwoFactor,
  confirmTwoFactor,
  endTwoFactor,
  passSecondFactor,
  renewRecoveryCodes,
  type Visit,
} from '#lib/auth/two-factor.ts'
import { keyResponse, newKeyResponse, passkeyName } from '#lib/contract/account.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { removePasskey } from '#lib/usecases/account/remove-passkey.ts'
import { parseInput } from '#lib/usecases/define-use-case.ts'
import type { PasskeyChallenge } from '#components/account/passkey-steps.ts'
import type { RecoveryCodes } from '#components/account/recovery-codes.tsx'
import type { Enrolment } from '#components/account/two-factor-form.tsx'
import type { FormResult } from '#components/form-result.ts'
import { answer, refusal, textOf } from './answer.ts'
import { getRuntime, requestContext } from './context.ts'
import { localPath } from './local-path.ts'
import { drawQrCode } from './qr-code.ts'
import { setCookies } from './set-cookies.ts'

const requestHeaders = async () => new Headers(await headers())

/** The person of this request; only who has signed in changes what protects the account. */
async function visit(): Promise<Visit> {
  const { actor } = await requestContext()
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated')
  return { userId: actor.userId, headers: await requestHeaders() }
}

/** Begins codes; the secret is in this answer and nowhere else. */
export async function beginTwoFactorAction(_: Enrolment, form: FormData): Promise<Enrolment> {
  try {
    const begun = await beginTwoFactor(await getRuntime(), await visit(), textOf(form, 'password'))
    const key = new URL(begun.uri).searchParams.get('secret') ?? ''
    return { status: 'begun', key, qrCode: drawQrCode(begun.uri), recoveryCodes: begun.recoveryCodes }
  } catch (thrown) {
    return refusal(thrown)
  }
}

export async function confirmTwoFactorAction(_: FormResult, form: FormData): Promise<FormResult> {
  try {
    await setCookies(await confirmTwoFactor(await getRuntime(), await visit(), textOf(form, 'code')))
  } catch (thrown) {
    return refusal(thrown)
  }
  // Drawn in this answer the page would still see the session that has ended.
  redirect('/settings/security')
}

export async function endTwoFactorAction(_: FormResult, form: FormData): Promise<FormResult> {
  return answer('security.two_factor_off', async () => {
    await endTwoFactor(await getRuntime(), await visit(), textOf(form, 'password'))
    refresh()
  })
}

export async function renewRecoveryCodesAction(_: RecoveryCodes, form: FormData): Promise<RecoveryCodes> {
  try {
    const codes = await renewRecoveryCodes(await getRuntime(), await visit(), textOf(form, 'password'))
    return { status: 'made', codes }
  } catch (thrown) {
    return refusal(thrown)
  }
}

/** The second step of a sign-in. */
export async function passSecondFactorAction(_: FormResult, form: FormData): Promise<FormResult> {
  try {
    const code = textOf(form, 'code').slice(0, 64)
    await setCookies(await passSecondFactor(await getRuntime(), await requestHeaders(), code))
  } catch (thrown) {
    return refusal(thrown)
  }
  redirect(localPath(textOf(form, 'next')))
}

export async function beginPasskeyAction(password: string): Promise<PasskeyChallenge> {
  try {
    const { options, cookies } = await beginPasskey(await getRuntime(), await visit(), String(password))
    await setCookies(cookies)
    return { status: 'begun', options: JSON.stringify(options) }
  } catch (thrown) {
    return refusal(thrown)
  }
}

export async function addPasskeyAction(response: unknown, name: string): Promise<FormResult> {
  return answer('security.passkey_added', async () => {
    const made = { response: parseInput(newKeyResponse, response), name: parseInput(passkeyName, name) }
    await addPasskey(await getRuntime(), await visit(), made)
    refresh()
  })
}

export async function removePasskeyAction(id: string): Promise<FormResult> {
  return answer('security.passkey_removed', async () => {
    await removePasskey(await requestContext(), { id })
    refresh()
  })
}

export async function beginPasskeySignInAction(): Promise<PasskeyChallenge> {
  try {
    const { options, cookies } = await beginPasskeySignIn(await getRuntime(), await requestHeaders())
    await setCookies(cookies)
    return { status: 'begun', options: JSON.stringify(options) }
  } catch (thrown) {
    return refusal(thrown)
  }
}

export async function signInByPasskeyAction(response: unknown, next: string): Promise<FormResult> {
  try {
    const given = parseInput(keyResponse, response)
    await setCookies(await signInByPasskey(await getRuntime(), await requestHeaders(), given))
  } catch (thrown) {
    return refusal(thrown)
  }
  redirect(localPath(String(next)))
}
