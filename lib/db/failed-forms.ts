// Forms that a worker tries to make: how often it has, and what came of it, so that who waits is told an end.
import { z } from 'zod'
import { MAX_FORM_TRIES, FORM_RETRY_MS, FORM_TIMEOUT_MS } from '#lib/kernel/limits.ts'
import type { DbOrTx } from './client.ts'
import { sql } from './sql.ts'

const failedForms = z
  .record(
    z.string(),
    z.object({
      version: z.number(),
      tries: z.number(),
      /** Null while one runs, or when its worker died. */
      code: z.string().nullable(),
      at: z.iso.datetime(),
    }),
  )
  .catch({})

/** Why a form cannot be had now, and when it may be asked for again. */
export interface FormFailure {
  code: string
  at: Date
  retryAt: Date
}

/**
 * The failure of a form of this version that has been tried often enough; null when it may be tried (again). A try
 * that has not ended within FORM_TIMEOUT_MS has died with its worker.
 *
 * @param row  with what `failedForms` holds
 */
export function formFailure(
  row: { failedForms: unknown },
  { form, version, now }: { form: string; version: number; now: Date },
): FormFailure | null {
  const tried = failedForms.parse(row.failedForms)[form]
  if (!tried || tried.version !== version || tried.tries < MAX_FORM_TRIES) return null
  const at = new Date(tried.at)
  const ageMs = now.getTime() - at.getTime()
  if (ageMs >= FORM_RETRY_MS || (tried.code === null && ageMs < FORM_TIMEOUT_MS)) return null
  return { code: tried.code ?? 'browser_crash', at, retryAt: new Date(at.getTime() + FORM_RETRY_MS) }
}

/** Counts a try that begins; another version begins anew. */
export async function beginForm(
  db: DbOrTx,
  snapshotId: string,
  { form, version, now }: { form: string; version: number; now: Date },
): Promise<void> {
  await db.$executeRaw(sql`
    UPDATE "Snapshot" SET "failedForms" = jsonb_set("failedForms", ARRAY[${form}], jsonb_build_object(
      'version', ${version}::int, 'code', NULL, 'at', ${now.toISOString()}::text,
      'tries', 1 + CASE WHEN ("failedForms"->${form}->>'version')::int = ${version}::int
        THEN ("failedForms"->${form}->>'tries')::int ELSE 0 END))
    WHERE "id" = ${snapshotId}::uuid`)
}

/** Notes how a try ended; without a code it was given back and does not count. */
export async function endForm(
  db: DbOrTx,
  snapshotId: string,
  { form, code, now }: { form: string; code: string | null; now: Date },
): Promise<void> {
  const less = code === null ? 1 : 0
  await db.$executeRaw(sql`
    UPDATE "Snapshot" SET "failedForms" = jsonb_set("failedForms", ARRAY[${form}], "failedForms"->${form} ||
      jsonb_build_object('code', ${code}::text, 'at', ${now.toISOString()}::text,
        'tries', ("failedForms"->${form}->>'tries')::int - ${less}::int))
    WHERE "id" = ${snapshotId}::uuid AND "failedForms" ? ${form}`)
}

/** It has been made. */
export async function forgetForm(db: DbOrTx, snapshotId: string, form: string): Promise<void> {
  await db.$executeRaw(sql`
    UPDATE "Snapshot" SET "failedForms" = "failedForms" - ${form}::text
    WHERE "id" = ${snapshotId}::uuid AND "failedForms" ? ${form}`)
}
