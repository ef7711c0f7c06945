// Five hundred captures in a row in one process: what it and its browser hold on to, and what is left at the end.
// npm run bench:soak [-- --captures 500 --at-once 3]
// The allocator and Node's flags are set as in a worker (lib/config/process-environment.ts).
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { SITE_PAGES } from '#test/pages/sites/all-sites.ts'
import { openOurEngine } from './our-engine.ts'
import { processTree, sumOf } from './process-cost.ts'

const MiB = 1_048_576
const REPORT_EVERY = 50

const { values: flags } = parseArgs({
  options: { captures: { type: 'string', default: '500' }, 'at-once': { type: 'string', default: '3' } },
})

// All that any process of ours leaves lies in here, and nothing of others.
const temporary = await mkdtemp(join(tmpdir(), 'linkhome-soak-'))
await chmod(temporary, 0o711)
process.env.TMPDIR = temporary
const siteProcess = fork(fileURLToPath(new URL('site-process.ts', import.meta.url)))
const [site] = z
  .tuple([z.object({ origin: z.string(), allowHosts: z.string() })])
  .rest(z.unknown())
  .parse(await once(siteProcess, 'message'))
const engine = await openOurEngine(site.allowHosts)
const captures = Number(flags.captures)
const failures: string[] = []
let begun = 0
let ended = 0
const startedAt = performance.now()
/** This process and its browser, in MiB, each time they were looked at. */
const points: { ended: number; own: number; browser: number }[] = []

console.log(
  'captures   pages/min   this process MiB (RSS)   browser MiB   contexts   processes   open files   temporary   failed',
)
await Promise.all(Array.from({ length: Number(flags['at-once']) }, captureAll))
const contextsLeft = await engine.contexts()
const storeLeft = await readdir(join(engine.folder, 'blobs', 'tmp'))
await engine.close()
siteProcess.disconnect()
await once(siteProcess, 'exit')
// Processes that were killed need a moment to be gone.
await delay(1_000)

const processesLeft = (await processTree(process.pid)).filter(({ pid }) => pid !== process.pid)
const temporaryLeft = await readdir(temporary)
await rm(temporary, { recursive: true, force: true })
printSlopes()
judge('captures failed', failures)
judge(
  'processes left',
  processesLeft.map(({ command }) => command),
)
judge('temporary files left', temporaryLeft)
judge(
  'contexts left',
  Array.from({ length: contextsLeft }, () => 'a context'),
)
judge('unfinished blobs left', storeLeft)

async function captureAll(): Promise<void> {
  while (begun < captures) {
    const path = SITE_PAGES[begun % SITE_PAGES.length] ?? ''
    begun += 1
    await engine
      .capture(site.origin + path)
      .catch((error: unknown) => failures.push(`${path}: ${String(error)}`))
    ended += 1
    if (ended % REPORT_EVERY === 0) await report()
  }
}

/** PSS, as the kernel shares it out: the browser's processes have much in common. */
async function report(): Promise<void> {
  const tree = (await processTree(process.pid)).filter(({ pid }) => pid !== siteProcess.pid)
  const browser = tree.filter(({ pid }) => pid !== process.pid)
  const own = tree.filter(({ pid }) => pid === process.pid)
  const ownMiB = sumOf(own, 'pssBytes') / MiB
  const browserMiB = sumOf(browser, 'pssBytes') / MiB
  points.push({ ended, own: ownMiB, browser: browserMiB })
  const unfinished = await readdir(join(engine.folder, 'blobs', 'tmp'))
  const cells = [
    String(ended).padStart(8),
    ((ended * 60_000) / (performance.now() - startedAt)).toFixed(1).padStart(11),
    `${ownMiB.toFixed(0)} (${(sumOf(own, 'rssBytes') / MiB).toFixed(0)})`.padStart(24),
    browserMiB.toFixed(0).padStart(13),
    String(await engine.contexts()).padStart(10),
    String(browser.length).padStart(11),
    String((await readdir('/proc/self/fd')).length).padStart(12),
    String((await readdir(temporary)).length + unfinished.length).padStart(11),
    String(failures.length).padStart(8),
  ]
  console.log(cells.join(' '))
}

/** What a hundred captures add, by least squares over the second half: the first warms up. */
function printSlopes(): void {
  const late = points.slice(Math.floor(points.length / 2))
  if (late.length < 3) return
  for (const name of ['own', 'browser'] as const) {
    const mean = (of: (point: (typeof points)[number]) => number) =>
      late.reduce((sum, point) => sum + of(point), 0) / late.length
    const [x, y] = [mean(({ ended: at }) => at), mean((point) => point[name])]
    const slope =
      mean((point) => (point.ended - x) * (point[name] - y)) / mean(({ ended: at }) => (at - x) ** 2)
    console.log(`${name}: ${(slope * 100).toFixed(1)} MiB for a hundred captures more`)
  }
}

function judge(claim: string, left: string[]): void {
  console.log(`${left.length === 0 ? 'yes' : 'NO '}  ${claim}: ${left.length}`)
  for (const one of left.slice(0, 10)) console.log(`      ${one.slice(0, 160)}`)
  if (left.length > 0) process.exitCode = 1
}
