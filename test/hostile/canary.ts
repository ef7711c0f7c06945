// Listeners that nobody may contact: each connection and each datagram is put down, with the first that it said.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

export interface Canary {
  port: number
  /** What came, as `tcp 127.0.0.1: GET /x HTTP/1.1`; empty as it should be. */
  contacts(): string[]
  stop(): Promise<void>
}

/** Listens at these addresses, by TCP and by UDP, at the same port. */
export async function startCanary(hosts: readonly string[], port = 0): Promise<Canary> {
  const contacts: { from: string; said: string }[] = []
  const stops: (() => Promise<void>)[] = []
  let chosen = port
  for (const host of hosts) {
    const server = createServer((socket) => {
      const contact = { from: `tcp ${host}`, said: '' }
      contacts.push(contact)
      socket.on('error', () => {}) // Whoever came may leave as they like.
      socket.once('data', (bytes) => {
        contact.said = bytes.toString('latin1').split('\r\n', 1)[0] ?? ''
        socket.destroy()
      })
    })
    server.listen(chosen, host)
    await once(server, 'listening')
    chosen = (server.address() as AddressInfo).port
    const datagrams = createSocket(host.includes(':') ? 'udp6' : 'udp4')
    datagrams.on('message', (bytes) =>
      contacts.push({ from: `udp ${host}`, said: bytes.toString('latin1', 0, 40) }),
    )
    datagrams.bind(chosen, host)
    await once(datagrams, 'listening')
    stops.push(async () => {
      const closed = once(server, 'close')
      server.close()
      datagrams.close()
      await closed
    })
  }
  return {
    port: chosen,
    contacts: () => contacts.map(({ from, said }) => `${from}: ${said}`),
    stop: async () => void (await Promise.all(stops.map((stop) => stop()))),
  }
}
