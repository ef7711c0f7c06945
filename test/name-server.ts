// A name server for tests: every name leads to this machine, so that pages can be served under the hosts of real sites.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const TYPE_A = 1

/** Answers every question for an IPv4 address with 127.0.0.1, and all others with nothing (RFC 1035, section 4). */
export async function startNameServer() {
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    const type = question.readUInt16BE(question.length - 4)
    const address = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1])
    const head = Buffer.from(question)
    head.writeUInt16BE(0x8180, 2)
    head.writeUInt16BE(type === TYPE_A ? 1 : 0, 6)
    socket.send(type === TYPE_A ? Buffer.concat([head, address]) : head, from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    /** As `LINKHOME_DNS_SERVERS` wants it. */
    server: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  }
}
