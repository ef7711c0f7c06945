// Connections behind the egress proxy that plain requests use one after the other.
import { Agent, type ClientRequestArgs } from 'node:http'
import type { Duplex } from 'node:stream'
import { callbackify } from 'node:util'
import type { PinnedAddress } from './address-policy.ts'

/** What a request tells the connections it may use: where to, and how to get there when none is free. */
export interface KeptRequest extends ClientRequestArgs {
  pinned: PinnedAddress
  connect: () => Promise<Duplex>
}

/**
 * Connections that requests of one capture use one after the other. Each belongs to one host at one checked address: a
 * name that leads elsewhere now gets a connection of its own, and sites that share a machine share nothing here.
 */
export class KeptConnections extends Agent {
  constructor() {
    super({ keepAlive: true })
  }

  override getName(args: KeptRequest): string {
    return `${args.host}:${args.port} at ${args.pinned.address}`
  }

  override createConnection(
    args: KeptRequest,
    done: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    callbackify(args.connect)(done)
  }
}
