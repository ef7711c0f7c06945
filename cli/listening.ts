// The address that web listens on: free before the start, answering after it.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#lib/kernel/errors.ts'
import type { Service } from './service.ts'

/** Next's server listens within seconds also on a busy machine. */
const HEALTHY_TIMEOUT_MS = 60_000
/** A front that dies this often before its first answer will not come up. */
const MAX_DEATHS = 3

interface Address {
  host: string
  port: number
}

/**
 * Makes sure that the port is free, and chooses a free one for port 0.
 *
 * @throws AppError `port_taken` with `{ port }`; `config_invalid` for a host or port that cannot be listened on
 */
export async function claimPort(host: string, port: number): Promise<number> {
  const probe = createServer().listen(port, host)
  try {
    await once(probe, 'listening')
  } catch (cause) {
    const problem = (cause as NodeJS.ErrnoException).code ?? ''
    if (problem === 'EADDRINUSE') throw new AppError('port_taken', { port }, { cause })
    throw new AppError('config_invalid', { variable: `HOST=${host} PORT=${port}`, problem }, { cause })
  }
  const address = probe.address()
  await new Promise((closed) => probe.close(closed))
  return address && typeof address === 'object' ? address.port : port
}

/** Where a server that listens on every interface is reached from this machine. */
function reachable({ host, port }: Address): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/**
 * Waits until `/healthz` answers.
 *
 * @throws AppError `start_failed` with `{ service }` when the front keeps dying or does not answer in a minute
 */
export async function waitUntilHealthy(address: Address, front: Service, signal: AbortSignal): Promise<void> {
  const url = `${reachable(address)}/healthz`
  const deadline = AbortSignal.timeout(HEALTHY_TIMEOUT_MS)
  for (;;) {
    signal.throwIfAborted()
    if (deadline.aborted || front.deaths >= MAX_DEATHS) throw new AppError('start_failed', { service: 'web' })
    const ok = await fetch(url, { signal: AbortSignal.any([signal, deadline]) }).then(
      async (answer) => {
        await answer.body?.cancel()
        return answer.ok
      },
      () => false, // nobody listens yet
    )
    if (ok) return
    await delay(100, undefined, { signal })
  }
}
