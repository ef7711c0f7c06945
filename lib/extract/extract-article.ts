// Runs the extractor in a thread with bounded time and memory, and keeps one warm thread for the next page.
import { once } from 'node:events'
import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { EXTRACT_MEMORY_MB, EXTRACT_TIMEOUT_MS } from '#lib/kernel/limits.ts'
import { openPlaces } from '#lib/kernel/places.ts'
import type { Article } from './article.ts'
import type { Origin } from './extract.ts'
import type { ExtractAnswer, ExtractRequest } from './extract-worker.ts'

/** A thread without work is ended after this long. */
const IDLE_MS = 10_000
/**
 * Each thread may take `EXTRACT_MEMORY_MB`, and a second one begins by loading all that the first has loaded: pages are
 * read one after the other, and their time begins when it is their turn. One that takes long lets the others pass.
 */
const turn = openPlaces(1)
const long = openPlaces(1)
const LONG_MS = 1_000
const never = new AbortController().signal
/** Without a bound it grows to 48 MiB, and stays. */
const YOUNG_GENERATION_MB = 6
/** A page above this leaves a heap that nobody collects while the thread waits for the next one. */
const LARGE_CHARACTERS = 2_000_000

interface Thread {
  worker: Worker
  memoryMb: number
}

let idle: { thread: Thread; timer: NodeJS.Timeout } | null = null

function takeThread(memoryMb: number): Thread {
  if (idle && idle.thread.memoryMb === memoryMb) {
    const { thread, timer } = idle
    clearTimeout(timer)
    idle = null
    return thread
  }
  const worker = new Worker(new URL('extract-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    // Nothing of ours is in reach of a page that breaks out: no inherited flags, and of the environment this alone.
    env: compileCache(),
    execArgv: [],
  })
  // Each request hears of a failure by itself; a thread that dies while it waits is just not handed out again.
  worker.on('error', () => {})
  worker.once('exit', () => {
    if (idle?.thread.worker === worker) idle = null
  })
  return { worker, memoryMb }
}

/**
 * What Node has made of our modules before. Without it a thread begins with Node's own compiler of TypeScript, which takes
 * a quarter of a second, and the thread 10 MiB more for as long as it lives.
 */
function compileCache(): { NODE_COMPILE_CACHE?: string } {
  // Node has a folder for each of its versions in the one that it is given.
  const folder = getCompileCacheDir()
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) }
}

function giveBack(thread: Thread): void {
  if (idle) {
    void thread.worker.terminate()
    return
  }
  thread.worker.unref()
  const timer = setTimeout(() => void closeExtractor(), IDLE_MS)
  timer.unref()
  idle = { thread, timer }
}

/** Ends the warm thread, if there is one; the next extraction starts another. */
export async function closeExtractor(): Promise<void> {
  const closing = idle
  idle = null
  if (!closing) return
  clearTimeout(closing.timer)
  await closing.thread.worker.terminate()
}

const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY'

/**
 * The answer of the thread; null when it died of the page or used up its time. It rejects when our own code fails
 * there: no page can do that.
 */
async function ask(
  { worker }: Thread,
  request: ExtractRequest,
  signal: AbortSignal,
): Promise<ExtractAnswer | null> {
  const settled = new AbortController()
  const options = { signal: AbortSignal.any([signal, settled.signal]) }
  worker.ref()
  const answered = once(worker, 'message', options).then(([answer]: ExtractAnswer[]) => answer ?? null)
  const ended = once(worker, 'exit', options).then(() => null)
  worker.postMessage(request)
  try {
    return await Promise.race([answered, ended])
  } catch (error) {
    if (signal.aborted || (error instanceof Error && 'code' in error && error.code === OUT_OF_MEMORY))
      return null
    throw error
  } finally {
    // Takes the listeners off a thread that goes on living.
    settled.abort()
  }
}

interface ExtractOptions {
  timeoutMs?: number
  memoryMb?: number
  signal?: AbortSignal
  /** Told when the page took too long or broke the thread: at another time it might be read. */
  onUnread?(): void
  /** `frozen` unless it is said: written by a browser; `file`: by anybody. */
  origin?: Origin
}

/**
 * Extracts the article of a page (`extract`) in a thread of its own. Null when there is no article, and also
 * when the page is too large, takes too long, or breaks the thread: extraction never fails a capture.
 *
 * @throws the signal's reason, when it aborts
 */
export async function extractArticle(
  html: string,
  url: string,
  options: ExtractOptions = {},
): Promise<Article | null> {
  const leaveTurn = await turn.take(options.signal ?? never)
  const done = new AbortController()
  const passing = setTimeout(() => void letPass(leaveTurn, done.signal), LONG_MS)
  try {
    return await extractInThread(html, url, options)
  } finally {
    clearTimeout(passing)
    done.abort()
    leaveTurn()
  }
}

/** Gives up the turn of a page that is not done, as soon as no other long one goes on beside it. */
async function letPass(leaveTurn: () => void, done: AbortSignal): Promise<void> {
  const leaveLong = await long.take(done)
  leaveTurn()
  if (!done.aborted) await once(done, 'abort')
  leaveLong()
}

async function extractInThread(html: string, url: string, options: ExtractOptions): Promise<Article | null> {
  const { timeoutMs = EXTRACT_TIMEOUT_MS, memoryMb = EXTRACT_MEMORY_MB, signal, origin = 'frozen' } = options
  signal?.throwIfAborted()
  const thread = takeThread(memoryMb)
  const deadline = AbortSignal.timeout(timeoutMs)
  const until = signal ? AbortSignal.any([signal, deadline]) : deadline
  const answer = await ask(thread, { html, url, origin }, until)
  if (answer && html.length <= LARGE_CHARACTERS) giveBack(thread)
  else await thread.worker.terminate()
  signal?.throwIfAborted()
  if (!answer) options.onUnread?.()
  return answer?.article ?? null
}
