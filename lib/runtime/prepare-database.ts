// Brings a database to this version: our tables, then the queue's.
import { migrate } from '#lib/db/migrate.ts'
import { createQueueSchema } from '#lib/queue/job-queues.ts'

/**
 * Creates or updates everything that the product keeps in its database. Called by `start` and `migrate` only; safe to
 * call from many processes at once.
 *
 * @returns names of the migrations applied now
 */
export async function prepareDatabase(databaseUrl: string): Promise<string[]> {
  const applied = await migrate(databaseUrl)
  await createQueueSchema(databaseUrl)
  return applied
}
