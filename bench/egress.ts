// What the checked way out costs: captures of a page of a hundred requests through the egress proxy, and past it, in turns.
// npm run bench:egress [-- --rounds 20]
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { openBrowserPool, type BrowserPool } from '#lib/capture/browser-pool.ts'
import { capturePage } from '#lib/capture/capture-page.ts'
import { loadConfig } from '#lib/config/load-config.ts'
import { openLog } from '#lib/kernel/log.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'

const REQUESTS = 100
const PICTURE_BYTES = 8_192
const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } })

let answered = 0
const site = createServer((request, response) => {
  answered += 1
  const path = request.url ?? '/'
  if (!path.startsWith('/picture')) {
    const pictures = Array.from({ length: REQUESTS - 1 }, (_value, at) => `<img src="/picture/${at}.svg">`)
    response.setHeader('content-type', 'text/html')
    return response.end(
      `<!doctype html><title>One hundred requests</title><h1>One hundred</h1>${pictures.join('')}`,
    )
  }
  // Each is another one: bytes that are stored already cost less.
  const text = path.repeat(Math.ceil(PICTURE_BYTES / path.length)).slice(0, PICTURE_BYTES)
  response.setHeader('content-type', 'image/svg+xml')
  response.setHeader('cache-control', 'no-store')
  response.end(`<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><title>${text}</title></svg>`)
})
site.listen(0, '127.0.0.1')
await once(site, 'listening')
const address = site.address()
const port = typeof address === 'object' && address ? address.port : 0

const folder = await mkdtemp(join(tmpdir(), 'linkhome-egress-'))
const config = loadConfig(
  { ...process.env, LINKHOME_DATA_DIR: folder, LINKHOME_ALLOW_HOSTS: `127.0.0.1:${port}` },
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

interface Lane {
  browsers: BrowserPool
  wallMs: number[]
  cpuMs: number[]
}
const lanes: Record<string, Lane> = {
  'through the proxy': { browsers, wallMs: [], cpuMs: [] },
  'past it': { browsers: past, wallMs: [], cpuMs: [] },
}

try {
  for (const lane of Object.values(lanes)) await capture(lane.browsers)
  const names = Object.keys(lanes)
  for (let round = 0; round < Number(flags.rounds); round++)
    // Who goes first changes, too.
    for (const name of round % 2 ? names : names.toReversed()) {
      const lane = lanes[name]
      if (!lane) continue
      const cpu = process.cpuUsage()
      const since = performance.now()
      await capture(lane.browsers)
      lane.wallMs.push(performance.now() - since)
      const { user, system } = process.cpuUsage(cpu)
      lane.cpuMs.push((user + system) / 1_000)
    }
  print()
} finally {
  await browsers.close()
  site.close()
  await rm(folder, { recursive: true, force: true })
}

async function capture(pool: BrowserPool): Promise<void> {
  answered = 0
  const { resources } = await capturePage(
    { browsers: pool, policy, blobs, log },
    {
      url: `http://127.0.0.1:${port}/`,
      earlier: null,
      budget: config.capture,
      signal: new AbortController().signal,
      onStage() {},
    },
  )
  const kept = resources.filter(({ digest }) => digest !== null).length
  if (answered < REQUESTS || kept < REQUESTS)
    throw new Error(`${answered} requests were answered, ${kept} kept`)
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function print(): void {
  console.log(`${flags.rounds} captures each of a page of ${REQUESTS} requests`)
  console.log(`${''.padEnd(18)}  median ms   mean ms   CPU of this process ms`)
  for (const [name, { wallMs, cpuMs }] of Object.entries(lanes)) {
    const mean = wallMs.reduce((sum, ms) => sum + ms, 0) / wallMs.length
    const cells = [median(wallMs), mean, median(cpuMs)].map((value, at) =>
      value.toFixed(0).padStart([9, 9, 24][at] ?? 9),
    )
    console.log(`${name.padEnd(18)}  ${cells.join(' ')}`)
  }
  const [through, beside] = Object.values(lanes).map(({ wallMs }) => median(wallMs))
  const share = ((through ?? 0) / (beside ?? 1) - 1) * 100
  console.log(`the proxy adds ${share.toFixed(1)} % to a capture (wanted: no more than 5 %)`)
}
