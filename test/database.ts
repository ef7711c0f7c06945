// A database of its own for each test file, cloned from the migrated template in a fraction of a second.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openDb, type Db } from '#lib/db/client.ts'

export interface TestDatabase {
  url: string
  db: Db
  /** Closes the client and drops the database. */
  close(): Promise<void>
}

/** Clones the template. Call in `beforeAll`, `close` in `afterAll`. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('databaseServerUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: serverUrl })
    await client.connect()
    // Cloning waits for nobody: the template has no users, and two clones at once are serialised by this lock.
    await client.query('SELECT pg_advisory_lock(1)')
    await client.query(sql)
    await client.end()
  }
  // Files are copied as they are: through the log, which is the default, it costs three times as much.
  await admin(`CREATE DATABASE ${name} TEMPLATE template_linkhome STRATEGY FILE_COPY`)
  const url = serverUrl.replace(/postgres$/, name)
  const db = openDb(url, { poolSize: 6 })
  return {
    url,
    db,
    async close() {
      await db.$disconnect()
      await admin(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

/** Connections to the database of this client that wait for a lock of another one. */
export const whoWaits = (db: Db): Promise<unknown[]> =>
  db.$queryRaw`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
