// Lets a started product capture hostile cases, all at once, and watches it meanwhile: how each ended, how soon the API
// answered, what memory the worker took, which processes there were.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import type { Api } from '#test/api-client.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { processTree, type ProcessEntry } from '#test/process-tree.ts'
import type { Product } from '#test/product.ts'
import type { HostileSite, ServedCase } from './hostile-site.ts'
import type { End } from './hostile-case.ts'

/** Small budgets: what is without an end ends soon, and a try costs seconds. */
export const HOSTILE_BUDGETS = {
  LINKHOME_CAPTURE_TIMEOUT_MS: '8000',
  LINKHOME_NAVIGATION_TIMEOUT_MS: '6000',
  LINKHOME_MAX_CAPTURE_BYTES: String(16 * 1024 * 1024),
  LINKHOME_MAX_RESOURCE_BYTES: String(8 * 1024 * 1024),
  LINKHOME_MAX_CAPTURE_REQUESTS: '500',
  LINKHOME_RETRY_DELAYS: '0',
  LINKHOME_SUBMIT_LIMIT: '0',
  LINKHOME_WORKER_CONCURRENCY: '4',
  LINKHOME_HOST_CONCURRENCY: '64',
  LINKHOME_CONSENT: 'off',
  LINKHOME_ASSESS: 'off',
}

export interface HostileEnd {
  name: string
  end: End | null
  isAsItShould: boolean
  tookMs: number
  snapshot: SnapshotView
}

export interface HostileRun {
  ends: HostileEnd[]
  /** How long each question to the API took while captures ran, in milliseconds, in rising order. */
  answersMs: number[]
  /** Every process below the product that was seen. */
  seen: ProcessEntry[]
}

/** Submissions at the same time: what is tried is the worker, not the door. */
const SUBMISSIONS = 4

/** Submits all cases, and resolves when each has come to its end. */
export async function runHostileCases(
  { api, product, site }: { api: Api; product: Product; site: HostileSite },
  cases: readonly ServedCase[],
  { deadlineMs }: { deadlineMs: number },
): Promise<HostileRun> {
  const watch = watchProduct(api, product)
  const submissions = runAtMost(SUBMISSIONS)
  try {
    const ends = await Promise.all(
      cases.map(async (one): Promise<HostileEnd> => {
        const startedAt = performance.now()
        const { id } = await submissions.run(() => api.submit(site.addressOf(one)))
        const snapshot = await api.settled(id, deadlineMs)
        const end = snapshot.status === 'failed' ? (snapshot.error?.code as End) : snapshot.verdict
        return {
          name: one.name,
          end,
          isAsItShould: end !== null && one.ends.includes(end),
          tookMs: performance.now() - startedAt,
          snapshot,
        }
      }),
    )
    return { ends, ...(await watch.stop()) }
  } finally {
    await watch.stop()
  }
}

const PAUSE_MS = 200

function watchProduct(api: Api, product: Product) {
  const clock = new Worker(new URL('answer-clock.ts', import.meta.url), { workerData: api.access })
  const answered = once(clock, 'message') as Promise<[number[]]>
  // Heard of when the run is over.
  answered.catch(() => {})
  const seen = new Map<string, ProcessEntry>()
  const over = new AbortController()
  const watching = (async () => {
    while (!over.signal.aborted) {
      for (const one of processTree(product.pid)) seen.set(`${one.pid} ${one.startTicks}`, one)
      await delay(PAUSE_MS)
    }
  })()
  return {
    async stop() {
      over.abort()
      clock.postMessage('end')
      const [answersMs] = await answered
      await watching
      return { answersMs: answersMs.toSorted((one, other) => one - other), seen: [...seen.values()] }
    },
  }
}

/** Resident memory of the worker itself, without its browsers, in bytes. */
export function workerMemory(product: Product): number {
  const worker = processTree(product.pid).find(({ command }) => command.includes('worker/main.ts'))
  const status = readFileSync(`/proc/${worker?.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1_024
}
