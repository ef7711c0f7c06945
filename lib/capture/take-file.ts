// A main document that browsers do not draw, but save: its bytes are taken from the browser before they become a download.
import type { CDPSession } from 'playwright'
import { z } from 'zod'
import type { PutBlob } from '#lib/blobs/blob-store.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { AppError, type ErrorCode } from '#lib/kernel/errors.ts'
import { SNIFFED_BYTES } from './file-kind.ts'
import { isGoneError } from './navigation-errors.ts'

/** Bytes asked of the browser at a time. */
const CHUNK_BYTES = 1024 * 1024
/** When time is over, what has been asked for may come for as long: the browser answers with a whole chunk or the rest. */
const LAST_CHUNK_MS = 2_000

/** The answer, as the inspector tells it. Header names in lower case. */
export interface FileAnswer {
  url: string
  status: number
  headers: Record<string, string>
}

export interface TakenFile extends FileAnswer {
  digest: Digest
  sizeBytes: number
  /** Its first SNIFFED_BYTES. */
  head: Buffer
  /** Why bytes are missing at the end; null when all came. */
  cutShort: ErrorCode | null
}

export interface FileWatch {
  /**
   * The file, when the navigation led to one; null before that. Rejects with AppError `browser_crash` when the browser went
   * away meanwhile, and with what the blob store throws.
   */
  taking(): Promise<TakenFile> | null
}

const paused = z.object({
  requestId: z.string(),
  frameId: z.string(),
  request: z.object({ url: z.string() }),
  responseStatusCode: z.number().optional(),
  responseHeaders: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
})
const chunk = z.object({ data: z.string(), base64Encoded: z.boolean().optional(), eof: z.boolean() })

/**
 * Watches from now on; call it before the first navigation. What is a file is decided by its answer's head. Whoever listens
 * to `Fetch.authRequired` answers challenges: from now on Chromium waits for it.
 *
 * @param options.until  ends the taking: what came by then is kept
 */
export async function watchFile(
  session: CDPSession,
  options: {
    put: PutBlob
    maxBytes: number
    until: AbortSignal
    isFile(answer: FileAnswer): boolean
  },
): Promise<FileWatch> {
  const mainFrameId = (await session.send('Page.getFrameTree')).frameTree.frame.id
  let taking: Promise<TakenFile> | null = null
  session.on('Fetch.requestPaused', (event) => {
    const {
      requestId,
      frameId,
      request,
      responseStatusCode: status,
      responseHeaders = [],
    } = paused.parse(event)
    const headers = Object.fromEntries(responseHeaders.map(({ name, value }) => [name.toLowerCase(), value]))
    const answer = { url: request.url, status: status ?? 0, headers }
    // Refused by a page that is gone.
    const goOn = () => void session.send('Fetch.continueRequest', { requestId }).catch(() => {})
    // One that says that it is too large is refused as every such document is.
    const isTooLarge = Number(headers['content-length'] ?? 0) > options.maxBytes
    if (frameId !== mainFrameId || status === undefined || isTooLarge || !options.isFile(answer))
      return goOn()
    taking = take(session, requestId, answer, options)
    taking.catch(() => {}) // Told to whoever asks for it.
  })
  await session.send('Fetch.enable', {
    handleAuthRequests: true,
    // A challenge is told of requests only that were stopped before they were sent (Chromium 156).
    patterns: (['Request', 'Response'] as const).map((requestStage) => ({
      urlPattern: '*',
      resourceType: 'Document' as const,
      requestStage,
    })),
  })
  return { taking: () => taking }
}

async function take(
  session: CDPSession,
  requestId: string,
  answer: FileAnswer,
  { put, maxBytes, until }: { put: PutBlob; maxBytes: number; until: AbortSignal },
): Promise<TakenFile> {
  let cutShort: ErrorCode | null = null
  let head = Buffer.alloc(0)
  async function* bytes() {
    const overdue = openOverdue(until)
    let sizeBytes = 0
    // What is less than was asked for is the rest: only its end has still to be told, which takes no time.
    let isRest = false
    try {
      const { stream } = await session.send('Fetch.takeResponseBodyAsStream', { requestId })
      for (;;) {
        if (until.aborted && !isRest) throw until.reason
        const asked = session.send('IO.read', { handle: stream, size: CHUNK_BYTES })
        const read = chunk.parse(await Promise.race([asked, overdue.rejected]))
        const data = Buffer.from(read.data, read.base64Encoded ? 'base64' : 'utf8')
        sizeBytes += data.length
        if (sizeBytes > maxBytes) throw new AppError('too_large', { limitBytes: maxBytes })
        if (head.length < SNIFFED_BYTES) head = Buffer.concat([head, data]).subarray(0, SNIFFED_BYTES)
        if (data.length > 0) yield data
        if (read.eof) return
        isRest = data.length > 0 && data.length < CHUNK_BYTES
      }
    } catch (error) {
      // Another one may have taken the browser along: the file itself is as good as before, and is asked for again.
      if (isGoneError(error)) throw new AppError('browser_crash', {}, { cause: error })
      // The connection broke, time ran out, or it is too long: what came is kept.
      const isLate = until.aborted && error === until.reason
      cutShort = error instanceof AppError ? error.code : isLate ? 'timeout' : 'connection_failed'
    } finally {
      overdue.close()
      // The navigation ends here; nothing is drawn.
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }).catch(() => {})
    }
  }
  const { digest, sizeBytes } = await put(bytes(), { contentType: answer.headers['content-type'] ?? null })
  return { ...answer, digest, sizeBytes, head, cutShort }
}

/** Rejects with the signal's reason, LAST_CHUNK_MS after it has been aborted. */
function openOverdue(until: AbortSignal) {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => {}) // Nobody may be waiting.
  let timer: NodeJS.Timeout | undefined
  const onAbort = () => {
    timer = setTimeout(() => reject(until.reason), LAST_CHUNK_MS)
  }
  if (until.aborted) onAbort()
  else until.addEventListener('abort', onAbort, { once: true })
  return {
    rejected: promise,
    close() {
      until.removeEventListener('abort', onAbort)
      clearTimeout(timer)
    },
  }
}
