// A thousand captures in a row through the started product: what web and worker hold on to, and what is left at the end.
// npm run bench:endurance [-- --captures 1000 --at-once 3]
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as delay } from 'node:timers/promises'
import { createToken, openApi, OWNER_SETTINGS, signIn } from '#test/api-client.ts'
import { SITE_PAGES } from '#test/pages/sites/all-sites.ts'
import { processTree as entriesOf, survivors } from '#test/process-tree.ts'
import { removeFolder, startProduct } from '#test/product.ts'
import { startSite } from '#test/site.ts'
import { processTree, sumOf, type ProcessFacts } from './process-cost.ts'

const MiB = 1_048_576
const SAMPLE_EVERY = 20
const PRINT_EVERY = 100
/** Growth is the mean of the last fifth beside the mean of the second: by then all that is kept warm is warm. */
const WARM_AFTER = 0.2
const MAX_GROWTH = 1.1

const { values: flags } = parseArgs({
  options: { captures: { type: 'string', default: '1000' }, 'at-once': { type: 'string', default: '3' } },
})
const captures = Number(flags.captures)

// All that browsers and the worker leave in the temporary folder lies in here, and nothing of others.
const temporary = await mkdtemp(join(tmpdir(), 'linkhome-endurance-'))
await mkdir(join(temporary, 'tmp'), { mode: 0o1777 })
const site = await startSite()
const product = await startProduct({
  env: {
    ...OWNER_SETTINGS,
    LINKHOME_ALLOW_HOSTS: site.allowHosts,
    LINKHOME_WORKER_CONCURRENCY: flags['at-once'],
    LINKHOME_HOST_CONCURRENCY: flags['at-once'],
    LINKHOME_SUBMIT_LIMIT: '0',
    TMPDIR: join(temporary, 'tmp'),
  },
})

interface Point {
  ended: number
  web: number
  worker: number
}
const points: Point[] = []
const failures: string[] = []
let begun = 0
let ended = 0
const startedAt = performance.now()
try {
  const api = openApi(product.url, await createToken(product.url, await signIn(product.url)))
  console.log(
    'captures   pages/min   web MiB   worker MiB   browser MiB   database MiB   processes   not ready',
  )
  await Promise.all(Array.from({ length: Number(flags['at-once']) }, () => captureAll(api)))
} finally {
  const before = entriesOf(product.pid)
  await product.stop()
  await delay(1_000)
  judge('captures not ready', failures)
  judge(
    'processes left',
    survivors(before).map(({ command }) => command),
  )
  judge('temporary files left', await readdir(join(temporary, 'tmp')))
  judge('unfinished blobs left', await readdir(join(product.folder, 'data', 'blobs', 'tmp')))
  for (const name of ['web', 'worker'] as const) judgeGrowth(name)
  await Promise.all([
    removeFolder(product.folder),
    rm(temporary, { recursive: true, force: true }),
    site.stop(),
  ])
}

async function captureAll(api: ReturnType<typeof openApi>): Promise<void> {
  while (begun < captures) {
    const at = begun++
    const path = SITE_PAGES[at % SITE_PAGES.length] ?? '/'
    // The same pages again and again under other names: links, not versions.
    const url = `${site.origin}${path}${path.includes('?') ? '&' : '?'}round=${Math.floor(at / SITE_PAGES.length)}`
    const { status, error } = await api.capture(url)
    if (status !== 'ready') failures.push(`${url}: ${error?.code ?? status}`)
    ended += 1
    if (ended % SAMPLE_EVERY === 0) await sample(ended)
  }
}

async function sample(at: number): Promise<void> {
  const tree = await processTree(product.pid)
  const of = (is: (facts: ProcessFacts) => boolean) => sumOf(tree.filter(is), 'rssBytes') / MiB
  const web = of(({ command }) => command.startsWith('next-server'))
  const worker = of(({ command }) => command.includes('worker/main.ts'))
  points.push({ ended: at, web, worker })
  if (at % PRINT_EVERY !== 0) return
  const pssOf = (pattern: RegExp) =>
    sumOf(
      tree.filter(({ command }) => pattern.test(command)),
      'pssBytes',
    ) / MiB
  const cells = [
    String(at).padStart(8),
    ((at * 60_000) / (performance.now() - startedAt)).toFixed(1).padStart(11),
    web.toFixed(0).padStart(9),
    worker.toFixed(0).padStart(12),
    pssOf(/--headless|--type=/)
      .toFixed(0)
      .padStart(13),
    pssOf(/postgres/)
      .toFixed(0)
      .padStart(14),
    String(tree.length).padStart(11),
    String(failures.length).padStart(11),
  ]
  console.log(cells.join(' '))
}

function judgeGrowth(name: 'web' | 'worker'): void {
  const mean = (part: Point[]) => part.reduce((sum, point) => sum + point[name], 0) / part.length
  const warm = points.filter(({ ended: at }) => at > captures * WARM_AFTER && at <= captures * WARM_AFTER * 2)
  const last = points.filter(({ ended: at }) => at > captures * (1 - WARM_AFTER))
  if (warm.length === 0 || last.length === 0) return
  const growth = mean(last) / mean(warm)
  const isHeld = growth <= MAX_GROWTH
  console.log(
    `${isHeld ? 'yes' : 'NO '}  memory of ${name}: ${mean(warm).toFixed(0)} MiB after the first fifth, ${mean(last).toFixed(0)} MiB in the last: ${growth.toFixed(2)} x`,
  )
  if (!isHeld) process.exitCode = 1
}

function judge(claim: string, left: string[]): void {
  console.log(`${left.length === 0 ? 'yes' : 'NO '}  ${claim}: ${left.length}`)
  for (const one of left.slice(0, 10)) console.log(`      ${one.slice(0, 160)}`)
  if (left.length > 0) process.exitCode = 1
}
