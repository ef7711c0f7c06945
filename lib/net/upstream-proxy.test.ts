import { createServer } from 'node:http'
import { connect, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { listen as listenAt } from '#test/listen.ts'
import { startNameServer } from '#test/name-server.ts'
import { askThrough, tunnelThrough } from '#test/through-proxy.ts'
import { openAddressPolicy } from './address-policy.ts'
import { openEgressProxy, type EgressProxy } from './egress-proxy.ts'
import { REFUSAL_HEADER } from './egress-state.ts'

/** An address that everybody may contact, and nobody does here: the upstream proxy leads it to the site of the test. */
const PUBLIC = '93.184.215.14'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function listen(server: Server): Promise<number> {
  const { port, close } = await listenAt(server)
  cleanups.push(close)
  return port
}

const openSite = () =>
  listen(createServer((request, response) => response.end(`${request.headers.host} ${request.url}`)))

/** A forward proxy that leads everything to one port, and what it was asked. */
async function openUpstream(sitePort: number, tunnelStatusOf: (authority: string) => number = () => 200) {
  const asked: { line: string; authorization: string | undefined }[] = []
  const server = createServer((request, response) => {
    asked.push({
      line: `${request.method} ${request.url}`,
      authorization: request.headers['proxy-authorization'],
    })
    response.end(`in absolute form ${request.headers.host}`)
  })
  server.on('connect', (request, client: Socket) => {
    const authority = request.url ?? ''
    asked.push({ line: `CONNECT ${authority}`, authorization: request.headers['proxy-authorization'] })
    const status = tunnelStatusOf(authority)
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)
    const site = connect(sitePort, '127.0.0.1')
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    client
      .on('error', () => {})
      .pipe(site.on('error', () => {}))
      .pipe(client)
  })
  const port = await listen(server)
  return { url: new URL(`http://us%65r:pass@127.0.0.1:${port}`), asked }
}

async function openEgress(
  upstream: URL,
  { allowHosts = [], dnsServers = [] }: { allowHosts?: string[]; dnsServers?: string[] } = {},
): Promise<EgressProxy> {
  const proxy = await openEgressProxy(openAddressPolicy({ allowHosts, dnsServers }), {
    maxBytes: 1_048_576,
    upstream,
  })
  cleanups.push(() => proxy.close())
  return proxy
}

async function get(proxy: EgressProxy, url: string) {
  const answer = await askThrough(proxy, url)
  return { answer, body: await text(answer) }
}

async function tunnel(proxy: EgressProxy, authority: string) {
  const opened = await tunnelThrough(proxy, authority)
  cleanups.push(() => void opened.socket.destroy())
  return opened
}

test('the upstream proxy is asked for the address that was checked, under its credentials', async () => {
  const names = await startNameServer((_name, type) => ({ addresses: type === 'A' ? [PUBLIC] : [] }))
  cleanups.push(names.stop)
  const upstream = await openUpstream(await openSite())
  const proxy = await openEgress(upstream.url, { dnsServers: [names.server] })

  const { body } = await get(proxy, 'http://example.test/a?b=c')
  expect(body).toBe('example.test /a?b=c')
  const { status, socket } = await tunnel(proxy, 'example.test:443')
  expect(status).toBe(200)
  socket.end('GET /through HTTP/1.1\r\nhost: inside\r\nconnection: close\r\n\r\n')
  expect(await text(socket)).toContain('inside /through')
  const authorization = `Basic ${Buffer.from('user:pass').toString('base64')}`
  expect(upstream.asked).toEqual([
    { line: `CONNECT ${PUBLIC}:80`, authorization },
    { line: `CONNECT ${PUBLIC}:443`, authorization },
  ])
})

test('where it opens no tunnels to a port it is asked for the page itself, and not again for a tunnel', async () => {
  const upstream = await openUpstream(await openSite(), (authority) =>
    authority.endsWith(':80') ? 403 : 200,
  )
  const proxy = await openEgress(upstream.url)
  for (const path of ['/first', '/second']) {
    const { body } = await get(proxy, `http://${PUBLIC}${path}`)
    expect(body).toBe(`in absolute form ${PUBLIC}`)
  }
  // A page may ask for ports that no proxy opens: that must not have it resolve the names of others once more.
  expect((await get(proxy, `http://${PUBLIC}:8080/third`)).body).toBe(`${PUBLIC}:8080 /third`)
  expect((await tunnel(proxy, `${PUBLIC}:443`)).status).toBe(200)
  expect(upstream.asked.map(({ line }) => line)).toEqual([
    `CONNECT ${PUBLIC}:80`,
    `GET http://${PUBLIC}/first`,
    `GET http://${PUBLIC}/second`,
    `CONNECT ${PUBLIC}:8080`,
    `CONNECT ${PUBLIC}:443`,
  ])
})

test('what the policy refuses is not asked of it, and what the operator opened is contacted without it', async () => {
  const sitePort = await openSite()
  const upstream = await openUpstream(sitePort)
  const proxy = await openEgress(upstream.url, { allowHosts: [`127.0.0.1:${sitePort}`] })
  const { answer } = await get(proxy, 'http://10.0.0.1/')
  expect([answer.statusCode, answer.headers[REFUSAL_HEADER]]).toEqual([403, 'blocked_address'])
  expect((await tunnel(proxy, '[::1]:443')).status).toBe(403)
  expect((await get(proxy, `http://127.0.0.1:${sitePort}/direct`)).body).toContain('/direct')
  expect(upstream.asked).toEqual([])
})

test.each([407, 502])('its status %i is a failed connection, and nobody goes around it', async (status) => {
  const upstream = await openUpstream(await openSite(), () => status)
  const proxy = await openEgress(upstream.url)
  const { answer } = await get(proxy, `http://${PUBLIC}/`)
  expect([answer.statusCode, answer.headers[REFUSAL_HEADER]]).toEqual([502, 'connection_failed'])
  expect(proxy.refusalOf(PUBLIC, 80)).toMatchObject({ detail: { reason: 'upstream_proxy' } })
  expect(upstream.asked.map(({ line }) => line)).toEqual([`CONNECT ${PUBLIC}:80`])
})

test('one that is not there is a failed connection', async () => {
  const gone = createServer()
  const port = await listen(gone)
  gone.close()
  const proxy = await openEgress(new URL(`http://127.0.0.1:${port}`))
  expect((await tunnel(proxy, `${PUBLIC}:443`)).status).toBe(502)
  expect(proxy.refusalOf(PUBLIC, 443)).toMatchObject({ code: 'connection_failed' })
})
