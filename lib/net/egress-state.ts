// What the connections of one egress proxy share: the policy, the budget, and what became of each target.
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { timingSafeEqual } from 'node:crypto'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError, toAppError } from '#lib/kernel/errors.ts'
import type { AddressPolicy, PinnedAddress } from './address-policy.ts'
import { KeptConnections } from './kept-connections.ts'
import { openTunnel } from './upstream-proxy.ts'

/** Chromium itself gives a connection four minutes; a host that drops packets must not cost the whole capture. */
const CONNECT_TIMEOUT_MS = 20_000
export const MAX_HEADER_BYTES = 256 * 1024
/** Tells a refusal of ours from an answer of a site in network logs; only with a refusal on record it means anything. */
export const REFUSAL_HEADER = 'x-linkhome-refusal'

export interface EgressOptions {
  /** When more has passed, everything is cut and nothing more let through. */
  maxBytes: number
  onOverBudget?: () => void
  /** An operator's forward proxy, asked for what is public after it has been checked; null for none. */
  upstream?: URL | null
}

export interface Target {
  host: string
  port: number
}

/** What all connections of one proxy share. */
export class EgressState {
  readonly refusals = new Map<string, AppError>()
  readonly addresses = new Map<string, string>()
  readonly stopped = new AbortController()
  bytes = 0
  connections = 0
  isOverBudget = false
  private readonly sockets = new Set<Duplex>()
  private readonly policy: AddressPolicy
  readonly upstream: URL | null
  /** Ports to which the upstream proxy has refused a tunnel: plain HTTP there is asked in the other form from then on. */
  readonly portsWithoutTunnel = new Set<number>()
  /** For plain requests. */
  readonly kept = new KeptConnections()
  private readonly budget: EgressOptions
  private readonly authorization: Buffer

  constructor(policy: AddressPolicy, budget: EgressOptions, credentials: string) {
    this.policy = policy
    this.upstream = budget.upstream ?? null
    this.budget = budget
    this.authorization = Buffer.from(`Basic ${Buffer.from(credentials).toString('base64')}`)
  }

  isAuthorized(request: IncomingMessage): boolean {
    const given = Buffer.from(request.headers['proxy-authorization'] ?? '')
    return given.length === this.authorization.length && timingSafeEqual(given, this.authorization)
  }

  /** Checks a target anew for each connection, so that a second DNS answer cannot move it inside the network. */
  async admit(host: string, port: number): Promise<PinnedAddress> {
    this.connections += 1
    if (this.isOverBudget) throw this.tooLarge()
    const pinned = await this.policy.resolve(host, port, this.stopped.signal)
    this.addresses.set(hostPort(host, port), pinned.address)
    return pinned
  }

  track(socket: Duplex): void {
    this.sockets.add(socket)
    // A reset by either side ends its pair, in a tunnel and in a plain answer alike; there is nobody else to tell.
    socket.on('error', () => {})
    socket.once('close', () => this.sockets.delete(socket))
    if (this.stopped.signal.aborted) socket.destroy()
  }

  count(bytes: number): void {
    this.bytes += bytes
    if (this.bytes <= this.budget.maxBytes || this.isOverBudget) return
    this.isOverBudget = true
    this.cut()
    this.budget.onOverBudget?.()
  }

  stop(): void {
    this.stopped.abort(new AppError('cancelled'))
    this.cut()
  }

  tooLarge(): AppError {
    return new AppError('too_large', { limitBytes: this.budget.maxBytes })
  }

  private cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }
}

/**
 * Opens a connection to a target that is checked for it, and to the very address that was.
 *
 * @throws AppError `blocked_address`, `dns_failure`, `connection_failed`, `too_large` when the budget is spent
 */
export async function connectTo(proxy: EgressState, target: Target): Promise<Duplex> {
  const pinned = await proxy.admit(target.host, target.port)
  return proxy.upstream && pinned.isPublic
    ? connectThrough(proxy, proxy.upstream, pinned, target)
    : connectDirectly(proxy, pinned, target)
}

async function connectThrough(
  proxy: EgressState,
  upstream: URL,
  pinned: PinnedAddress,
  target: Target,
): Promise<Duplex> {
  try {
    const socket = await openTunnel(upstream, { ...pinned, port: target.port }, proxy.stopped.signal)
    proxy.track(socket)
    return socket
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('connection_failed', { host: target.host, reason: 'upstream_proxy' }, { cause })
  }
}

async function connectDirectly(proxy: EgressState, pinned: PinnedAddress, target: Target): Promise<Duplex> {
  // What browsers send in small pieces must not wait for an acknowledgement each.
  const socket = connect({ host: pinned.address, port: target.port, family: pinned.family, noDelay: true })
  proxy.track(socket)
  try {
    await withDeadline(CONNECT_TIMEOUT_MS, proxy.stopped.signal, (signal) =>
      once(socket, 'connect', { signal }),
    )
    return socket
  } catch (cause) {
    socket.destroy()
    if (cause instanceof AppError) throw cause
    throw new AppError('connection_failed', { host: target.host }, { cause })
  }
}

export function remember(proxy: EgressState, key: string, error: unknown): AppError {
  const refusal = proxy.isOverBudget ? proxy.tooLarge() : toAppError(error)
  proxy.refusals.set(key, refusal)
  return refusal
}

export const statusOf = (refusal: AppError) =>
  refusal.code === 'blocked_address' || refusal.code === 'too_large' ? 403 : 502

export const hostPort = (host: string, port: number) =>
  `${host.toLowerCase().replace(/^\[(.*)\]$/, '$1')}:${port}`
