import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { listen } from '#test/listen.ts'
import { selfSignedCertificate } from '#test/self-signed.ts'
import { openAddressPolicy } from './address-policy.ts'
import { askOutside, type OutsideRequest } from './ask-outside.ts'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

async function openSite(handler: RequestListener): Promise<URL> {
  const { port, close } = await listen(createServer(handler))
  cleanups.push(close)
  return new URL(`http://127.0.0.1:${port}/`)
}

const policyFor = ({ host }: URL) => openAddressPolicy({ allowHosts: [host], dnsServers: [] })
const bounds = { timeoutMs: 5_000, maxBytes: 10_000, upstream: null } satisfies Partial<OutsideRequest>

test('a request goes out through the proxy and comes back whole, a redirect as it stands', async () => {
  const seen: unknown[] = []
  const site = await openSite(async (request, response) => {
    seen.push([request.method, request.url, request.headers['x-own'], await text(request)])
    if (request.url === '/moved') response.writeHead(302, { location: '/' }).end()
    else response.end('答')
  })
  const sent = { method: 'POST', headers: { 'x-own': '1' }, body: '问' } as const
  const answer = await askOutside(policyFor(site), { url: new URL('/a?b', site), ...sent, ...bounds })
  expect([answer.status, answer.body.toString()]).toEqual([200, '答'])
  const moved = await askOutside(policyFor(site), { url: new URL('/moved', site), ...bounds })
  expect([moved.status, moved.headers.location]).toEqual([302, '/'])
  expect(seen).toEqual([
    ['POST', '/a?b', '1', '问'],
    ['GET', '/moved', undefined, ''],
  ])
})

test('what is inside is not asked, and nobody waits longer or reads more than was said', async () => {
  const site = await openSite((request, response) => {
    if (request.url === '/long') response.end('x'.repeat(20_000))
    else if (request.url === '/broken') response.destroy()
  })
  const ask = (path: string, policy = policyFor(site), timeoutMs = 5_000) =>
    askOutside(policy, { url: new URL(path, site), ...bounds, timeoutMs })
  const closed = openAddressPolicy({ allowHosts: [], dnsServers: [] })
  await expect(ask('/', closed)).rejects.toMatchObject({ code: 'blocked_address' })
  await expect(ask('/long')).rejects.toMatchObject({ code: 'too_large' })
  await expect(ask('/broken')).rejects.toMatchObject({ code: 'empty_response' })
  await expect(ask('/never', policyFor(site), 100)).rejects.toMatchObject({ code: 'timeout' })
  await expect(
    askOutside(policyFor(site), { url: site, ...bounds, signal: AbortSignal.abort(new Error('stop')) }),
  ).rejects.toThrow('stop')
})

test('encrypted requests go through a tunnel, and a certificate that nobody vouches for is no answer', async () => {
  const { port, close } = await listen(
    createTlsServer(selfSignedCertificate('127.0.0.1'), (_request, response) => response.end('x')),
  )
  cleanups.push(close)
  const url = new URL(`https://127.0.0.1:${port}/`)
  await expect(askOutside(policyFor(url), { url, ...bounds })).rejects.toMatchObject({
    code: 'empty_response',
    cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  })
})
