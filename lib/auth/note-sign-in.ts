// Sign-ins in the audit log, also those that failed.
import { findUserByEmail } from '#lib/db/accounts.ts'
import { deleteAuditBefore, insertAudit } from '#lib/db/audit.ts'
import type { Db } from '#lib/db/client.ts'
import { AUDIT_KEEP_MS } from '#lib/kernel/limits.ts'
import { SlidingWindow } from '#lib/kernel/sliding-window.ts'
import type { SignInTry } from './sign-in-limit.ts'

interface NoteParts {
  config: object
  db: Db
  now(): Date
}

/** Failures noted: whoever invents accounts by the thousand must not fill the table. */
const FAILURES = { count: 500, windowMs: 60 * 60_000 }

/** Kept outside of this module, which a bundler may load more than once. */
const shared: typeof globalThis & { linkhomeFailures?: WeakMap<object, SlidingWindow> } = globalThis

/** Notes who came in and from where; what is older than the log is kept goes on the occasion. */
export async function noteSignIn(
  { db, now }: NoteParts,
  { userId, address }: { userId: string; address: string | null },
): Promise<void> {
  await insertAudit(db, { kind: 'sign_in', actorId: userId, address })
  await deleteAuditBefore(db, new Date(now().getTime() - AUDIT_KEEP_MS))
}

/**
 * Notes a try that failed, under the account that it was for. What was typed is not kept: people type passwords into the
 * wrong field.
 */
export async function noteFailedSignIn(
  { config, db, now }: NoteParts,
  { email, address }: SignInTry,
): Promise<void> {
  const windowByConfig = (shared.linkhomeFailures ??= new WeakMap())
  const window = windowByConfig.get(config) ?? new SlidingWindow(FAILURES)
  windowByConfig.set(config, window)
  if (window.waitMs('', now().getTime()) > 0) return
  window.count('', now().getTime())
  const user = await findUserByEmail(db, email.trim())
  await insertAudit(db, { kind: 'sign_in_failed', actorId: user?.id ?? null, address })
}
