// Codes after the password, and passkeys.
import type { zhCnFactors } from '../zh-cn/factors.ts'

export const enFactors: Record<keyof typeof zhCnFactors, string> = {
  'security.two_factor': 'Two-step sign-in',
  'security.two_factor_why':
    'Besides the password, signing in asks for a six-digit code from an authenticator app.',
  'security.two_factor_is_on': 'Two-step sign-in is on.',
  'security.two_factor_begin': 'Turn on two-step sign-in',
  'security.two_factor_scan': 'Scan this with an authenticator app, then type the six digits that it shows.',
  'security.two_factor_by_hand': 'If it cannot be scanned, type this key by hand:',
  'security.two_factor_qr': 'QR code for an authenticator app',
  'security.two_factor_code': 'Six digits',
  'security.two_factor_confirm': 'Confirm and turn on',
  'security.two_factor_end': 'Turn off two-step sign-in',
  'security.two_factor_off': 'Two-step sign-in was turned off',
  'security.recovery': 'Recovery codes',
  'security.recovery_why':
    'If you lose your phone, a recovery code takes the place of the six digits; each works once. Keep them in a safe place: you cannot see them again after you leave this page.',
  'security.recovery_renew': 'Make new recovery codes',
  'security.password_again': 'Your password again',
  'security.passkeys': 'Passkeys',
  'security.passkeys_why':
    "Sign in with your fingerprint, your face or your device's PIN, without password or code.",
  'security.passkey_none': 'No passkeys yet',
  'security.passkey_name': 'Name',
  'security.passkey_name_placeholder': 'For example: my phone',
  'security.passkey_nameless': 'Unnamed',
  'security.passkey_add': 'Add a passkey',
  'security.passkey_added': 'Passkey added',
  'security.passkey_remove': 'Remove',
  'security.passkey_removed': 'The passkey was removed',
  'security.passkey_remove_title': 'Remove the passkey “{name}”?',
  'security.passkey_remove_why': 'It can no longer be used to sign in.',
  'security.passkey_unsupported':
    'This browser does not support passkeys, or this address is not secure (HTTPS).',
  'login.passkey': 'Sign in with a passkey',
  'login.oidc': 'Sign in with {name}',
  'login.oidc_problem':
    'Signing in there did not work: it has no verified email, or there is no account for it here.',
  'login.code_title': 'Two-step sign-in',
  'login.code_why': 'Type the six digits of your authenticator app, or a recovery code.',
  'login.code': 'Code',
  'login.code_submit': 'Continue',
}
