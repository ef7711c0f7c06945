// Connections behind the egress proxy that plain requests use one after the other.
import { Agent, type ClientRequestArgs } from 'node:http'
import type { Duplex } from 'node:stream'
import { callbackify } from 'node:util'

/** What a request tells the connections it may use: where to, and how to get there when none is free. */
export interface KeptRequest extends ClientRequestArgs {
  connect: () => Promise<Duplex>
}

/**
 * Connections that requests of one capture use one after the other, in a browser's way. Each belongs to one host and port,
 * and stays at the address that was checked for it, wherever the name leads meanwhile.
 */
export class KeptConnections extends Agent {
  constructor() {
    super({ keepAlive: true })
  }

  override createConnection(
    args: KeptRequest,
    done: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    callbackify(args.connect)(done)
  }
}
