// Passwords: hashed with scrypt by the same functions that check them at sign-in.
import { hashPassword, verifyPassword } from 'better-auth/crypto'

/** scrypt with a random salt (N 16384, r 16, p 1: about 50 ms), as text for Account.password. */
export function hashNewPassword(password: string): Promise<string> {
  return hashPassword(password)
}

/** Does the password belong to the stored hash? */
export function passwordMatches(password: string, hash: string): Promise<boolean> {
  return verifyPassword({ hash, password })
}
