// The one way to the database: a Prisma client over a small pool of PostgreSQL connections.
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient, type Prisma } from './generated/client.ts'

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

/**
 * Runs `work` in one transaction: all of it is committed, or after a throw nothing. Inside of a transaction it becomes a
 * savepoint: the outer one decides whether it stays.
 */
export function inTransaction<T>(db: DbOrTx, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(work)
}
