// Idempotency keys: a POST that is repeated with its key is answered as before and does nothing twice.
import { AppError } from '#lib/kernel/errors.ts'
import type { Db, Tx } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { sql } from './sql.ts'

/** A key is remembered this long: clients that repeat do so within minutes. */
const KEEP_HOURS = 24

interface Request {
  /** The user who asks; keys of different users never meet. */
  actorId: string
  key: string
  /** SHA-256 of what was asked: the same key for something else is refused. */
  requestDigest: string
}

/**
 * Runs `make` once per key, in the caller's transaction: its answer is stored with what it wrote. The same key again,
 * also at the same moment, gets that answer.
 *
 * @param parse  checks an answer that is read back
 * @throws AppError `idempotency_mismatch` when the key was used for another request
 */
export async function withIdempotency<T extends Prisma.InputJsonValue>(
  tx: Tx,
  request: Request,
  parse: (stored: unknown) => T,
  make: () => Promise<T>,
): Promise<T> {
  const { actorId, key, requestDigest } = request
  // Held until the transaction ends: whoever repeats waits for the first one's answer.
  await tx.$queryRaw(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${actorId} ${key}`}, 1))::text`)
  const known = await tx.idempotencyKey.findUnique({
    where: { actorId_key: { actorId, key }, createdAt: { gt: keptSince() } },
  })
  if (known && known.requestDigest !== requestDigest) throw new AppError('idempotency_mismatch')
  if (known) return parse(known.response)
  const response = await make()
  const row = { requestDigest, response, createdAt: new Date() }
  await tx.idempotencyKey.upsert({
    where: { actorId_key: { actorId, key } },
    create: { actorId, key, ...row },
    update: row,
  })
  return response
}

/** Forgets keys that nobody will repeat any more. */
export async function forgetIdempotencyKeys(db: Db): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { createdAt: { lte: keptSince() } } })
}

const keptSince = () => new Date(Date.now() - KEEP_HOURS * 3_600_000)
