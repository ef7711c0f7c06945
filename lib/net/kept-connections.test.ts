import { once } from 'node:events'
import { createServer, request as openRequest, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { listen as listenAt } from '#test/listen.ts'
import { startNameServer } from '#test/name-server.ts'
import { askThrough, authorizationOf } from '#test/through-proxy.ts'
import { openAddressPolicy } from './address-policy.ts'
import { openEgressProxy, type EgressProxy } from './egress-proxy.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

/** A site that counts who connects to it. */
async function openSite(server: Server) {
  const sockets: Socket[] = []
  server.on('connection', (socket) => sockets.push(socket))
  const { port, close } = await listenAt(server)
  cleanups.push(close)
  return { port, sockets }
}

const openHttpSite = (handler: RequestListener) => openSite(createServer(handler))

/** A site that answers in bytes: `answer` gets the number of the connection and of the request on it, both from 0. */
const openRawSite = (answer: (connection: number, request: number, socket: Socket) => void) => {
  let connections = 0
  return openSite(
    createTcpServer((socket) => {
      const connection = connections++
      let requests = 0
      socket.on('error', () => {})
      socket.on('data', () => answer(connection, requests++, socket))
    }),
  )
}

async function openProxy(port: number, dnsServers: string[] = []): Promise<EgressProxy> {
  const policy = openAddressPolicy({ allowHosts: [`127.0.0.1:${port}`], dnsServers })
  const proxy = await openEgressProxy(policy, { maxBytes: 1_048_576 })
  cleanups.push(() => proxy.close())
  return proxy
}

const get = async (proxy: EgressProxy, url: string) => text(await askThrough(proxy, url))

test('requests to one host share a connection one after the other', async () => {
  const site = await openHttpSite((request, response) => response.end(request.url))
  const proxy = await openProxy(site.port)
  for (const path of ['/1', '/2', '/3'])
    expect(await get(proxy, `http://127.0.0.1:${site.port}${path}`)).toBe(path)
  expect(site.sockets).toHaveLength(1)
  expect(proxy.traffic().connections).toBe(1)
})

test('two hosts at one address share none', async () => {
  const site = await openHttpSite((request, response) => response.end(request.headers.host))
  const proxy = await openProxy(site.port)
  for (const host of ['a.localhost', 'b.localhost'])
    expect(await get(proxy, `http://${host}:${site.port}/`)).toBe(`${host}:${site.port}`)
  expect(site.sockets).toHaveLength(2)
})

test('a name that leads elsewhere meanwhile is followed by no connection, neither a kept one nor a new one', async () => {
  let addresses = ['127.0.0.1']
  const names = await startNameServer((_name, type) => ({ addresses: type === 'A' ? addresses : [] }))
  cleanups.push(names.stop)
  const site = await openHttpSite((_request, response) => response.end('here'))
  const proxy = await openProxy(site.port, [names.server])
  expect(await get(proxy, `http://moving.test:${site.port}/`)).toBe('here')
  addresses = ['127.0.0.2']
  expect(await get(proxy, `http://moving.test:${site.port}/`)).toBe('here')
  expect(site.sockets).toHaveLength(1)
  const answer = await askThrough(proxy, `http://moving.test:${site.port}/`, { method: 'POST', body: 'new' })
  expect([answer.statusCode, answer.headers['x-linkhome-refusal']]).toEqual([403, 'blocked_address'])
})

const KEPT = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nkept'

test('a connection that its server closes when it is used again costs nothing', async () => {
  const site = await openRawSite((connection, request, socket) => {
    if (connection === 0 && request === 1) socket.resetAndDestroy()
    else socket.write(KEPT)
  })
  const proxy = await openProxy(site.port)
  const url = `http://127.0.0.1:${site.port}/`
  expect([await get(proxy, url), await get(proxy, url)]).toEqual(['kept', 'kept'])
  expect(site.sockets).toHaveLength(2)
})

test('what a new connection does not answer is not asked again', async () => {
  const site = await openRawSite((_connection, _request, socket) => socket.resetAndDestroy())
  const proxy = await openProxy(site.port)
  const answer = await askThrough(proxy, `http://127.0.0.1:${site.port}/`)
  expect(answer.headers['x-linkhome-refusal']).toBe('empty_response')
  expect(site.sockets).toHaveLength(1)
})

test('what changes something is sent once, on a connection of its own', async () => {
  const site = await openRawSite((connection, _request, socket) => {
    if (connection === 0) socket.write(KEPT)
    else socket.resetAndDestroy()
  })
  const proxy = await openProxy(site.port)
  const url = `http://127.0.0.1:${site.port}/`
  expect(await get(proxy, url)).toBe('kept')
  const answer = await askThrough(proxy, url, { method: 'POST', body: 'pay' })
  expect(answer.headers['x-linkhome-refusal']).toBe('empty_response')
  expect(site.sockets).toHaveLength(2)
})

test('an answer that tells two lengths is the last of its connection', async () => {
  const site = await openRawSite((_connection, _request, socket) =>
    socket.write(
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    ),
  )
  const proxy = await openProxy(site.port)
  const url = `http://127.0.0.1:${site.port}/`
  expect([await get(proxy, url), await get(proxy, url)]).toEqual(['ok', 'ok'])
  expect(site.sockets).toHaveLength(2)
})

test('a browser that waits no longer frees the site', async () => {
  const asked = Promise.withResolvers<Socket>()
  const site = await openRawSite((_connection, _request, socket) => asked.resolve(socket))
  const proxy = await openProxy(site.port)
  const request = openRequest({
    host: '127.0.0.1',
    port: new URL(proxy.server).port,
    path: `http://127.0.0.1:${site.port}/`,
    agent: false,
    headers: { 'proxy-authorization': authorizationOf(proxy) },
  })
  request.on('error', () => {})
  request.end()
  const socket = await asked.promise
  const closed = once(socket, 'close')
  request.destroy()
  expect(await closed).toBeDefined()
})
