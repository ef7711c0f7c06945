// The database goes away for half a minute in the middle of captures: what people are told meanwhile, and what comes back.
// npm run bench:away [-- --seconds 30 --links 6]
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbedded } from '#lib/db/embedded.ts'
import { createToken, openApi, OWNER_SETTINGS, signIn } from '#test/api-client.ts'
import { SITE_PAGES } from '#test/pages/sites/all-sites.ts'
import { processTree } from '#test/process-tree.ts'
import { removeFolder, startProduct } from '#test/product.ts'
import { startSite } from '#test/site.ts'

const ASK_EVERY_MS = 250
const COMEBACK_LIMIT_MS = 60_000

const { values: flags } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, links: { type: 'string', default: '6' } },
})

const folder = await mkdtemp(join(tmpdir(), 'linkhome-away-'))
// The server runs without privileges.
await chmod(folder, 0o755)
let database = await startEmbedded({ dataDir: join(folder, 'postgres') })
const site = await startSite()
const product = await startProduct({
  env: {
    ...OWNER_SETTINGS,
    DATABASE_URL: database.url,
    LINKHOME_ALLOW_HOSTS: site.allowHosts,
    LINKHOME_SUBMIT_LIMIT: '0',
  },
})
try {
  const token = await createToken(product.url, await signIn(product.url))
  const api = openApi(product.url, token)
  const urls = Array.from(
    { length: Number(flags.links) },
    (_value, at) => site.origin + (SITE_PAGES[at] ?? '/'),
  )
  const submitted = await Promise.all(urls.map((url) => api.submit(url)))
  const before = servicesOf()

  await database.stop()
  const answers = await askFor(Number(flags.seconds) * 1_000, token)
  const since = performance.now()
  database = await startEmbedded({ dataDir: join(folder, 'postgres'), port: database.port })
  const upAt = performance.now()
  await untilAnswered(token)
  const comebackMs = performance.now() - upAt

  const settled = await Promise.all(submitted.map(({ id }) => api.settled(id)))
  const ready = settled.filter(({ status }) => status === 'ready').length
  const versions = await Promise.all(submitted.map(({ linkId }) => api.versions(linkId)))
  const statuses = Map.groupBy(answers, ({ status }) => status)
  console.log(
    `the database was away for ${flags.seconds} s (and ${((upAt - since) / 1_000).toFixed(1)} s to start)`,
  )
  judge(
    'answers meanwhile',
    [...statuses].map(([status, of]) => `${of.length} x ${status}`).join(', '),
    statuses.size === 1 && statuses.has(503),
  )
  judge(
    'with Retry-After',
    `${answers.filter(({ retryAfter }) => retryAfter).length} of ${answers.length}`,
    answers.every(({ retryAfter }) => retryAfter),
  )
  judge(
    'slowest answer',
    `${Math.max(...answers.map(({ ms }) => ms)).toFixed(0)} ms`,
    answers.every(({ ms }) => ms < 5_000),
  )
  judge('answers again after', `${(comebackMs / 1_000).toFixed(1)} s`, comebackMs <= 10_000)
  judge('ready', `${ready} of ${submitted.length}`, ready === submitted.length)
  judge('versions', String(versions.flat().length), versions.flat().length === submitted.length)
  judge('same processes', servicesOf().join(' '), servicesOf().join() === before.join())
} finally {
  await product.stop()
  await database.stop()
  await Promise.all([removeFolder(product.folder), rm(folder, { recursive: true, force: true }), site.stop()])
}

/** Process numbers of web and worker. */
function servicesOf(): number[] {
  return processTree(product.pid)
    .filter(({ command }) => command.startsWith('next-server') || command.includes('worker/main.ts'))
    .map(({ pid }) => pid)
}

async function ask(token: string) {
  const since = performance.now()
  const answer = await fetch(`${product.url}/api/v1/links`, { headers: { authorization: `Bearer ${token}` } })
  await answer.arrayBuffer()
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    ms: performance.now() - since,
  }
}

async function askFor(durationMs: number, token: string) {
  const answers = []
  for (const end = performance.now() + durationMs; performance.now() < end; await delay(ASK_EVERY_MS))
    answers.push(await ask(token))
  return answers
}

async function untilAnswered(token: string): Promise<void> {
  for (const end = performance.now() + COMEBACK_LIMIT_MS; performance.now() < end; await delay(ASK_EVERY_MS))
    if ((await ask(token)).status === 200) return
  throw new Error('the API did not come back')
}

function judge(what: string, figure: string, isHeld: boolean): void {
  console.log(`${isHeld ? 'yes' : 'NO '}  ${what.padEnd(22)} ${figure}`)
  if (!isHeld) process.exitCode = 1
}
