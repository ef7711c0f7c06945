// How fast we capture beside single-file-cli and beside a browser that only looks: in turns, one page at a time and three.
// npm run bench:speed [-- --pages 40 --batch 8 --ours --folder <static site>]
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ALLOCATOR } from '#lib/config/process-environment.ts'
import { SITE_PAGES } from '#test/pages/sites/all-sites.ts'
import { startSite } from '#test/site.ts'
import { startFolderSite } from './folder-site.ts'
import { measureTree } from './process-cost.ts'

const LANE = fileURLToPath(new URL('lane.ts', import.meta.url))
const MiB = 1_048_576
/** A lane that is not done by then hangs: it is ended, and the bench with it. */
const START_LIMIT_MS = 60_000
const PAGE_LIMIT_MS = 60_000

const { values: flags } = parseArgs({
  options: {
    pages: { type: 'string', default: '40' },
    batch: { type: 'string', default: '8' },
    ours: { type: 'boolean', default: false },
    folder: { type: 'string', multiple: true, default: [] },
  },
})

interface Sum {
  pages: number
  wallSeconds: number
  cpuSeconds: number
  peakPssBytes: number
  failures: string[]
}

const site = await startSite()
const folders = await Promise.all(flags.folder.map((folder) => startFolderSite(folder)))
const allowHosts = [site, ...folders].map((one) => one.allowHosts).join(',')
const real = folders.flatMap(({ origin, pages }) => pages.map((path) => origin + path))
const urls = evenly([...real, ...SITE_PAGES.map((path) => site.origin + path)], Number(flags.pages))
const names = flags.ours ? ['floor', 'ours'] : ['floor', 'ours', 'single-file']
const lanes = new Map<string, ChildProcess>()
try {
  for (const name of names) lanes.set(name, await startLane(name))
  // Every picture has been asked for once: nobody is measured waiting for the site to paint it.
  await runBatch('floor', urls, 3)
  for (const name of names) await runBatch(name, urls.slice(0, 3), 1)
  for (const concurrency of [1, 3]) print(concurrency, await compare(concurrency))
} finally {
  for (const lane of lanes.values()) if (lane.connected) lane.disconnect()
  await Promise.all([...lanes.values()].map((lane) => (isRunning(lane) ? once(lane, 'exit') : null)))
  await Promise.all([site, ...folders].map((one) => one.stop()))
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}

function evenly(all: string[], count: number): string[] {
  const step = Math.max(1, all.length / count)
  return Array.from({ length: Math.min(count, all.length) }, (_value, at) => all[Math.floor(at * step)] ?? '')
}

async function startLane(name: string): Promise<ChildProcess> {
  const lane = fork(LANE, [name, allowHosts], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // As the product starts its worker.
    env: { ...process.env, ...ALLOCATOR },
  })
  await answerOf(name, lane, START_LIMIT_MS)
  return lane
}

/**
 * The next message of a lane.
 *
 * @throws Error when the lane ends, or says nothing for `limitMs`; it is killed then
 */
async function answerOf(name: string, lane: ChildProcess, limitMs: number): Promise<unknown> {
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(limitMs)])
  try {
    return await Promise.race([
      once(lane, 'message', { signal }).then(([message]: unknown[]) => message),
      once(lane, 'exit', { signal }).then(([code]: unknown[]) => {
        throw new Error(`lane ${name} ended with ${String(code)}`)
      }),
    ])
  } catch (cause) {
    // Browsers of ours end with the pipe to it; single-file has limits of its own.
    lane.kill('SIGKILL')
    throw new Error(`lane ${name} gave no answer`, { cause })
  } finally {
    over.abort()
  }
}

/** The lanes take turns batch by batch, so that a busy moment of the machine falls on all of them. */
async function compare(concurrency: number): Promise<Map<string, Sum>> {
  const sums = new Map(
    names.map((name): [string, Sum] => [
      name,
      { pages: 0, wallSeconds: 0, cpuSeconds: 0, peakPssBytes: 0, failures: [] },
    ]),
  )
  const size = Number(flags.batch)
  for (let from = 0; from < urls.length; from += size) {
    for (const [name, sum] of sums) {
      const part = await runBatch(name, urls.slice(from, from + size), concurrency)
      sum.pages += part.pages
      sum.wallSeconds += part.wallSeconds
      sum.cpuSeconds += part.cpuSeconds
      sum.peakPssBytes = Math.max(sum.peakPssBytes, part.peakPssBytes)
      sum.failures.push(...part.failures)
    }
  }
  return sums
}

async function runBatch(name: string, batch: string[], concurrency: number): Promise<Sum> {
  const lane = lanes.get(name)
  if (!lane) throw new Error(`no lane ${name}`)
  const stop = await measureTree(lane.pid ?? 0)
  lane.send({ urls: batch, concurrency })
  try {
    const answer = await answerOf(name, lane, PAGE_LIMIT_MS * batch.length)
    const { failures } = z.object({ failures: z.array(z.string()) }).parse(answer)
    return { ...(await stop()), pages: batch.length, failures }
  } finally {
    await stop()
  }
}

function print(concurrency: number, sums: Map<string, Sum>): void {
  console.log(`\n${urls.length} pages, ${concurrency} at once, load ${loadavg()[0]?.toFixed(1)}`)
  console.log(`${''.padEnd(14)} wall s/page  pages/min  CPU s/page  peak PSS MiB  failed`)
  for (const [name, { pages, wallSeconds, cpuSeconds, peakPssBytes, failures }] of sums) {
    const cells = [
      (wallSeconds / pages).toFixed(2).padStart(11),
      ((pages * 60) / wallSeconds).toFixed(1).padStart(10),
      (cpuSeconds / pages).toFixed(2).padStart(11),
      (peakPssBytes / MiB).toFixed(0).padStart(13),
      String(failures.length).padStart(7),
    ]
    console.log(name.padEnd(14) + cells.join(' '))
    for (const failure of failures) console.log(`  failed ${failure.slice(0, 200)}`)
  }
  const ours = sums.get('ours')?.wallSeconds ?? 0
  for (const [name, { wallSeconds }] of sums)
    if (name !== 'ours')
      console.log(`ours takes ${(ours / wallSeconds).toFixed(2)} x the wall time of ${name}`)
}
