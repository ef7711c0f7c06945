// Signing in and what protects it: sessions, the password.
import type { zhCnSecurity } from '../zh-cn/security.ts'

export const enSecurity: Record<keyof typeof zhCnSecurity, string> = {
  'settings.nav': 'Settings sections',
  'settings.nav_general': 'General',
  'settings.nav_security': 'Security',

  'security.sessions': 'Signed-in devices',
  'security.sessions_why':
    'Every place where you are signed in. If you do not recognise one, sign it out and change your password.',
  'security.session_current': 'This device',
  'security.session_unknown': 'Unknown browser',
  'security.session_since': 'Signed in',
  'security.session_end': 'Sign out',
  'security.session_ended': 'The device was signed out',
  'security.sessions_end_others': 'Sign out all other devices',
  'security.sessions_end_title': 'Sign out all other devices?',
  'security.sessions_end_why': 'Only this device stays signed in; the others have to sign in again.',
  'security.sessions_ended': 'All other devices were signed out',
  'security.password': 'Password',
  'security.password_why': 'Changing it signs out your other devices. API tokens keep working.',
  'security.password_current': 'Current password',
  'security.password_next': 'New password',
  'security.password_change': 'Change password',
  'security.password_changed': 'The password was changed; other devices were signed out',
}
