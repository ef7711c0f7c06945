'use client'
// The browser's part of a passkey: asks the device to make a key, or to sign in with one.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** What the server asks the device; `options` is JSON. */
export type PasskeyChallenge =
  | { status: 'begun'; options: string }
  | { status: 'refused'; message: string; fields: Record<string, string> }

/** Null: the person closed the dialog of the device, or it knows no key. */
export async function makeKey(options: string): Promise<unknown> {
  return startRegistration({ optionsJSON: JSON.parse(options) }).catch(() => null)
}

/** Null: the person closed the dialog of the device, or it knows no key. */
export async function answerWithKey(options: string): Promise<unknown> {
  return startAuthentication({ optionsJSON: JSON.parse(options) }).catch(() => null)
}
