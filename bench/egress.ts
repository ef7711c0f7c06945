// What the checked way out costs: captures of a page of a hundred requests through the egress proxy, and past it, in turns.
// By HTTP/2, as most sites speak, all requests share one connection; by HTTP/1.1 each costs two more steps of a process,
// which are waited for where the site is on the same machine, and taken while a site that is 20 ms away is waited for.
// npm run bench:egress [-- --rounds 20]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { openBrowserPool, type BrowserPool } from '#lib/capture/browser-pool.ts'
import { capturePage } from '#lib/capture/capture-page.ts'
import { loadConfig } from '#lib/config/load-config.ts'
import { openLog } from '#lib/kernel/log.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { REQUESTS } from './egress-site.ts'

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } })

const site = fork(fileURLToPath(new URL('egress-site.ts', import.meta.url)))
const [ports] = (await once(site, 'message')) as [[number, number, number]]
const folder = await mkdtemp(join(tmpdir(), 'linkhome-egress-'))
const config = loadConfig(
  {
    ...process.env,
    LINKHOME_DATA_DIR: folder,
    LINKHOME_ALLOW_HOSTS: ports.map((port) => `127.0.0.1:${port}`).join(','),
  },
  folder,
)
const log = openLog('bench', 'error')
const blobs = openFileStore(config.blobsDir)
const browsers = openBrowserPool({
  executablePath: process.env.CHROMIUM_PATH ?? null,
  log,
  capturesPerBrowser: 10_000,
  idleMs: 3_600_000,
})
/** A context that has a proxy and does not use it for this host, as none of the product may. */
const past: BrowserPool = {
  ...browsers,
  lease: (proxy, how) => browsers.lease(proxy && Object.assign(proxy, { bypass: '127.0.0.1' }), how),
}
const policy = openAddressPolicy(config)

/** Nobody vouches for the certificate of the site. */
const trusting = (pool: BrowserPool): BrowserPool => ({
  ...pool,
  async lease(proxy, how) {
    const lease = await pool.lease(proxy, how)
    lease.context.on('page', async (page) => {
      const session = await lease.context.newCDPSession(page)
      await session.send('Security.setIgnoreCertificateErrors', { ignore: true })
    })
    return lease
  },
})

interface Lane {
  browsers: BrowserPool
  wallMs: number[]
  cpuMs: number[]
}
const [http2, plain, distant] = ports
const KINDS = [
  { kind: 'HTTP/2', url: `https://127.0.0.1:${http2}/` },
  { kind: 'HTTP/1.1', url: `http://127.0.0.1:${plain}/` },
  { kind: 'HTTP/1.1, 20 ms', url: `http://127.0.0.1:${distant}/` },
]
const lanesOf = (): Record<'through' | 'past', Lane> => ({
  through: { browsers: trusting(browsers), wallMs: [], cpuMs: [] },
  past: { browsers: trusting(past), wallMs: [], cpuMs: [] },
})
const measured = KINDS.map((kind) => ({ ...kind, lanes: lanesOf() }))

try {
  for (const { url, lanes } of measured)
    for (const { browsers: pool } of Object.values(lanes)) await capture(pool, url)
  for (let round = 0; round < Number(flags.rounds); round++)
    for (const { url, lanes } of measured) {
      const turns = [lanes.through, lanes.past]
      // Who goes first changes, too.
      for (const lane of round % 2 ? turns : turns.toReversed()) await time(lane, url)
    }
  print()
} finally {
  await browsers.close()
  site.disconnect()
  await rm(folder, { recursive: true, force: true })
}

async function time(lane: Lane, url: string): Promise<void> {
  const cpu = process.cpuUsage()
  const since = performance.now()
  await capture(lane.browsers, url)
  lane.wallMs.push(performance.now() - since)
  const { user, system } = process.cpuUsage(cpu)
  lane.cpuMs.push((user + system) / 1_000)
}

async function capture(pool: BrowserPool, url: string): Promise<void> {
  const { resources } = await capturePage(
    { browsers: pool, policy, blobs, log },
    {
      url,
      earlier: null,
      budget: config.capture,
      signal: new AbortController().signal,
      onStage() {},
    },
  )
  const kept = resources.filter(({ digest }) => digest !== null).length
  if (kept < REQUESTS) throw new Error(`${kept} of ${REQUESTS} answers were kept`)
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function print(): void {
  console.log(
    `${flags.rounds} captures each of a page of ${REQUESTS} requests, ms of median time and of this process`,
  )
  console.log(`${''.padEnd(18)}   through      past   the proxy adds    its CPU`)
  for (const { kind, lanes } of measured) {
    const { through, past: beside } = lanes
    const share = (median(through.wallMs) / median(beside.wallMs) - 1) * 100
    const cells = [
      median(through.wallMs).toFixed(0).padStart(9),
      median(beside.wallMs).toFixed(0).padStart(9),
      `${share.toFixed(1)} %`.padStart(16),
      `${(median(through.cpuMs) - median(beside.cpuMs)).toFixed(0)}`.padStart(10),
    ]
    console.log(`${kind.padEnd(18)} ${cells.join(' ')}`)
  }
}
