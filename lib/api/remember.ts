// `Idempotency-Key`: a POST that is repeated with its key is answered as before, and creates nothing twice.
import { z } from 'zod'
import { inTransaction } from '#lib/db/client.ts'
import { withIdempotency } from '#lib/db/idempotency.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { Ctx } from '#lib/usecases/define-use-case.ts'
import { API_PATH, type JsonRoute } from './routes.ts'

/** Room for any UUID or hash; the key is part of an index row. */
const KEY = /^[\x21-\x7e]{1,255}$/
const stored = z.object({ answer: z.json() })

/**
 * Runs the row's use case, once per key. Deed and remembered answer are one transaction; who repeats while the first
 * still runs waits for it.
 *
 * @throws AppError `idempotency_mismatch` for the same key with another request, `conflict` for a repetition whose
 *         answer held a secret, and what the use case throws: that is not remembered
 */
export async function answerOnce(
  ctx: Ctx,
  route: JsonRoute,
  { key, input, request }: { key: string | null; input: unknown; request: Request },
): Promise<{ answer: unknown; isRepeated: boolean }> {
  const { remembers, useCase } = route
  if (key === null || remembers === undefined || ctx.actor.kind === 'anonymous')
    return { answer: await useCase.invoke(ctx, input), isRepeated: false }
  if (!KEY.test(key)) {
    const fields = [{ path: 'Idempotency-Key', message: 'invalid' }]
    throw new AppError('invalid_request', {}, { fields })
  }
  const path = new URL(request.url).pathname.slice(API_PATH.length)
  const requestDigest = sha256(JSON.stringify([request.method, path, input]))
  const { userId: actorId } = ctx.actor
  let fresh: { answer: unknown } | undefined
  const remembered = await inTransaction(ctx.db, (tx) => {
    fresh = undefined // what an earlier try did was rolled back
    return withIdempotency(tx, { actorId, key, requestDigest }, stored.parse, async () => {
      fresh = { answer: await useCase.invoke({ ...ctx, db: tx }, input) }
      return remembers === 'answer' ? stored.parse(fresh) : { answer: null }
    })
  })
  if (fresh) return { answer: fresh.answer, isRepeated: false }
  if (remembers === 'deed') throw new AppError('conflict')
  return { answer: remembered.answer, isRepeated: true }
}
