// Guessing passwords is slow: ten tries in fifteen minutes for an account, and for an address.
import { SlidingWindow } from '#lib/kernel/sliding-window.ts'

const LIMIT = { count: 10, windowMs: 15 * 60_000 } as const

/** One try: whose account (as typed) and, when it is known, from where. */
export interface SignInTry {
  email: string
  address: string | null
}

/**
 * The address that the web server or one proxy wrote down. Several values in one header cannot be told from invented
 * ones and count as unknown; then the limit of the account stands alone.
 */
export function addressOf(headers: Headers): string | null {
  const value = headers.get('x-forwarded-for')?.trim()
  return value && !value.includes(',') && value.length <= 64 ? value : null
}

/** Counts the tries of this process. */
export class SignInLimit {
  readonly #accounts = new SlidingWindow(LIMIT)
  readonly #addresses = new SlidingWindow(LIMIT)

  /** Counts the try, before its password is looked at; seconds to wait when there were too many, else 0. */
  countTry({ email, address }: SignInTry, nowMs: number): number {
    const account = email.trim().toLowerCase()
    const waitMs = Math.max(
      this.#accounts.waitMs(account, nowMs),
      address ? this.#addresses.waitMs(address, nowMs) : 0,
    )
    if (waitMs > 0) return Math.ceil(waitMs / 1_000)
    this.#accounts.count(account, nowMs)
    if (address) this.#addresses.count(address, nowMs)
    return 0
  }

  /** The password was right: the account starts anew, the address gets this one try back. */
  succeeded({ email, address }: SignInTry): void {
    this.#accounts.forget(email.trim().toLowerCase())
    if (address) this.#addresses.takeBack(address)
  }
}

/** Kept outside of this module, which a bundler may load more than once. */
const shared: typeof globalThis & { linkhomeSignInLimits?: WeakMap<object, SignInLimit> } = globalThis

/** The one counter of a process, by its configuration: guesses count together, whichever door they come to. */
export function signInLimitOf(config: object): SignInLimit {
  const limitByConfig = (shared.linkhomeSignInLimits ??= new WeakMap())
  const limit = limitByConfig.get(config) ?? new SignInLimit()
  limitByConfig.set(config, limit)
  return limit
}
