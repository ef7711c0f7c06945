// Facts of the installation, by key: digests and dates, never a secret.
import type { z } from 'zod'
import type { Prisma } from './generated/client.ts'
import type { DbOrTx, Tx } from './client.ts'

/** The value under the key when it has the shape, else null. */
export async function readSetting<T extends z.ZodType>(
  db: DbOrTx,
  key: string,
  shape: T,
): Promise<z.output<T> | null> {
  const row = await db.setting.findUnique({ where: { key } })
  const parsed = shape.safeParse(row?.value)
  return parsed.success ? parsed.data : null
}

/** Writes the value under the key. */
export async function writeSetting(db: DbOrTx, key: string, value: Prisma.InputJsonValue): Promise<void> {
  await db.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
}

/** Removes the key; nothing happens when it is not there. */
export async function removeSetting(db: DbOrTx, key: string): Promise<void> {
  await db.setting.deleteMany({ where: { key } })
}

/** Lets one transaction at a time decide about `topic`; the others wait here until it has ended. */
export async function lockTopic(tx: Tx, topic: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${topic}, 0))`
}
