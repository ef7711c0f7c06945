// The loopback site of the tests: real pages over real HTTP, good and bad, with switches and a record of what was asked.
import { EventEmitter } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { badRoutes } from './pages/bad.ts'
import { bannerRoutes } from './pages/banners.ts'
import { csdnRoutes } from './pages/csdn-article.ts'
import { foldedRoutes } from './pages/folded.ts'
import { hangingRoutes } from './pages/hanging.ts'
import { hostileRoutes } from './pages/hostile.ts'
import { pictureRoutes } from './pages/pictures.ts'
import { readingRoutes } from './pages/reading.ts'
import { send, type Exchange, type Routes, type SiteFacts } from './pages/routes.ts'
import { settlingRoutes } from './pages/settling.ts'
import { madeSiteRoutes } from './pages/sites/all-sites.ts'
import { techniqueRoutes } from './pages/techniques.ts'
import { selfSignedCertificate } from './self-signed.ts'

export interface SiteRequest {
  method: string
  /** Path and query. */
  url: string
  headers: IncomingHttpHeaders
}

export interface Site {
  /** `http://127.0.0.1:<port>` */
  origin: string
  port: number
  /** The same pages on a second port. */
  otherOrigin: string
  /** Both addresses as `LINKHOME_ALLOW_HOSTS` wants them. */
  allowHosts: string
  /** Every request so far, in order of arrival. */
  requests: SiteRequest[]
  /** Resolves when a request for this path has come, or at once when one has. */
  whenAsked(path: string): Promise<void>
  /** Throws a switch, e.g. `gone`, which turns `/switch` into a 404. */
  set(name: string, on: boolean): void
  /** Cuts all connections, the never-ending ones too, and closes the ports. */
  stop(): Promise<void>
}

const routes: Routes = {
  ...csdnRoutes,
  ...readingRoutes,
  ...techniqueRoutes,
  ...hostileRoutes,
  ...pictureRoutes,
  ...badRoutes,
  ...settlingRoutes,
  ...bannerRoutes,
  ...foldedRoutes,
  ...hangingRoutes,
  ...madeSiteRoutes,
  '/favicon.ico': (exchange) => send(exchange, '', 'image/x-icon', { status: 404 }),
}
const prefixes = Object.keys(routes).filter((path) => path.endsWith('*'))

function handlerOf(path: string) {
  const prefix = prefixes.find((candidate) => path.startsWith(candidate.slice(0, -1)))
  return routes[path] ?? (prefix === undefined ? undefined : routes[prefix])
}

async function answer(exchange: Exchange): Promise<void> {
  const handler = handlerOf(exchange.url.pathname)
  if (handler) await handler(exchange)
  else send(exchange, 'no such page', 'text/plain', { status: 404 })
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}

async function start(
  scheme: 'http' | 'https',
  makeServer: (listener: RequestListener) => Server,
): Promise<Site> {
  const requests: SiteRequest[] = []
  const switches = new Set<string>()
  const asked = new EventEmitter().setMaxListeners(0)
  const thrown = new EventEmitter().setMaxListeners(0)
  const counts = new Map<string, number>()
  const facts: SiteFacts = {
    origin: '',
    otherOrigin: '',
    isOn: (name) => switches.has(name),
    whenOn: (name) =>
      switches.has(name) ? Promise.resolve() : new Promise((resolve) => thrown.once(name, () => resolve())),
    countUp(name) {
      const before = counts.get(name) ?? 0
      counts.set(name, before + 1)
      return before
    },
  }
  const listener: RequestListener = (request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    asked.emit(request.url ?? '')
    const url = new URL(request.url ?? '/', facts.origin)
    answer({ request, response, url, site: facts }).catch((error: unknown) => {
      // A page of the test site that fails is a fault of the test: say so where the browser will show it.
      response.destroy(error instanceof Error ? error : new Error(String(error)))
    })
  }
  const servers = [makeServer(listener), makeServer(listener)] as const
  const [port, otherPort] = await Promise.all([listen(servers[0]), listen(servers[1])])
  facts.origin = `${scheme}://127.0.0.1:${port}`
  facts.otherOrigin = `${scheme}://127.0.0.1:${otherPort}`
  return {
    origin: facts.origin,
    otherOrigin: facts.otherOrigin,
    port,
    allowHosts: `127.0.0.1:${port},127.0.0.1:${otherPort}`,
    requests,
    whenAsked: (path) =>
      requests.some(({ url }) => url === path)
        ? Promise.resolve()
        : new Promise((resolve) => asked.once(path, () => resolve())),
    set(name, on) {
      if (on) {
        switches.add(name)
        thrown.emit(name)
      } else switches.delete(name)
    },
    stop: async () => void (await Promise.all(servers.map(close))),
  }
}

/** Starts the site on two free ports of 127.0.0.1. */
export function startSite(): Promise<Site> {
  return start('http', (listener) => createServer(listener))
}

/** The same over TLS with a certificate that nobody has reason to trust. */
export function startTlsSite(): Promise<Site> {
  const identity = selfSignedCertificate('127.0.0.1')
  return start('https', (listener) => createTlsServer(identity, listener))
}
