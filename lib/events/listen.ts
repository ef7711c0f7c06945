// One LISTEN connection for the whole process, opened when somebody listens and reopened after the database was away.
import pg from 'pg'
import { storedEvent, type StoredEvent } from '#lib/contract/event.ts'
import type { Log } from '#lib/kernel/log.ts'

/** Channel of PostgreSQL's NOTIFY on which every process tells what it stored. */
export const EVENT_CHANNEL = 'linkhome_events'

const FIRST_RETRY_MS = 250
const LONGEST_RETRY_MS = 5_000

interface Listener {
  onEvent(event: StoredEvent): void
  /** Something may have been missed: the listener reads the table again. */
  onGap(): void
}

export interface Listening {
  /** Registers a listener and resolves once the connection hears; what is notified from then on reaches it. */
  add(listener: Listener): Promise<() => void>
  close(): Promise<void>
}

/** The event of a notification; null when it was too long to be sent (its id alone came) or is none of ours. */
function parsePayload(payload: string | undefined): StoredEvent | null {
  try {
    return storedEvent.safeParse(JSON.parse(payload ?? 'null')).data ?? null
  } catch {
    return null // anybody with access to the database may notify: what is no JSON is only a reason to read the table
  }
}

/** Prepares the connection; nothing is opened before the first `add`. */
export function openListening(databaseUrl: string, log: Log): Listening {
  const listeners = new Set<Listener>()
  let connection: Promise<void> | null = null
  let retryTimer: NodeJS.Timeout | undefined
  let isClosed = false

  const hear = (payload: string | undefined) => {
    const event = parsePayload(payload)
    for (const listener of listeners) {
      if (event) listener.onEvent(event)
      else listener.onGap()
    }
  }

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'linkhome events',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    })
    client.on('notification', (message) => hear(message.payload))
    client.on('error', (error) => log.warn('events.connection_lost', { error }))
    client.on('end', () => lost(client))
    await client.connect()
    await client.query(`LISTEN ${EVENT_CHANNEL}`)
    return client
  }

  let current: pg.Client | null = null
  const openAndKeep = async (): Promise<void> => {
    try {
      current = await connect()
    } catch (error) {
      connection = null
      throw error
    }
  }
  const open = (): Promise<void> => {
    connection = openAndKeep()
    return connection
  }

  const lost = (client: pg.Client) => {
    if (current !== client) return
    current = null
    connection = null
    reopen(FIRST_RETRY_MS)
  }

  const reopen = (delayMs: number) => {
    if (isClosed || listeners.size === 0) return
    retryTimer = setTimeout(async () => {
      try {
        // Somebody who came in the meantime may have opened it already.
        await (connection ?? open())
        for (const listener of listeners) listener.onGap()
      } catch (error) {
        log.warn('events.reopen_failed', { error })
        reopen(Math.min(delayMs * 2, LONGEST_RETRY_MS))
      }
    }, delayMs)
  }

  return {
    async add(listener) {
      if (isClosed) throw new Error('events are closed')
      listeners.add(listener)
      try {
        await (connection ?? open())
      } catch (error) {
        listeners.delete(listener)
        throw error
      }
      return () => listeners.delete(listener)
    },
    async close() {
      isClosed = true
      clearTimeout(retryTimer)
      listeners.clear()
      await connection?.catch(() => {}) // it never opened: nothing to end
      const client = current
      current = null
      await client?.end()
    },
  }
}
