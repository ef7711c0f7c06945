// The account: first set-up, sign-in, settings.
import type { zhCnAccount } from '../zh-cn/account.ts'

export const enAccount: Record<keyof typeof zhCnAccount, string> = {
  'setup.title': 'Create the owner account',
  'setup.why': 'This is the first start. Once the account exists, this page closes for ever.',
  'setup.submit': 'Create account',
  'setup.closed': 'Set-up is complete',
  'setup.closed_why': 'The owner account exists. Please sign in.',
  'setup.no_token': 'The set-up link is needed',
  'setup.no_token_why':
    'Please open the link that was printed in the terminal at the start; it carries a one-time secret.',

  'account.name': 'Name',
  'account.email': 'E-mail',
  'account.password': 'Password',
  'account.password_hint': 'At least 10 characters',
  'account.password_show': 'Show password',
  'account.password_hide': 'Hide password',
  'account.role_owner': 'Owner',
  'account.role_admin': 'Administrator',
  'account.role_member': 'Member',
  'account.shown': 'Account of {name}',

  'login.title': 'Sign in',
  'login.submit': 'Sign in',
  'login.working': 'Signing in…',

  'settings.title': 'Settings',
  'settings.account': 'Account',
  'settings.appearance': 'Appearance and language',
  'settings.tokens': 'API tokens',
  'settings.tokens_why': 'Programs use a token to reach your library. It is shown once: keep it at once.',
  'settings.token_name': 'Token name',
  'settings.token_name_placeholder': 'For example: laptop at home',
  'settings.token_scopes': 'Permissions',
  'settings.scope_read': 'Read',
  'settings.scope_write': 'Write',
  'settings.token_create': 'Create token',
  'settings.token_created': 'The token was created. It cannot be seen again after you leave this page:',
  'settings.token_none': 'No tokens yet',
  'settings.token_used': 'Last used {time}',
  'settings.token_unused': 'Never used',
  'settings.token_since': 'Created {time}',
  'settings.token_revoke': 'Revoke',
  'settings.token_revoke_title': 'Revoke the token “{name}”?',
  'settings.token_revoke_why': 'Programs that use it lose access at once.',
  'settings.token_revoked': 'The token was revoked',
}
