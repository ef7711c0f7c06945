// The one way to the database: a Prisma client over a small pool of PostgreSQL connections.
import { PrismaPg } from '@prisma/adapter-pg'
import { Prisma, PrismaClient } from './generated/client.ts'

export type Db = PrismaClient
/** A transaction: every write of one decision goes through the same one. */
export type Tx = Prisma.TransactionClient
/** What reads take: inside or outside of a transaction. */
export type DbOrTx = Db | Tx

/** Opens the client; `poolSize` connections at most, each ending a statement after `statementTimeoutMs`. */
export function openDb(url: string, options: { poolSize?: number; statementTimeoutMs?: number } = {}): Db {
  const { poolSize = 8, statementTimeoutMs = 30_000 } = options
  const adapter = new PrismaPg({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
  })
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 20_000 } })
}

const MAX_TRIES = 3

/**
 * Runs `work` in one transaction: all of it is committed, or after a throw nothing. Inside of a transaction it becomes a
 * savepoint: the outer one decides whether it stays.
 *
 * PostgreSQL ends one of two transactions that wait for each other (40P01): it is done again, and with it `work`, which
 * therefore leaves nothing behind but what it writes through `tx`.
 */
export async function inTransaction<T>(db: DbOrTx, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.$transaction(work)
    } catch (error) {
      // A savepoint cannot let go of the locks of the transaction around it.
      if (!('$connect' in db) || tries === MAX_TRIES || !isDeadlock(error)) throw error
    }
  }
}

/** P2034 is Prisma's own word for it, P2010 stands for any failure of a statement that we wrote. */
function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  return error.code === 'P2034' || (error.code === 'P2010' && /Code: `40P01`/.test(error.message))
}
