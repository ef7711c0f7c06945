// The one-time link of the first run: who reads the terminal may create the owner, once.
import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { findOwner } from '#lib/db/accounts.ts'
import { inTransaction, type DbOrTx, type Tx } from '#lib/db/client.ts'
import { lockTopic, readSetting, removeSetting, writeSetting } from '#lib/db/settings.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { newSecret } from '#lib/kernel/ids.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'

const KEY = 'setup.token'
const stored = z.object({ digest: z.string() })

/** Decisions about the first owner happen one after another: two at once must not both see an empty house. */
export async function lockSetup(tx: Tx): Promise<void> {
  await lockTopic(tx, 'setup')
}

/** Is this an installation without an owner? */
export async function needsSetup({ db }: { db: DbOrTx }): Promise<boolean> {
  return (await findOwner(db)) === null
}

/**
 * Issues the one-time token and forgets the one before; null when there is an owner. Only its digest is stored, so a
 * start that must print it again issues a new one.
 */
export async function issueSetupToken({ db }: Pick<Runtime, 'db'>): Promise<string | null> {
  return inTransaction(db, async (tx) => {
    await lockSetup(tx)
    if (await findOwner(tx)) return null
    const token = newSecret()
    await writeSetting(tx, KEY, { digest: sha256(token) })
    return token
  })
}

/** Is this the token that was issued last? */
export async function isSetupToken(db: DbOrTx, token: string): Promise<boolean> {
  const issued = await readSetting(db, KEY, stored)
  return issued !== null && timingSafeEqual(Buffer.from(issued.digest), Buffer.from(sha256(token)))
}

/** Ends the first run: the token has been used, or is not needed any more. */
export async function forgetSetupToken(tx: Tx): Promise<void> {
  await removeSetting(tx, KEY)
}
