// A server of a test on a free port of this machine, which ends with everything that is still connected to it.
import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'

/** Resolves with the port, and a function that cuts all connections and closes it. */
export async function listen(server: Server): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
