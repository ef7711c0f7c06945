// Takes one response body from the browser: as a stream while it comes, or whole when it is known to be small.
import type { PutBlob, PutOptions, StoredBlob } from '#lib/blobs/blob-store.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError, type ErrorCode } from '#lib/kernel/errors.ts'
import { bodyAnswer, streamAnswer } from './network-events.ts'
import type { Channel } from './open-channels.ts'
import { GivenUp, pushedBytes, type PushedBytes, type WaitingBytes } from './pushed-bytes.ts'

/** A body of this length or less is taken whole: one message instead of several. */
const SMALL_BYTES = 256 * 1024
/** A healthy page answers at once, one that lays out a large document within a second or two. */
const ANSWER_LIMIT_MS = 5_000
/** Style sheets and SVG files are rewritten when the page freezes: up to here their bytes wait in memory. */
const MAX_SOURCE_BYTES = 4 * 1024 * 1024
const REFUSED: ReadonlySet<ErrorCode> = new Set(['too_large', 'unsupported_content'])

export interface TakenBody {
  stored: StoredBlob
  /** The bytes, when they were asked for and are not too many. */
  source: Buffer | null
}
export type BodyOutcome = TakenBody | { failure: ErrorCode | 'body_gone' }

export interface BodyStream {
  push(chunk: Uint8Array): void
  /** Nothing more will come: gives up what is not stored by then. */
  abort(): void
  /** Stores what came; null when bytes are missing, because they passed before the stream was open. */
  finish(expectedBytes: number): Promise<BodyOutcome | null>
}

export interface BodyFacts {
  requestId: string
  contentType: string | null
  wantsSource: boolean
}

/** Is the body so large, or of so unknown a length, that it has to be streamed? */
export function needsStream(contentLength: string | null, isEncoded: boolean): boolean {
  return contentLength === null || isEncoded || Number(contentLength) > SMALL_BYTES
}

/** Streams a body into the store from now on; what the page has received already comes first. */
export function streamBody(
  channel: Channel,
  { requestId, contentType, wantsSource }: BodyFacts,
  options: { put: PutBlob; maxBytes: number; waiting: WaitingBytes },
): BodyStream {
  const bytes = pushedBytes(options.waiting)
  const source: Uint8Array[] | null = wantsSource ? [] : null
  const early: Uint8Array[] = []
  let isOpen = false
  let receivedBytes = 0
  let sourceBytes = 0

  function take(chunk: Uint8Array) {
    receivedBytes += chunk.byteLength
    sourceBytes += chunk.byteLength
    if (sourceBytes <= MAX_SOURCE_BYTES) source?.push(chunk)
    bytes.push(chunk)
  }
  const opened = openStream(channel, requestId).then((buffered) => {
    isOpen = true
    if (buffered && buffered.length > 0) take(buffered)
    for (const chunk of early.splice(0)) take(chunk)
    return buffered !== null
  })
  const stored = storeStream(bytes, contentType, options)
  stored.catch(() => {}) // Told by `finish`; a request that never ends need not tell it.

  return {
    // A chunk can overtake the answer that holds what came before it.
    push: (chunk) => (isOpen ? take(chunk) : void early.push(chunk)),
    abort: () => bytes.giveUp('the capture ended'),
    async finish(expectedBytes) {
      const isWhole = (await opened) && receivedBytes >= expectedBytes && receivedBytes > 0
      if (isWhole) bytes.end()
      else bytes.giveUp('bytes are missing')
      const outcome = await stored
      if (!isWhole) return outcome !== null && 'failure' in outcome ? outcome : null
      if (outcome === null || 'failure' in outcome) return outcome
      const whole = source && sourceBytes <= MAX_SOURCE_BYTES ? Buffer.concat(source) : null
      return { stored: outcome.stored, source: whole }
    },
  }
}

/** A page that keeps its thread busy for ever answers nothing: then its bodies are gone, and the rest is kept. */
function answerOf(channel: Channel, method: string, requestId: string): Promise<unknown> {
  return withDeadline(ANSWER_LIMIT_MS, undefined, () => channel.ask(method, { requestId }))
}

/** What the page has received so far; null when there is nothing to stream any more. */
async function openStream(channel: Channel, requestId: string): Promise<Buffer | null> {
  try {
    const { bufferedData } = streamAnswer.parse(
      await answerOf(channel, 'Network.streamResourceContent', requestId),
    )
    return Buffer.from(bufferedData, 'base64')
  } catch {
    return null // It has ended already, or belongs to another target: it is taken whole then.
  }
}

/** Null when the stream was given up; what the store throws is thrown. */
async function storeStream(
  bytes: PushedBytes,
  contentType: string | null,
  { put, maxBytes }: { put: PutBlob; maxBytes: number },
): Promise<BodyOutcome | null> {
  try {
    return await storeBody(put, bytes, { contentType, maxBytes })
  } catch (error) {
    if (error instanceof GivenUp) return null
    throw error
  } finally {
    bytes.giveUp('nobody reads')
  }
}

/** Puts bytes of a site; what is too long, or pretends to be ours, is not kept. */
export async function storeBody(
  put: PutBlob,
  bytes: Parameters<PutBlob>[0],
  options: PutOptions,
): Promise<BodyOutcome> {
  try {
    return { stored: await put(bytes, options), source: null }
  } catch (error) {
    if (!(error instanceof AppError && REFUSED.has(error.code))) throw error
    return { failure: error.code }
  }
}

/** Takes a body whole from the first session that still has it: at most what the browser's buffers hold. */
export async function takeBody(
  channels: Iterable<Channel>,
  { requestId, contentType, wantsSource }: BodyFacts,
  options: { put: PutBlob; maxBytes: number; isEmpty: boolean },
): Promise<BodyOutcome> {
  let bytes: Buffer | null = null
  for (const channel of channels) {
    const found = await readBody(channel, requestId)
    if (found && (found.length > 0 || bytes === null)) bytes = found
    if (bytes && bytes.length > 0) break
  }
  // The page's process says "nothing" of what became a Blob without passing through it.
  if (bytes === null || (bytes.length === 0 && !options.isEmpty)) return { failure: 'body_gone' }
  if (bytes.length > options.maxBytes) return { failure: 'too_large' }
  return withSource(await storeBody(options.put, bytes, { contentType }), bytes, wantsSource)
}

/** With the bytes again, when they are to be rewritten and are not too many to wait for it in memory. */
export function withSource(outcome: BodyOutcome, bytes: Buffer, wantsSource: boolean): BodyOutcome {
  const isWanted = 'stored' in outcome && wantsSource && bytes.length <= MAX_SOURCE_BYTES
  return isWanted ? { ...outcome, source: bytes } : outcome
}

async function readBody(channel: Channel, requestId: string): Promise<Buffer | null> {
  try {
    const { body, base64Encoded } = bodyAnswer.parse(
      await answerOf(channel, 'Network.getResponseBody', requestId),
    )
    return Buffer.from(body, base64Encoded ? 'base64' : 'utf8')
  } catch {
    return null // This session does not have it, or no longer.
  }
}
