import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, connect, type Server } from 'node:net'
import { pipeline } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { listen as listenAt } from '#test/listen.ts'
import { askThrough, authorizationOf, tunnelThrough } from '#test/through-proxy.ts'
import { openAddressPolicy } from './address-policy.ts'
import { openEgressProxy, type EgressProxy } from './egress-proxy.ts'

const MiB = 1024 * 1024
const cleanups: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function listen(server: Server): Promise<number> {
  const { port, close } = await listenAt(server)
  cleanups.push(close)
  return port
}

const openSite = (handler: RequestListener) => listen(createServer(handler))

async function openProxy(allowedPorts: number[], maxBytes = 10 * MiB): Promise<EgressProxy> {
  const allowHosts = allowedPorts.map((port) => `127.0.0.1:${port}`)
  const proxy = await openEgressProxy(openAddressPolicy({ allowHosts, dnsServers: [] }), { maxBytes })
  cleanups.push(() => proxy.close())
  return proxy
}

async function openTunnel(proxy: EgressProxy, target: string) {
  const tunnel = await tunnelThrough(proxy, target)
  cleanups.push(() => void tunnel.socket.destroy())
  return tunnel
}

describe('plain HTTP', () => {
  test('a request reaches its server with its method, body and headers, without the credentials', async () => {
    let seen:
      | { method: string | undefined; url: string | undefined; body: string; names: string[] }
      | undefined
    const port = await openSite(async (request, response) => {
      seen = {
        method: request.method,
        url: request.url,
        body: await text(request),
        names: Object.keys(request.headers),
      }
      response.writeHead(201, { 'X-Answer': 'yes', 'set-cookie': ['a=1', 'b=2'] }).end('done')
    })
    const proxy = await openProxy([port])
    const answer = await askThrough(proxy, `http://127.0.0.1:${port}/p?q=%e4`, {
      method: 'POST',
      body: 'hello',
    })
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['x-answer']).toBe('yes')
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2'])
    expect(await text(answer)).toBe('done')
    expect(seen).toMatchObject({ method: 'POST', url: '/p?q=%e4', body: 'hello' })
    expect(seen?.names).not.toContain('proxy-authorization')
  })

  test('nobody gets out without the credentials of the capture', async () => {
    const port = await openSite((_request, response) => response.end('secret'))
    const proxy = await openProxy([port])
    const url = `http://127.0.0.1:${port}/`
    const answers = await Promise.all(
      ['', 'Basic Y2FwdHVyZTp3cm9uZw=='].map((header) =>
        askThrough(proxy, url, { headers: { 'proxy-authorization': header } }),
      ),
    )
    expect(answers.map((answer) => answer.statusCode)).toEqual([407, 407])
    expect(proxy.traffic().connections).toBe(0)
  })

  test('a private address is answered 403 and never contacted', async () => {
    let contacts = 0
    const server = createTcpServer((socket) => {
      contacts += 1
      socket.destroy()
    })
    const port = await listen(server)
    const proxy = await openProxy([])
    const answer = await askThrough(proxy, `http://127.0.0.1:${port}/`)
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['x-linkhome-refusal']).toBe('blocked_address')
    expect(proxy.refusalOf('127.0.0.1', port)).toMatchObject({ code: 'blocked_address' })
    expect(contacts).toBe(0)
  })

  test('a refused connection is answered 502 and remembered', async () => {
    const closedPort = await openSite(() => {})
    await cleanups.pop()?.()
    const proxy = await openProxy([closedPort])
    const answer = await askThrough(proxy, `http://127.0.0.1:${closedPort}/`)
    expect(answer.statusCode).toBe(502)
    expect(proxy.refusalOf('127.0.0.1', closedPort)).toMatchObject({ code: 'connection_failed' })
  })

  test('a server that hangs up without a word is an empty response', async () => {
    const port = await listen(createTcpServer((socket) => socket.once('data', () => socket.end())))
    const proxy = await openProxy([port])
    const answer = await askThrough(proxy, `http://127.0.0.1:${port}/`)
    expect(answer.headers['x-linkhome-refusal']).toBe('empty_response')
  })

  test.each([
    'HTTP/1.1 000 Nothing\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX-A: a\0b\r\n\r\n',
    'HTTP/1.1 200 O\x01K\r\n\r\n',
  ])('a head that cannot be passed on is an empty response: %j', async (head) => {
    const port = await listen(createTcpServer((socket) => socket.once('data', () => socket.end(head))))
    const proxy = await openProxy([port])
    const answer = await askThrough(proxy, `http://127.0.0.1:${port}/`)
    expect(answer.headers['x-linkhome-refusal']).toBe('empty_response')
  })

  test('a body of 300 MB is cut at the budget, and nothing gets out afterwards', async () => {
    let sentBytes = 0
    async function* body() {
      for (; sentBytes < 300 * MiB; sentBytes += 64 * 1024) yield Buffer.alloc(64 * 1024)
    }
    const port = await openSite((_request, response) => {
      response.writeHead(200, { 'content-length': 300 * MiB })
      pipeline(body(), response, () => {}) // Ends by the cut, which is the claim.
    })
    const proxy = await openProxy([port], 4 * MiB)
    const answer = await askThrough(proxy, `http://127.0.0.1:${port}/`)
    await expect(buffer(answer)).rejects.toThrow('aborted')
    expect(proxy.traffic()).toMatchObject({ isOverBudget: true })
    expect(proxy.traffic().bytes).toBeLessThan(5 * MiB)
    expect(sentBytes).toBeLessThan(30 * MiB)
    const refused = await askThrough(proxy, `http://127.0.0.1:${port}/again`)
    expect(refused.headers['x-linkhome-refusal']).toBe('too_large')
  })

  test('a reader that pauses pauses the server', async () => {
    let sentBytes = 0
    const chunk = Buffer.alloc(64 * 1024)
    const stalled = Promise.withResolvers<void>()
    const port = await openSite((_request, response) => {
      while (response.write(chunk)) sentBytes += chunk.length
      stalled.resolve()
    })
    const proxy = await openProxy([port], 300 * MiB)
    const answer = await askThrough(proxy, `http://127.0.0.1:${port}/`)
    answer.pause()
    await stalled.promise
    expect(proxy.traffic().bytes).toBeLessThan(10 * MiB)
  })

  test('closing cuts a body that never ends', async () => {
    const closed = Promise.withResolvers<void>()
    const port = await openSite((_request, response) => {
      response.write('first')
      response.once('close', () => closed.resolve())
    })
    const proxy = await openProxy([port])
    const answer = await askThrough(proxy, `http://127.0.0.1:${port}/`)
    await once(answer, 'data')
    const [, rest] = await Promise.all([proxy.close(), buffer(answer).catch((error) => error.message)])
    expect(rest).toBe('aborted')
    await closed.promise
  })
})

describe('CONNECT', () => {
  test('bytes pass both ways as they are', async () => {
    const port = await listen(createTcpServer((socket) => socket.pipe(socket)))
    const proxy = await openProxy([port])
    const { status, socket } = await openTunnel(proxy, `127.0.0.1:${port}`)
    expect(status).toBe(200)
    socket.end('\x16\x03 not even TLS')
    expect(await text(socket)).toBe('\x16\x03 not even TLS')
    expect(proxy.traffic()).toMatchObject({ bytes: 30, connections: 1 })
  })

  test.each(['127.0.0.1:1', '0x7f.1:80', '[::1]:80', 'localhost:80', '169.254.169.254:80'])(
    '%s is refused',
    async (target) => {
      const proxy = await openProxy([])
      expect(await openTunnel(proxy, target)).toMatchObject({ status: 403 })
    },
  )

  test('a name that does not exist is answered 502 and remembered', async () => {
    const proxy = await openProxy([])
    expect(await openTunnel(proxy, 'no-such-name.invalid:443')).toMatchObject({ status: 502 })
    expect(proxy.refusalOf('no-such-name.invalid', 443)).toMatchObject({ code: 'dns_failure' })
  })

  test('an endless tunnel is cut at the budget', async () => {
    const port = await listen(
      createTcpServer((socket) => {
        socket.on('error', () => {})
        const more = () => {
          while (!socket.destroyed && socket.write(Buffer.alloc(64 * 1024)));
        }
        socket.on('drain', more)
        more()
      }),
    )
    const proxy = await openProxy([port], 2 * MiB)
    const { socket } = await openTunnel(proxy, `127.0.0.1:${port}`)
    socket.on('error', () => {})
    socket.resume()
    await once(socket, 'close')
    expect(proxy.traffic()).toMatchObject({ isOverBudget: true })
  })

  test('a port outside the range is a bad request', async () => {
    const proxy = await openProxy([])
    const socket = connect(Number(new URL(proxy.server).port), '127.0.0.1')
    socket.write(
      `CONNECT example.com:70000 HTTP/1.1\r\nProxy-Authorization: ${authorizationOf(proxy)}\r\n\r\n`,
    )
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 /)
  })
})
