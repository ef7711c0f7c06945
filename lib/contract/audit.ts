// The audit log: what happened to accounts, tokens and what people keep.
import { z } from 'zod'
import { pageInput, pageOf } from './fields.ts'

export const auditKind = z.enum([
  'sign_in',
  'sign_in_failed',
  'session_revoked',
  'password_changed',
  'password_reset',
  'two_factor_on',
  'two_factor_off',
  'recovery_codes_made',
  'passkey_added',
  'passkey_removed',
  'user_created',
  'user_removed',
  'role_changed',
  'invitation_created',
  'invitation_revoked',
  'token_created',
  'token_revoked',
  'feed_created',
  'feed_renewed',
  'feed_revoked',
  'feed_restored',
  'link_deleted',
  'snapshot_deleted',
  'visibility_changed',
])
export type AuditKind = z.infer<typeof auditKind>

export const auditEntryView = z
  .object({
    id: z.string(),
    kind: auditKind,
    at: z.string(),
    /** Who did it; null when nobody that is known here. */
    actor: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
    /** What it was done to. Null also for somebody else's links and tokens. */
    subject: z.string().nullable(),
    detail: z.record(z.string(), z.string()),
    /** Where a sign-in came from, when the web server knew. */
    address: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntryView = z.output<typeof auditEntryView>

export const listAuditInput = z.strictObject(pageInput)
export const auditPage = pageOf(auditEntryView).meta({ id: 'AuditPage' })
