// Packs pictures one at a time in a thread of their own, which is kept warm for the next one.
import { once } from 'node:events'
import { isMarkedAsUntransferable, Worker } from 'node:worker_threads'
import { AppError } from '#lib/kernel/errors.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import type { PackAnswer, PackRequest } from './pack-worker.ts'
import type { PackedPhotograph } from './pack-photograph.ts'
import type { Photograph } from './photograph.ts'
import { ownBufferOf } from './pixels.ts'

/** A tall page takes 50 MB and a processor while it is packed: the others wait as they came, which is a hundredth. */
export const packing = runAtMost(1)
/** A thread without work is ended after this long. */
const IDLE_MS = 10_000
/**
 * Pixels count as garbage of whoever holds them, and rush its collections: with the heap of a whole worker those took a
 * tenth of its time. This heap is all that is needed to read a list of strips.
 */
const YOUNG_GENERATION_MB = 2

let idle: { worker: Worker; timer: NodeJS.Timeout } | null = null

/**
 * `packPhotograph` in the thread, which takes the photograph over: its pictures are empty afterwards.
 *
 * @throws AppError `blob_damaged` for bytes that are no picture; Error when the thread ends
 */
export function packInThread(request: PackRequest): Promise<PackedPhotograph> {
  return packing.run(async () => {
    const worker = takeThread()
    const answer = await ask(worker, request)
    giveBack(worker)
    if ('code' in answer) throw new AppError(answer.code, {}, { cause: new Error(answer.message) })
    return answer.packed
  })
}

function takeThread(): Worker {
  if (idle) {
    const { worker, timer } = idle
    clearTimeout(timer)
    idle = null
    worker.ref()
    return worker
  }
  const worker = new Worker(new URL('pack-worker.ts', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    execArgv: [],
  })
  // Who waits for an answer hears of a failure by itself; a thread that dies while it waits is not handed out again.
  worker.on('error', () => {})
  worker.once('exit', () => {
    if (idle?.worker === worker) idle = null
  })
  return worker
}

function giveBack(worker: Worker): void {
  worker.unref()
  const timer = setTimeout(() => {
    idle = null
    void worker.terminate()
  }, IDLE_MS)
  timer.unref()
  idle = { worker, timer }
}

/** What is handed over instead of copied: the copies would wait for garbage collections of two heaps. */
function ownBuffers({ tiles, pieces }: Photograph): ArrayBuffer[] {
  const pictures = [...tiles, ...pieces.map(({ png }) => png)]
  const buffers = new Set(pictures.map(ownBufferOf).filter((buffer) => buffer !== null))
  // What a native made may belong to it.
  return [...buffers].filter((buffer) => !isMarkedAsUntransferable(buffer))
}

async function ask(worker: Worker, request: PackRequest): Promise<PackAnswer> {
  const settled = new AbortController()
  const options = { signal: settled.signal }
  const answered = once(worker, 'message', options).then(([answer]: PackAnswer[]) => answer)
  const ended = once(worker, 'exit', options).then(() => undefined)
  worker.postMessage(request, ownBuffers(request.photograph))
  try {
    // An error of the thread rejects here.
    const answer = await Promise.race([answered, ended])
    if (!answer) throw new Error('the thread that packs pictures ended')
    return answer
  } finally {
    // Takes the listeners off a thread that goes on living.
    settled.abort()
    for (const promise of [answered, ended]) promise.catch(() => {})
  }
}
