// How fast we capture beside single-file-cli and beside a browser that only looks: in turns, one page at a time and three.
// Whoever looks at memory takes processor time from whom it looks at: all is done twice, for time and for memory.
// At once are pages that are open: as in the product, ours packs and stores one more meanwhile.
// npm run bench:speed [-- --pages 40 --batch 8 --at-once 1,3 --only ours,floor --what time,memory --folder <static site>]
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { COMPILE_CACHE } from '#lib/config/compile-cache.ts'
import { WORKER_ALLOCATOR, WORKER_FLAGS } from '#lib/config/process-environment.ts'
import { SITE_PAGES } from '#test/pages/sites/all-sites.ts'
import { startSite } from '#test/site.ts'
import { startFolderSite } from './folder-site.ts'
import { measureTree, type Cost } from './process-cost.ts'

const LANE = fileURLToPath(new URL('lane.ts', import.meta.url))
const MiB = 1_048_576
/** A lane that is not done by then hangs: it is ended, and the bench with it. */
const START_LIMIT_MS = 60_000
const PAGE_LIMIT_MS = 60_000

const { values: flags } = parseArgs({
  options: {
    pages: { type: 'string', default: '40' },
    batch: { type: 'string', default: '8' },
    'at-once': { type: 'string', default: '1,3' },
    /** Who is measured, by name; everybody unless it is said. */
    only: { type: 'string', default: '' },
    what: { type: 'string', default: 'time,memory' },
    folder: { type: 'string', multiple: true, default: [] },
  },
})

interface Sum extends Cost {
  pages: number
  failures: string[]
  /** Seconds of all pages by stage. */
  stages: Record<string, number>
}

/** Who is measured: ours without and with what the product makes later, as the others make no PDF and no report. */
const RUNNERS = [
  { name: 'floor', lane: 'floor', also: [] },
  { name: 'ours', lane: 'ours', also: [] },
  { name: 'ours+PDF', lane: 'ours', also: ['pdf'] },
  { name: 'ours+PDF+report', lane: 'ours', also: ['pdf', 'report'] },
  { name: 'single-file', lane: 'single-file', also: [] },
]
type Runner = (typeof RUNNERS)[number]
const laneAnswer = z.object({ failures: z.array(z.string()), stages: z.record(z.string(), z.number()) })

const site = await startSite()
const folders = await Promise.all(flags.folder.map((folder) => startFolderSite(folder)))
const allowHosts = [site, ...folders].map((one) => one.allowHosts).join(',')
const real = folders.flatMap(({ origin, pages }) => pages.map((path) => origin + path))
const urls = evenly([...real, ...SITE_PAGES.map((path) => site.origin + path)], Number(flags.pages))
const wanted = flags.only.split(',').filter(Boolean)
const runners = RUNNERS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const lanes = new Map<string, ChildProcess>()
try {
  // Every picture has been asked for once, and who stays warm has seen every page: nobody is measured warming up.
  for (const name of new Set(['floor', ...runners.map(({ lane }) => lane)])) {
    lanes.set(name, await startLane(name))
    if (name !== 'single-file') await runBatch({ name, lane: name, also: [] }, urls, { concurrency: 3 })
  }
  for (const runner of runners) await runBatch(runner, urls.slice(0, 3), { concurrency: 1 })
  for (const concurrency of flags['at-once'].split(',').map(Number)) {
    if (flags.what.includes('time')) printTimes(concurrency, await compare(concurrency, false))
    if (flags.what.includes('memory')) printMemory(concurrency, await compare(concurrency, true))
  }
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
    execArgv: WORKER_FLAGS,
    env: { ...process.env, ...WORKER_ALLOCATOR, NODE_COMPILE_CACHE: COMPILE_CACHE },
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
async function compare(concurrency: number, withMemory: boolean): Promise<Map<string, Sum>> {
  const sums = new Map<string, Sum>()
  const size = Number(flags.batch)
  for (let from = 0; from < urls.length; from += size) {
    for (const runner of runners) {
      const part = await runBatch(runner, urls.slice(from, from + size), { concurrency, withMemory })
      const sum = sums.get(runner.name)
      sums.set(runner.name, sum ? add(sum, part) : part)
    }
  }
  return sums
}

function add(sum: Sum, part: Sum): Sum {
  const { peakPssBytes, peakByRole } = part.peakPssBytes > sum.peakPssBytes ? part : sum
  return {
    pages: sum.pages + part.pages,
    wallSeconds: sum.wallSeconds + part.wallSeconds,
    cpuSeconds: sum.cpuSeconds + part.cpuSeconds,
    peakPssBytes,
    peakByRole,
    failures: [...sum.failures, ...part.failures],
    cpuByRole: addAll(sum.cpuByRole, part.cpuByRole),
    stages: addAll(sum.stages, part.stages),
  }
}

function addAll(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...names].map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]))
}

async function runBatch(
  { lane: name, also }: Runner,
  batch: string[],
  { concurrency, withMemory = false }: { concurrency: number; withMemory?: boolean },
): Promise<Sum> {
  const lane = lanes.get(name)
  if (!lane) throw new Error(`no lane ${name}`)
  const stop = await measureTree(lane.pid ?? 0, withMemory)
  lane.send({ urls: batch, concurrency, also })
  try {
    const answer = laneAnswer.parse(await answerOf(name, lane, PAGE_LIMIT_MS * batch.length))
    return { ...(await stop()), pages: batch.length, ...answer }
  } finally {
    await stop()
  }
}

function printMemory(concurrency: number, sums: Map<string, Sum>): void {
  console.log(`\n${urls.length} pages, ${concurrency} at once: peak PSS in MiB, and whose it is`)
  const inMiB = (bytes: number) => (bytes / MiB).toFixed(0)
  for (const [name, { peakPssBytes, peakByRole }] of sums)
    console.log(`${name.padEnd(16)} ${inMiB(peakPssBytes).padStart(6)}  ${listed(peakByRole, inMiB)}`)
}

function printTimes(concurrency: number, sums: Map<string, Sum>): void {
  console.log(`\n${urls.length} pages, ${concurrency} at once, load ${loadavg()[0]?.toFixed(1)}`)
  console.log(`${''.padEnd(16)} wall s/page  pages/min  CPU s/page  failed`)
  for (const [name, { pages, wallSeconds, cpuSeconds, failures }] of sums) {
    const cells = [
      (wallSeconds / pages).toFixed(2).padStart(11),
      ((pages * 60) / wallSeconds).toFixed(1).padStart(10),
      (cpuSeconds / pages).toFixed(2).padStart(11),
      String(failures.length).padStart(7),
    ]
    console.log(name.padEnd(16) + cells.join(' '))
    for (const failure of failures) console.log(`  failed ${failure.slice(0, 200)}`)
  }
  const seconds = (pages: number) => (value: number) => (value / pages).toFixed(2)
  for (const [name, { pages, cpuByRole }] of sums)
    console.log(`${name}, CPU s/page: ${listed(cpuByRole, seconds(pages))}`)
  for (const [name, { pages, stages }] of sums)
    if (Object.keys(stages).length > 0)
      console.log(`${name}, s/page by stage: ${listed(stages, seconds(pages))}`)
  const yardsticks = [...sums].filter(([name]) => !name.startsWith('ours'))
  for (const [name, { wallSeconds }] of sums) {
    if (!name.startsWith('ours')) continue
    const ratios = yardsticks.map(
      ([other, { wallSeconds: theirs }]) => `${(wallSeconds / theirs).toFixed(2)} x ${other}`,
    )
    console.log(`${name} takes the wall time of ${ratios.join(', ')}`)
  }
}

function listed(parts: Record<string, number>, write: (value: number) => string): string {
  const largestFirst = Object.entries(parts).sort(([, a], [, b]) => b - a)
  return largestFirst.map(([name, value]) => `${name} ${write(value)}`).join(', ')
}
