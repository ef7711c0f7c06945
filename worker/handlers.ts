// What the worker does by itself: which function each job runs, and what it looks after from time to time.
import { openRecordStore } from '#lib/blobs/open-store.ts'
import { openPagePlaces, type PagePlacesOptions } from '#lib/capture/page-places.ts'
import type { Config } from '#lib/config/load-config.ts'
import type { Job, JobName } from '#lib/contract/job.ts'
import { forgetIdempotencyKeys } from '#lib/db/idempotency.ts'
import { forgetOperations } from '#lib/db/operations.ts'
import { foldStatistics } from '#lib/db/statistics.ts'
import { PRESENCE_INTERVAL_MS } from '#lib/db/worker-presence.ts'
import { STORING_AT_ONCE } from '#lib/kernel/limits.ts'
import type { Places } from '#lib/kernel/places.ts'
import { openSpareRoom, type SpareRoom } from '#lib/kernel/spare-room.ts'
import { assessSnapshot, type AssessDeps } from '#lib/pipeline/assess-snapshot.ts'
import { captureSnapshot, type PipelineDeps } from '#lib/pipeline/capture-snapshot.ts'
import { renderForm, type RenderDeps } from '#lib/pipeline/render-form.ts'
import { reextractSnapshots } from '#lib/pipeline/reextract-snapshots.ts'
import { printArticles } from '#lib/pipeline/print-articles.ts'
import { reindexChanged } from '#lib/pipeline/reindex-changed.ts'
import { takeSample } from '#lib/search/sample.ts'
import { reindexOutdated } from '#lib/pipeline/reindex-outdated.ts'
import { sweepBlobs } from '#lib/pipeline/sweep-blobs.ts'
import { sweepLibraries } from '#lib/pipeline/sweep-libraries.ts'
import { recoverAbandoned, recoverStranded, recoverUnassessed } from '#lib/pipeline/recover-snapshots.ts'
import type { Claiming, JobContext } from '#lib/queue/queue.ts'
import { recoverOperations } from '#lib/tagging/recover-operations.ts'
import { runOperation } from '#lib/tagging/run-operation.ts'
import { writeRecords } from '#lib/upkeep/rebuild/write-records.ts'
import { openRest } from './collect-at-rest.ts'
import { openDiskWatch } from './watch-disk.ts'

/** A worker that has nothing to capture for this long does other things: waiting captures are claimed within a second. */
const CAPTURE_GAP_MS = 1_500

/** Everything that jobs need: the runtime, and the worker's browsers. */
export type WorkerDeps = PipelineDeps & AssessDeps & RenderDeps & Pick<PagePlacesOptions, 'memoryBytes'>

interface Handler<N extends JobName> {
  /** Jobs of this name that one worker does at once. */
  concurrency(config: Config): number
  handle(deps: WorkerDeps, job: Job<N>, context: JobContext, bounds: Bounds): Promise<void>
}

interface Bounds {
  /** Pages that are open at once. */
  pages: Places
  /** While captures take all the room, jobs that nobody waits for do not begin. */
  room: SpareRoom
}

/** Handlers of the queue's jobs, by name. */
const handlers: { readonly [N in JobName]: Handler<N> } = {
  capture: {
    concurrency: ({ workerConcurrency }) => workerConcurrency + STORING_AT_ONCE,
    handle: (deps, job, { signal, priority }, { pages, room }) =>
      room.urgent(async () => {
        const leave = await pages.take(signal)
        await captureSnapshot(deps, job, signal, { priority, onPageDone: leave }).finally(leave)
      }),
  },
  assess: {
    concurrency: () => 1,
    async handle(deps, job, { signal }, { room }) {
      await room.free(signal)
      await assessSnapshot(deps, job, signal)
    },
  },
  // Somebody waits for a download.
  render: {
    concurrency: () => 1,
    handle: (deps, job, { signal }) => renderForm(deps, job, signal),
  },
  operate: {
    concurrency: () => 1,
    handle: (deps, job, { signal }) => runOperation(deps, job, signal),
  },
}

/**
 * Starts working the jobs of every name, and returns those that must not begin on a full disk: they are paused until
 * somebody has looked.
 */
export async function workJobs(deps: WorkerDeps): Promise<Claiming[]> {
  const rest = openRest()
  const { workerConcurrency } = deps.config
  const bounds = {
    pages: openPagePlaces({ limit: workerConcurrency, memoryBytes: deps.memoryBytes }),
    room: openSpareRoom(workerConcurrency, CAPTURE_GAP_MS),
  }
  const work = <N extends JobName>(name: N, isPaused = false) => {
    const handler: Handler<N> = handlers[name]
    const concurrency = handler.concurrency(deps.config)
    return deps.queue.work(name, { concurrency, isPaused }, (job, context) =>
      rest.during(() => handler.handle(deps, job, context, bounds)),
    )
  }
  const claiming = [await work('capture', true), await work('assess', true)]
  await work('render')
  await work('operate')
  return claiming
}

/** A round of something that is done again and again. */
export interface Chore {
  name: string
  everyMs: number
  run(deps: PipelineDeps): Promise<unknown>
}

export function choresOf(deps: WorkerDeps, claiming: readonly Claiming[]): readonly Chore[] {
  const disk = openDiskWatch(deps, claiming)
  return [
    { name: 'watch_disk', everyMs: 2_000, run: disk.look },
    { name: 'report_worker', everyMs: PRESENCE_INTERVAL_MS, run: disk.report },
    { name: 'recover_abandoned', everyMs: 3_000, run: recoverAbandoned },
    { name: 'recover_stranded', everyMs: 10_000, run: recoverStranded },
    { name: 'recover_operations', everyMs: 10_000, run: recoverOperations },
    { name: 'recover_unassessed', everyMs: 600_000, run: recoverUnassessed },
    { name: 'sweep_blobs', everyMs: 120_000, run: (deps) => sweepBlobs(deps) },
    { name: 'sweep_libraries', everyMs: 3_000, run: (deps) => sweepLibraries(deps) },
    { name: 'reextract', everyMs: 60_000, run: (deps) => reextractSnapshots(deps) },
    { name: 'reindex_changed', everyMs: 3_000, run: (deps) => reindexChanged(deps) },
    { name: 'print_articles', everyMs: 60_000, run: (deps) => printArticles(deps) },
    { name: 'reindex', everyMs: 60_000, run: (deps) => reindexOutdated(deps) },
    { name: 'sample_documents', everyMs: 3_600_000, run: ({ db }) => takeSample(db) },
    {
      name: 'write_records',
      everyMs: 60_000,
      run: (deps) => writeRecords({ ...deps, records: openRecordStore(deps.config) }),
    },
    { name: 'fold_statistics', everyMs: 60_000, run: ({ db }) => foldStatistics(db) },
    { name: 'forget_operations', everyMs: 3_600_000, run: ({ db }) => forgetOperations(db) },
    { name: 'forget_idempotency_keys', everyMs: 3_600_000, run: ({ db }) => forgetIdempotencyKeys(db) },
  ]
}
