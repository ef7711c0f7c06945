// Twenty links at once through the started product, beside a bare Chromium that visits the same pages: ratios.
// npm run bench:capture [-- --rounds 2]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { createToken, openApi, OWNER_SETTINGS, signIn } from '#test/api-client.ts'
import { removeFolder, startProduct } from '#test/product.ts'
import { MIXED_PAGES } from '#test/pages/reading.ts'
import { measureTree, type Cost } from './process-cost.ts'
import { startSite } from '#test/site.ts'

const CONCURRENCY = 2

interface Round extends Cost {
  pages: number
  failures: string[]
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '2' } } })
const site = await startSite()
const urls = MIXED_PAGES.map((path) => site.origin + path)
const product = await startProduct({
  env: {
    ...OWNER_SETTINGS,
    LINKHOME_ALLOW_HOSTS: site.allowHosts,
    LINKHOME_WORKER_CONCURRENCY: String(CONCURRENCY),
    LINKHOME_SUBMIT_LIMIT: '0',
  },
})
try {
  const api = openApi(product.url, await createToken(product.url, await signIn(product.url)))
  const rounds: { bare: Round; ours: Round }[] = []
  // Bare and ours take turns, so that a busy moment of the machine falls on both.
  for (let round = 1; round <= Number(values.rounds); round++) {
    const bare = await measureBare()
    const ours = await measureProduct(api)
    rounds.push({ bare, ours })
    print(`round ${round}`, bare, ours)
  }
  if (rounds.some(({ ours }) => ours.failures.length > 0)) process.exitCode = 1
} finally {
  await product.stop()
  await removeFolder(product.folder)
  await site.stop()
}

/** The bare browser runs in a process of its own: its driver is counted, the site is not. */
async function measureBare(): Promise<Round> {
  const child = spawn(process.execPath, ['bench/bare-browser.ts', String(CONCURRENCY)], {
    stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
  })
  child.stdin?.end(urls.join('\n'))
  // Its browser is up: starting it is not counted. Ours may have to start one, and that is.
  await once(child, 'message')
  const stop = await measureTree(child.pid ?? 0)
  child.send('go')
  await once(child, 'message')
  const cost = await stop()
  child.send('close')
  await once(child, 'exit')
  return { ...cost, pages: urls.length, failures: [] }
}

async function measureProduct(api: ReturnType<typeof openApi>): Promise<Round> {
  const stop = await measureTree(product.pid)
  const snapshots = await Promise.all(urls.map((url) => api.capture(url)))
  const cost = await stop()
  const failures = snapshots
    .filter(({ verdict }) => verdict !== 'good')
    .map(({ url, verdict, error }) => `${url}: ${error?.code ?? verdict}`)
  return { ...cost, pages: urls.length, failures }
}

function print(title: string, bare: Round, ours: Round): void {
  const row = (name: string, value: (round: Round) => number, unit: string) =>
    console.log(
      `${name.padEnd(22)} ${value(bare).toFixed(2).padStart(9)} ${value(ours).toFixed(2).padStart(9)} ${unit.padEnd(10)} ${(value(ours) / value(bare)).toFixed(2)}x`,
    )
  console.log(
    `\n${title}: ${ours.pages} pages, ${CONCURRENCY} at once        bare      ours            ratio`,
  )
  row('throughput', ({ pages, wallSeconds }) => (pages * 60) / wallSeconds, 'pages/min')
  row('CPU per page', ({ pages, cpuSeconds }) => cpuSeconds / pages, 's')
  row('peak memory (PSS)', ({ peakPssBytes }) => peakPssBytes / 1_048_576, 'MiB')
  for (const failure of ours.failures) console.log(`not good: ${failure}`)
}
