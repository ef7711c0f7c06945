// Serves the tables of this folder: pages over HTTP, lies over bare sockets, names by a name server; and watches canaries.
import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { NameAnswer } from '#test/name-server.ts'
import { startNameServer } from '#test/name-server.ts'
import { startCanary } from './canary.ts'
import { floodSocket } from './flood-socket.ts'
import { WORDS, type HostileFacts, type LyingCase, type NameCase, type PageCase } from './hostile-case.ts'

export type ServedCase = PageCase | LyingCase | NameCase

export interface HostileSite {
  addressOf(served: ServedCase): string
  /** Settings with which the product may contact the site itself, and asks its name server. */
  settings: { LINKHOME_ALLOW_HOSTS: string; LINKHOME_DNS_SERVERS: string }
  facts: HostileFacts
  /** Everything that came to where nobody may go; empty as it should be. */
  contacts(): string[]
  stop(): Promise<void>
}

const NAME_ENDING = '.hostile.test'

/** A page whose parts come from its own host, which may lead elsewhere by then. */
const NAMED_PAGE = `<!doctype html><html lang="en"><title>By name</title>${WORDS}<img src="/again"><link rel="stylesheet" href="/again?2"><script>fetch('/again?3'); new WebSocket('ws://' + location.host + '/again?4')</script>`

/** Starts it on free ports of this machine. */
export async function startHostileSite(cases: readonly ServedCase[]): Promise<HostileSite> {
  const byName = new Map(cases.map((one) => [one.name, one]))
  const canary = await startCanary(['127.0.0.1', '127.0.0.2', '::1'])
  const facts: HostileFacts = {
    canary: { near: `127.0.0.1:${canary.port}`, far: `127.0.0.2:${canary.port}`, port: canary.port },
  }
  const web = servePages(byName, facts)
  const liar = serveLies(byName)
  const [port, liarPort] = await Promise.all([listen(web), listen(liar)])
  // Rebinding keeps the port: a second listener stands where such a name would lead.
  const beside = await startCanary(['127.0.0.2', '::1'], port)
  const names = await startNameServer(answerNames(byName))
  return {
    addressOf(served) {
      if ('speak' in served) return `http://127.0.0.1:${liarPort}/${served.name}`
      if ('page' in served) return `http://127.0.0.1:${port}/${served.name}`
      return `http://${served.host ?? served.name + NAME_ENDING}:${port}/${served.name}`
    },
    settings: {
      LINKHOME_ALLOW_HOSTS: `127.0.0.1:${port},127.0.0.1:${liarPort}`,
      LINKHOME_DNS_SERVERS: names.server,
    },
    facts,
    contacts: () => [...canary.contacts(), ...beside.contacts()],
    stop: async () =>
      void (await Promise.all([close(web), close(liar), names.stop(), canary.stop(), beside.stop()])),
  }
}

function servePages(byName: ReadonlyMap<string, ServedCase>, facts: HostileFacts): HttpServer {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`
    const url = new URL(request.url ?? '/', origin)
    const served = byName.get(url.pathname.slice(1))
    response.on('error', () => {}) // Whoever captures may leave at any moment.
    if (served && 'page' in served) {
      const site = {
        origin,
        otherOrigin: origin,
        isOn: () => false,
        whenOn: async () => {},
        countUp: () => 0,
      }
      void served.page({ request, response, url, site, facts })
    } else if (served) response.writeHead(200, { 'content-type': 'text/html' }).end(NAMED_PAGE)
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('no such case')
  })
  server.on('upgrade', (request, socket) => floodSocket(request, socket as Socket))
  return server
}

function serveLies(byName: ReadonlyMap<string, ServedCase>): Server {
  return createTcpServer((socket) => {
    socket.on('error', () => {})
    let head = ''
    const hear = (bytes: Buffer) => {
      head += bytes.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      socket.off('data', hear)
      socket.resume()
      const served = byName.get(/^\w+ \/([^ ?]*)/.exec(head)?.[1] ?? '')
      if (served && 'speak' in served) served.speak(socket)
      else socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
    }
    socket.on('data', hear)
  })
}

function answerNames(byName: ReadonlyMap<string, ServedCase>) {
  const rounds = new Map<string, number>()
  return (host: string, type: 'A' | 'AAAA'): NameAnswer => {
    const served = byName.get(host.replace(NAME_ENDING, ''))
    if (!served || !('resolve' in served)) return 'no such name'
    const key = `${type} ${host}`
    const round = rounds.get(key) ?? 0
    rounds.set(key, round + 1)
    return served.resolve(type, round)
  }
}

const connections = new WeakMap<Server, Set<Socket>>()

async function listen(server: Server): Promise<number> {
  const open = new Set<Socket>()
  connections.set(server, open)
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const socket of connections.get(server) ?? []) socket.destroy()
  await closed
}
