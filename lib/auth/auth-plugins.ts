// What proves that a person is themselves, beside the password: codes of an app, and passkeys.
import { randomInt } from 'node:crypto'
import { passkey } from '@better-auth/passkey'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins/two-factor'

/** Letters and digits that nobody confuses when reading them from paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const RECOVERY = { codes: 10, characters: 10 } as const

function recoveryCode(): string {
  const signs = Array.from({ length: RECOVERY.characters }, () => ALPHABET[randomInt(ALPHABET.length)])
  return `${signs.slice(0, 5).join('')}-${signs.slice(5).join('')}`
}

/**
 * The plugins of sign-in. A passkey stands for password and code together, therefore the device must have asked for its
 * PIN or finger; the address that it is bound to is the one of LINKHOME_BASE_URL.
 */
export function authPlugins(baseUrl: string) {
  return [
    twoFactor({
      issuer: 'link之家',
      backupCodeOptions: {
        customBackupCodesGenerate: () => Array.from({ length: RECOVERY.codes }, recoveryCode),
      },
    }),
    passkey({
      rpID: new URL(baseUrl).hostname,
      rpName: 'link之家',
      origin: baseUrl,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      authentication: {
        afterVerification({ verification }) {
          if (!verification.authenticationInfo.userVerified) throw new APIError('UNAUTHORIZED')
        },
      },
    }),
  ]
}
