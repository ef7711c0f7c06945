import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createSocket } from 'node:dgram'
import { userInfo } from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { openLog } from '#lib/kernel/log.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { openEgressProxy } from '#lib/net/egress-proxy.ts'
import { openBrowserPool, type BrowserPool } from './browser-pool.ts'

const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const log = openLog('test', 'silent')
/** Nothing listens there: these tests draw pages that need no network. */
const noProxy = { server: 'http://127.0.0.1:9', username: 'u', password: 'p' }

function openPool(
  options: { capturesPerBrowser?: number; idleMs?: number; memoryMarkBytes?: number } = {},
): BrowserPool {
  const pool = openBrowserPool({ executablePath: null, log, ...options })
  cleanups.push(() => pool.close())
  return pool
}

interface ProcessRow {
  pid: number
  user: string
  args: string
}

/** Browser processes below this test process, told by the working folder of their wrapper. */
function browserProcesses(): ProcessRow[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,user:20=,stat=,args='], { encoding: 'utf8' })
  const rows = table
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line) ?? [])
    .map(([, pid, parent, user = '', state = '', args = '']) => ({
      pid: Number(pid),
      parent: Number(parent),
      user,
      state,
      args,
    }))
    .filter((row) => !row.state.startsWith('Z'))
  const family = new Set([process.pid])
  // Parents come before their children unless process ids wrapped around: twice is enough for that.
  for (const row of [...rows, ...rows]) if (family.has(row.parent)) family.add(row.pid)
  return rows.filter(
    (row) => family.has(row.pid) && row.args.includes('--user-data-dir=') && !row.args.includes('--type='),
  )
}

const isRoot = process.getuid?.() === 0
const processesGone = () => vi.waitFor(() => expect(browserProcesses()).toEqual([]), { timeout: 10_000 })

test('a capture sees no cookie and no storage of the one before', async () => {
  const port = await openSite(
    '<script>document.title = document.cookie + localStorage.seen; document.cookie = "a=1"; localStorage.seen = 1</script>',
  )
  const pool = openPool()
  const titles: string[] = []
  for (let capture = 0; capture < 2; capture += 1) {
    const proxy = await openEgressProxy(
      openAddressPolicy({ allowHosts: [`127.0.0.1:${port}`], dnsServers: [] }),
      { maxBytes: 1_000_000 },
    )
    const lease = await pool.lease(proxy)
    const page = await lease.context.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    titles.push(await page.title())
    await lease.release(false)
    await proxy.close()
  }
  expect(titles).toEqual(['undefined', 'undefined'])
})

test('the browser runs unprivileged, in its sandbox, without secrets in its environment', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://secret')
  vi.stubEnv('LINKHOME_SECRET', 'top-secret')
  const pool = openPool()
  const lease = await pool.lease(noProxy)
  vi.unstubAllEnvs()
  const rows = browserProcesses()
  expect(rows.length).toBeGreaterThan(0)
  for (const { pid, user, args } of rows) {
    // A number without a name: what this machine runs as `nobody`, PostgreSQL among it, is as far away as everything else.
    expect(user).toBe(isRoot ? '65533' : userInfo().username)
    expect(args).not.toContain('--no-sandbox')
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toMatch(/SECRET|secret|DATABASE/)
  }
  await lease.release(false)
})

test('a browser is replaced after its captures, and captures at the same time share one', async () => {
  const pool = openPool({ capturesPerBrowser: 2 })
  const first = await pool.lease(noProxy)
  const second = await pool.lease(noProxy)
  const third = await pool.lease(noProxy)
  expect(second.context.browser()).toBe(first.context.browser())
  expect(third.context.browser()).not.toBe(first.context.browser())
  await first.release(false)
  expect(second.context.browser()?.isConnected()).toBe(true)
  await second.release(false)
  expect(second.context.browser()?.isConnected()).toBe(false)
  await third.release(false)
})

test('a browser that has grown beyond its mark gets no further capture, and others keep theirs', async () => {
  const pool = openPool({ memoryMarkBytes: 20 * 1024 * 1024 })
  const first = await pool.lease(noProxy)
  const second = await pool.lease(noProxy)
  await first.release(false)
  const third = await pool.lease(noProxy)
  expect(third.context.browser()).not.toBe(second.context.browser())
  expect(second.context.browser()?.isConnected()).toBe(true)
  await second.release(false)
  expect(second.context.browser()?.isConnected()).toBe(false)
  await third.release(false)
})

test('what is held is this process and each of its browsers', async () => {
  const pool = openPool()
  const ofBrowsers = async () => ((await pool.memoryBytes()) ?? 0) - process.memoryUsage.rss()
  const none = await ofBrowsers()
  const first = await pool.lease(noProxy)
  const one = await ofBrowsers()
  const second = await pool.lease(noProxy, { isAlone: true })
  const two = await ofBrowsers()
  // A browser without a page holds 60 MiB; this process may have grown by some between its two readings.
  const MiB = 1_048_576
  expect([none / MiB < 10, (one - none) / MiB > 30, (two - one) / MiB > 30]).toEqual([true, true, true])
  await Promise.all([first.release(false), second.release(false)])
})

test('a browser whose capture timed out gets no further one', async () => {
  const pool = openPool()
  const first = await pool.lease(noProxy)
  await first.release(true)
  const second = await pool.lease(noProxy)
  expect(second.context.browser()).not.toBe(first.context.browser())
  await second.release(false)
})

test('who is alone shares its browser with nobody before or after it', async () => {
  const pool = openPool()
  const shared = await pool.lease(noProxy)
  const alone = await pool.lease(noProxy, { isAlone: true })
  const later = await pool.lease(noProxy)
  expect(alone.context.browser()).not.toBe(shared.context.browser())
  expect(later.context.browser()).toBe(shared.context.browser())
  await alone.release(false)
  expect(alone.context.browser()?.isConnected()).toBe(false)
  expect(later.context.browser()?.isConnected()).toBe(true)
  await Promise.all([shared.release(false), later.release(false)])
})

test('a crash is survived by the next capture', async () => {
  const pool = openPool()
  const first = await pool.lease(noProxy)
  const gone = new Promise((resolve) => first.context.once('close', resolve))
  for (const { pid } of browserProcesses()) process.kill(pid, 'SIGKILL')
  await gone
  await first.release(true)
  const second = await pool.lease(noProxy)
  const page = await second.context.newPage()
  await page.setContent('<title>alive</title>')
  expect(await page.title()).toBe('alive')
  await second.release(false)
})

test('no process is left when idle, nor after closing', async () => {
  const pool = openPool({ idleMs: 50 })
  const idle = await pool.lease(noProxy)
  expect(browserProcesses()).not.toEqual([])
  await idle.release(false)
  await processesGone()
  await pool.lease(noProxy)
  await pool.close()
  await processesGone()
  await expect(pool.lease(noProxy)).rejects.toMatchObject({ code: 'browser_crash' })
})

test('a page that blocks its thread for ever cannot keep its context', async () => {
  const port = await openSite('<title>busy</title><script>setTimeout(() => { for (;;); })</script>')
  const pool = openPool()
  const proxy = await openEgressProxy(
    openAddressPolicy({ allowHosts: [`127.0.0.1:${port}`], dnsServers: [] }),
    {
      maxBytes: 1_000_000,
    },
  )
  const lease = await pool.lease(proxy)
  const page = await lease.context.newPage()
  await page.goto(`http://127.0.0.1:${port}/`, { waitUntil: 'commit' })
  await lease.release(true)
  await proxy.close()
  await processesGone()
  expect(page.isClosed()).toBe(true)
})

test('no request and no packet leaves beside the proxy of the capture', async () => {
  const contacts: string[] = []
  const port = await openSite('', (url) => contacts.push(url))
  const udp = createSocket('udp4')
  udp.on('message', () => contacts.push('udp'))
  udp.bind(0, '127.0.0.1')
  await once(udp, 'listening')
  cleanups.push(() => void udp.close())
  const proxy = await openEgressProxy(openAddressPolicy({ allowHosts: [], dnsServers: [] }), {
    maxBytes: 1_000_000,
  })
  const lease = await openPool().lease(proxy)
  const page = await lease.context.newPage()
  const target = `127.0.0.1:${port}`
  await page.setContent(`<img src="http://${target}/img"><link rel=stylesheet href="http://localhost:${port}/css">
    <link rel=prefetch href="http://${target}/prefetch"><link rel=preconnect href="http://${target}">
    <iframe src="http://${target}/frame"></iframe><a ping="http://${target}/ping" href="#x">x</a>`)
  await page.evaluate(
    async ([host, udpPort]) => {
      navigator.sendBeacon(`http://${host}/beacon`)
      const socket = new WebSocket(`ws://${host}/ws`)
      const closed = new Promise((resolve) => socket.addEventListener('close', resolve))
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udpPort}` }] })
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
      const gathered = new Promise<void>((resolve) => {
        peer.addEventListener('icegatheringstatechange', () => {
          if (peer.iceGatheringState === 'complete') resolve()
        })
      })
      const fetched = fetch(`http://${host}/fetch`).catch(() => {})
      document.querySelector('a')?.click()
      await Promise.all([closed, gathered, fetched])
    },
    [target, udp.address().port] as const,
  )
  expect(proxy.traffic().connections).toBeGreaterThan(3)
  expect(contacts).toEqual([])
  await lease.release(false)
  await proxy.close()
})

async function openSite(html: string, onRequest: (url: string) => void = () => {}): Promise<number> {
  const server = createServer((request, response) => {
    onRequest(request.url ?? '')
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
