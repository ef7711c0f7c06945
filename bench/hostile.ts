// Every case of test/hostile against the started product: how it ended, after what time, and what it did to the rest.
// `npm run bench:hostile [-- --only <a group, or part of a name>]`, after a build.
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createToken, openApi, OWNER_SETTINGS, signIn } from '#test/api-client.ts'
import { DOOR, NAMES } from '#test/hostile/addresses.ts'
import { CONTENT_LIES } from '#test/hostile/content-lies.ts'
import { DETOURS } from '#test/hostile/detours.ts'
import { EXHAUSTION, SLOW_ANSWERS } from '#test/hostile/exhaustion.ts'
import { HOSTILE_BUDGETS, runHostileCases, workerMemory } from '#test/hostile/hostile-run.ts'
import { startHostileSite } from '#test/hostile/hostile-site.ts'
import { PROTOCOL_LIES } from '#test/hostile/protocol-lies.ts'
import { SITE_PAGES } from '#test/pages/sites/all-sites.ts'
import { survivors, type ProcessEntry } from '#test/process-tree.ts'
import { removeFolder, startProduct } from '#test/product.ts'
import { startSite } from '#test/site.ts'

const DEADLINE_MS = 1_800_000
const MiB = 1024 * 1024
const WARM_CAPTURES = 16
/** Threads that read and pack are kept warm for ten seconds, with the heap that they have; then the worker is at rest. */
const REST_MS = 30_000
const GROUPS = {
  addresses: NAMES,
  detours: DETOURS,
  'protocol lies': PROTOCOL_LIES,
  'content lies': CONTENT_LIES,
  exhaustion: [...EXHAUSTION, ...SLOW_ANSWERS],
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const all = Object.values(GROUPS).flat()
const site = await startHostileSite(all)
const plain = await startSite()
const LINKHOME_ALLOW_HOSTS = [site.settings.LINKHOME_ALLOW_HOSTS, plain.allowHosts].join(',')
const product = await startProduct({
  env: { ...HOSTILE_BUDGETS, ...site.settings, LINKHOME_ALLOW_HOSTS, ...OWNER_SETTINGS },
})
const api = openApi(product.url, await createToken(product.url, await signIn(product.url)))
const share = (sorted: readonly number[], part: number) => sorted[Math.floor(sorted.length * part)] ?? 0
const seconds = (ms: number) => (ms / 1_000).toFixed(1).padStart(6)
let faults = 0
const lastSeen: ProcessEntry[] = []

async function refuseAtTheDoor(): Promise<void> {
  const tookMs: number[] = []
  for (const { given, refusal } of DOOR) {
    const startedAt = performance.now()
    const thrown = await api.submit(given).then(
      () => 'taken',
      (error: Error) => error.message,
    )
    tookMs.push(performance.now() - startedAt)
    if (thrown.includes(`"${refusal}"`)) continue
    faults += 1
    console.log(`  ${JSON.stringify(given.slice(0, 60))} should be ${refusal}: ${thrown.slice(0, 200)}`)
  }
  tookMs.sort((one, other) => one - other)
  console.log(
    `at the door: ${DOOR.length} cases, median ${share(tookMs, 0.5).toFixed(0)} ms, worst ${share(tookMs, 0.999).toFixed(0)} ms`,
  )
}

try {
  if (values.only === '') await refuseAtTheDoor()
  // What is kept warm is warm by then: threads, pools, a browser or two.
  await Promise.all(SITE_PAGES.slice(0, WARM_CAPTURES).map((path) => api.capture(plain.origin + path)))
  await delay(REST_MS)
  const before = workerMemory(product)
  for (const [group, cases] of Object.entries(GROUPS)) {
    const chosen = values.only === group ? cases : cases.filter(({ name }) => name.includes(values.only))
    if (chosen.length === 0) continue
    const run = await runHostileCases({ api, product, site }, chosen, { deadlineMs: DEADLINE_MS })
    console.log(`\n${group}: ${chosen.length} cases, worker ${(workerMemory(product) / MiB).toFixed(0)} MiB`)
    for (const { name, end, isAsItShould, snapshot } of run.ends) {
      if (!isAsItShould) faults += 1
      const { durationMs, attempts } = snapshot
      console.log(
        `  ${isAsItShould ? ' ' : '!'} ${name.padEnd(26)} ${String(end).padEnd(20)} ${seconds(durationMs ?? 0)} s ${attempts}`,
      )
    }
    console.log(
      `  API: ${run.answersMs.length} answers, median ${share(run.answersMs, 0.5).toFixed(0)} ms, 99 % ${share(run.answersMs, 0.99).toFixed(0)} ms, worst ${(run.answersMs.at(-1) ?? 0).toFixed(0)} ms`,
    )
    console.log(`  canaries: ${JSON.stringify(site.contacts())}`)
    faults += site.contacts().length
    lastSeen.push(...run.seen)
  }
  await delay(REST_MS)
  const after = workerMemory(product)
  console.log(
    `\nworker memory at rest ${(before / MiB).toFixed(0)} MiB before, ${(after / MiB).toFixed(0)} after: ${(after / before).toFixed(2)}`,
  )
} finally {
  await product.stop()
  console.log(`processes left: ${survivors(lastSeen).length}, faults: ${faults}`)
  await removeFolder(product.folder)
  await Promise.all([site.stop(), plain.stop()])
}
process.exitCode = faults === 0 ? 0 : 1
