// A name server for tests: by itself it leads every name to this machine, so that pages can be served under the hosts of
// real sites; or it answers what a test tells it, faults included.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import ipaddr from 'ipaddr.js'

/** Records of the type that was asked for, a fault by name, or silence. */
export type NameAnswer =
  | { addresses: string[]; alias?: string; ttlSeconds?: number }
  | 'no such name'
  | 'server failure'
  | 'garbage'
  | 'silence'

/** RFC 1035 section 3.2.2 and RFC 3596. */
const TYPES: Record<number, 'A' | 'AAAA'> = { 1: 'A', 28: 'AAAA' }
const CNAME = 5
/** Points at the name of the question (RFC 1035 section 4.1.4). */
const SAME_NAME = Buffer.from([0xc0, 0x0c])
const FAULTS = { 'no such name': 3, 'server failure': 2 } as const

const toThisMachine = (_name: string, type: 'A' | 'AAAA'): NameAnswer => ({
  addresses: type === 'A' ? ['127.0.0.1'] : [],
})

/** Answers questions for IPv4 and IPv6 addresses, and all others with nothing. */
export async function startNameServer(
  answer: (name: string, type: 'A' | 'AAAA') => NameAnswer = toThisMachine,
) {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, typeNumber, end } = readQuestion(query)
    const type = TYPES[typeNumber]
    const said = type ? answer(name, type) : { addresses: [] }
    if (said === 'silence') return
    const reply = said === 'garbage' ? Buffer.from('not DNS') : writeReply(query.subarray(0, end), said)
    socket.send(reply, from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    /** As `LINKHOME_DNS_SERVERS` wants it. */
    server: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  }
}

/** The name in lower case and without its last dot, the type, and where the question ends. */
function readQuestion(query: Buffer) {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), typeNumber: query.readUInt16BE(at + 1), end: at + 5 }
}

function writeReply(question: Buffer, said: Exclude<NameAnswer, 'garbage' | 'silence'>): Buffer {
  const head = Buffer.from(question.subarray(0, 12))
  const records = typeof said === 'string' ? [] : writeRecords(said)
  head.writeUInt16BE(0x8180 | (typeof said === 'string' ? FAULTS[said] : 0), 2)
  head.writeUInt16BE(records.length, 6)
  head.fill(0, 8) // No authorities, and nothing additional: EDNS is not spoken here.
  return Buffer.concat([head, question.subarray(12), ...records])
}

function writeRecords({ addresses, alias, ttlSeconds = 1 }: Exclude<NameAnswer, string>): Buffer[] {
  const owner = alias === undefined ? SAME_NAME : writeName(alias)
  const chain = alias === undefined ? [] : [writeRecord(SAME_NAME, CNAME, ttlSeconds, writeName(alias))]
  return chain.concat(
    addresses.map((address) => {
      const bytes = Buffer.from(ipaddr.parse(address).toByteArray())
      return writeRecord(owner, bytes.length === 4 ? 1 : 28, ttlSeconds, bytes)
    }),
  )
}

function writeRecord(owner: Buffer, type: number, ttlSeconds: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(type, 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt32BE(ttlSeconds, 4)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([owner, fixed, data])
}

const writeName = (name: string) =>
  Buffer.concat([
    ...name
      .split('.')
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ])
