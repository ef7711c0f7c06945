// The worker: claims captures until it is asked to stop, and leaves nothing behind.
import { openBrowserPool } from '#lib/capture/browser-pool.ts'
import { capturePage } from '#lib/capture/capture-page.ts'
import { printFrozen } from '#lib/capture/print-frozen.ts'
import { viewFrozen } from '#lib/capture/show-frozen.ts'
import { loadConfig } from '#lib/config/load-config.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { giveWay } from './give-way.ts'
import { choresOf, workJobs, type WorkerDeps } from './handlers.ts'
import { keepDoing } from './keep-doing.ts'
import { openPatiently } from './open-patiently.ts'

/** Captures that were told to stop end within moments; a browser that hangs is not waited for. */
const STOP_GRACE_MS = 10_000
/** The whole stop takes less than the 30 s after which a supervisor kills. */
const STOP_TIMEOUT_MS = 25_000

giveWay()
const asked = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => asked.abort(new Error(`asked to stop by ${signal}`)))

const config = loadConfig()
const runtime = await openPatiently(config, asked.signal)
const { log, blobs } = runtime
const browsers = openBrowserPool({ executablePath: config.chromiumPath, log })
const policy = openAddressPolicy(config)
const deps: WorkerDeps = {
  ...runtime,
  memoryBytes: () => browsers.memoryBytes(),
  printFrozen: (copy, origin, signal) =>
    printFrozen({ browsers, blobs }, copy, origin, {
      put: (bytes, options) => blobs.put(bytes, options),
      signal,
    }),
  viewFrozen: (copy, signal) => viewFrozen({ browsers, blobs }, copy, signal),
  capturePage: (request) =>
    capturePage({ browsers, policy, upstreamProxy: config.upstreamProxy, blobs, log }, request),
}

const claiming = await workJobs(deps)
const chores = choresOf(deps, claiming)
const housekeeping = keepDoing(
  chores.map(({ name, everyMs, run }) => ({ name, everyMs, run: () => run(deps) })),
  log,
)
log.info('worker.ready', { concurrency: config.workerConcurrency })

await new Promise<void>((resolve) => {
  if (asked.signal.aborted) resolve()
  else asked.signal.addEventListener('abort', () => resolve())
})
log.info('worker.stopping', { reason: String(asked.signal.reason) })
setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref()
await housekeeping.stop()
await runtime.queue.stop(STOP_GRACE_MS)
await Promise.all([browsers.close(), closeExtractor()])
await runtime.close()
log.info('worker.stopped')
