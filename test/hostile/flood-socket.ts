// A WebSocket server that says yes and then never stops talking (RFC 6455).
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

const HANDSHAKE = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** One unmasked binary frame of 64 KiB. */
const FRAME = Buffer.concat([Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]), Buffer.alloc(65_536, 7)])

export function floodSocket({ headers }: IncomingMessage, socket: Socket): void {
  const key = createHash('sha1')
    .update(`${headers['sec-websocket-key'] ?? ''}${HANDSHAKE}`)
    .digest('base64')
  socket.on('error', () => {}) // The other side leaves when it has had enough.
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
  )
  socket.resume()
  const talk = () => {
    while (!socket.destroyed && socket.write(FRAME));
  }
  socket.on('drain', talk)
  talk()
}
