// Sixty links while somebody pulls plugs: web, worker, browser and database die by kill -9 in random order; nothing may be
// lost, halved or doubled.
// npm run bench:faults [-- --links 60 --kills 25 --seed 1]
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { setTimeout as delay } from 'node:timers/promises'
import type { ArtifactKind, SnapshotView } from '#lib/contract/snapshot.ts'
import { createToken, openApi, OWNER_SETTINGS, signIn, type Api } from '#test/api-client.ts'
import { SITE_PAGES } from '#test/pages/sites/all-sites.ts'
import { processTree, survivors, type ProcessEntry } from '#test/process-tree.ts'
import { removeFolder, startProduct } from '#test/product.ts'
import { startSite } from '#test/site.ts'

/** Pause between two kills: some fall into one capture, some into what recovers from the one before. */
const PAUSE_MS = [500, 7_000] as const
/** Leases, retries and everything that is still queued, on a busy machine. */
const RECOVERY_MS = 900_000
/** A front that dies again and again starts again after 15 s, and needs some to start. */
const MAX_TRIES = 2_400
const RETRY_MS = 250
const LATE_PICTURE_MS = 120_000
/** What the product said last, when something was lost. */
const OUTPUT_LINES = 400
const KEPT: readonly ArtifactKind[] = ['text', 'screenshot', 'thumbnail']

const VICTIMS: Record<string, (process: ProcessEntry) => boolean> = {
  // Next gives the process a name of its own.
  web: ({ command }) => command.startsWith('next-server'),
  worker: ({ command }) => command.includes('worker/main.ts'),
  browser: ({ command }) => command.includes('--headless') && !command.includes('--type='),
  database: ({ command }) => /\bpostgres -D /.test(command),
}

const { values: flags } = parseArgs({
  options: {
    links: { type: 'string', default: '60' },
    kills: { type: 'string', default: '25' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
})
const random = seeded(flags.seed)
const between = (low: number, high: number) => low + random() * (high - low)

const site = await startSite()
const product = await startProduct({
  env: {
    ...OWNER_SETTINGS,
    LINKHOME_ALLOW_HOSTS: site.allowHosts,
    LINKHOME_WORKER_CONCURRENCY: '2',
    LINKHOME_SUBMIT_LIMIT: '0',
    LINKHOME_RETRY_DELAYS: '1,5',
  },
})
const startedAt = performance.now()
try {
  console.log(`${flags.links} links, ${flags.kills} kills, seed ${flags.seed}`)
  const token = await createToken(product.url, await signIn(product.url))
  const api = openApi(product.url, token)
  const killing = pullPlugs(Number(flags.kills))
  const submitted = await submitAll(api, Number(flags.links))
  await killing
  const settled = await Promise.all(submitted.map(({ id }) => api.settled(id, RECOVERY_MS)))
  await judge(api, submitted, settled)
} catch (error) {
  process.exitCode = 1
  console.log(error)
} finally {
  if (process.exitCode) console.log(product.output().split('\n').slice(-OUTPUT_LINES).join('\n'))
  const before = processTree(product.pid)
  await product.stop()
  await delay(1_000)
  const left = survivors(before)
  console.log(`processes left after the stop: ${left.length}`)
  if (left.length > 0) process.exitCode = 1
  await removeFolder(product.folder)
  await site.stop()
}

/** Accepts links over the time in which plugs are pulled; a call that got no answer is made again under its key. */
async function submitAll(api: Api, count: number): Promise<SnapshotView[]> {
  const pauseMs = (Number(flags.kills) * (PAUSE_MS[0] + PAUSE_MS[1])) / 2 / count
  const accepted: SnapshotView[] = []
  for (let at = 0; at < count; at++) {
    const path = SITE_PAGES[at % SITE_PAGES.length] ?? '/'
    const url = `${site.origin}${path}${path.includes('?') ? '&' : '?'}fault=${at}`
    accepted.push(await insist(() => api.submit(url, { idempotencyKey: `fault-${at}`, tags: ['faults'] })))
    await delay(pauseMs)
  }
  return accepted
}

async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call()
    } catch (error) {
      if (tries === MAX_TRIES) throw error
      await delay(RETRY_MS)
    }
  }
}

async function pullPlugs(count: number): Promise<void> {
  const names = Object.keys(VICTIMS)
  const pulled: string[] = []
  while (pulled.length < count) {
    await delay(between(...PAUSE_MS))
    const living = processTree(product.pid).filter(({ isZombie }) => !isZombie)
    if (living.length === 0) throw new Error('the product itself has ended')
    // Who is dead of the kill before is spared.
    const victims = names.flatMap((name) => {
      const found = living.find((entry) => VICTIMS[name]?.(entry))
      return found ? [{ name, pid: found.pid }] : []
    })
    const victim = victims[Math.floor(random() * victims.length)]
    if (!victim) continue
    process.kill(victim.pid, 'SIGKILL')
    pulled.push(victim.name)
    console.log(
      `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  kill -9 ${victim.name}`,
    )
  }
}

async function judge(api: Api, submitted: SnapshotView[], settled: SnapshotView[]): Promise<void> {
  const links = new Set(submitted.map(({ linkId }) => linkId))
  const versions = await Promise.all([...links].map((id) => api.versions(id)))
  const ready = settled.filter(({ status }) => status === 'ready')
  const halves: string[] = []
  for (const { id } of ready)
    for (const kind of KEPT) {
      const answer = await whenThere(() => api.artifact(id, kind))
      const bytes = Buffer.from(await answer.arrayBuffer())
      const said = answer.headers.get('etag') ?? ''
      const digest = createHash('sha256').update(bytes).digest('hex')
      if (!answer.ok || !said.includes(digest)) halves.push(`${id} ${kind}: ${answer.status} ${said}`)
    }
  const rows = [
    ['accepted', submitted.length, submitted.length],
    ['links', links.size, submitted.length],
    ['lost (no end)', submitted.length - settled.length, 0],
    ['ready', ready.length, submitted.length],
    ['good', settled.filter(({ verdict }) => verdict === 'good').length, submitted.length],
    ['half (bytes missing or wrong)', halves.length, 0],
    ['versions', versions.flat().length, submitted.length],
  ] as const
  console.log(`\nafter ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
  for (const [name, value, wanted] of rows) {
    console.log(`${name.padEnd(30)} ${String(value).padStart(4)}  wanted ${wanted}`)
    if (value !== wanted) process.exitCode = 1
  }
  const attempts = settled.map((snapshot) => snapshot.attempts)
  const most = Math.max(...attempts)
  console.log(
    `attempts of one snapshot: ${(attempts.reduce((sum, n) => sum + n, 0) / attempts.length).toFixed(2)} mean, ${most} at most`,
  )
  for (const line of halves) console.log(`half: ${line}`)
  for (const { url, status, verdict, error, attempts: n } of settled)
    if (verdict !== 'good')
      console.log(`${url}: ${status} ${verdict ?? ''} ${error?.code ?? ''} after ${n} attempts`)
}

/** A picture that could not be taken in time comes from the frozen copy, a little later. */
async function whenThere(ask: () => Promise<Response>): Promise<Response> {
  for (const until = performance.now() + LATE_PICTURE_MS; ; await delay(RETRY_MS)) {
    const answer = await ask()
    if (answer.status !== 404 || performance.now() > until) return answer
    await answer.body?.cancel()
  }
}

/** Numbers from 0 to 1 that a seed names, so that a run can be had again. */
function seeded(seed: string): () => number {
  let drawn = 0
  return () => createHash('sha256').update(`${seed}:${drawn++}`).digest().readUInt32BE() / 2 ** 32
}
