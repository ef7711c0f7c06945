// Five hundred captures in a row in one process: what it and its browser hold on to, and what is left at the end.
// npm run bench:soak [-- --captures 500 --at-once 3]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
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

const temporaryBefore = new Set(await readdir(tmpdir()))
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

console.log('captures   pages/min   this process MiB   browser MiB   processes   open files   failed')
await Promise.all(Array.from({ length: Number(flags['at-once']) }, captureAll))
const storeLeft = await readdir(join(engine.folder, 'blobs', 'tmp'))
await engine.close()
siteProcess.disconnect()
await once(siteProcess, 'exit')
// Processes that were killed need a moment to be gone.
await delay(1_000)

const processesLeft = (await processTree(process.pid)).filter(({ pid }) => pid !== process.pid)
const temporaryLeft = (await readdir(tmpdir())).filter(
  (name) => name.startsWith('linkhome-browser-') && !temporaryBefore.has(name),
)
judge('captures failed', failures)
judge(
  'processes left',
  processesLeft.map(({ command }) => command),
)
judge('temporary folders left', temporaryLeft)
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
  const cells = [
    String(ended).padStart(8),
    ((ended * 60_000) / (performance.now() - startedAt)).toFixed(1).padStart(11),
    (sumOf(own, 'pssBytes') / MiB).toFixed(0).padStart(18),
    (sumOf(browser, 'pssBytes') / MiB).toFixed(0).padStart(13),
    String(browser.length).padStart(11),
    String((await readdir('/proc/self/fd')).length).padStart(12),
    String(failures.length).padStart(8),
  ]
  console.log(cells.join(' '))
}

function judge(claim: string, left: string[]): void {
  console.log(`${left.length === 0 ? 'yes' : 'NO '}  ${claim}: ${left.length}`)
  for (const one of left.slice(0, 10)) console.log(`      ${one.slice(0, 160)}`)
  if (left.length > 0) process.exitCode = 1
}
