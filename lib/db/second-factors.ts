// Rows of what proves a person beside the password.
import type { DbOrTx, Tx } from './client.ts'

export interface PasskeyRow {
  id: string
  name: string | null
  createdAt: Date | null
}

/** Ends codes for the person. */
export async function deleteTwoFactor(tx: Tx, userId: string): Promise<void> {
  await tx.twoFactor.deleteMany({ where: { userId } })
  await tx.user.update({ where: { id: userId }, data: { twoFactorEnabled: false } })
}

/** Is a code asked for after the person's password? */
export async function hasTwoFactor(db: DbOrTx, userId: string): Promise<boolean> {
  const row = await db.user.findUnique({ where: { id: userId }, select: { twoFactorEnabled: true } })
  return row?.twoFactorEnabled ?? false
}

/** The person's passkeys, oldest first. */
export function listPasskeyRows(db: DbOrTx, userId: string): Promise<PasskeyRow[]> {
  return db.passkey.findMany({
    where: { userId },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, createdAt: true },
  })
}

/** Removes a passkey of the person; its name, or undefined when they have none of that id. */
export async function deletePasskeyRow(
  tx: Tx,
  userId: string,
  id: string,
): Promise<string | null | undefined> {
  const row = await tx.passkey.findFirst({ where: { userId, id }, select: { name: true } })
  const { count } = await tx.passkey.deleteMany({ where: { userId, id } })
  return count > 0 ? row?.name : undefined
}
