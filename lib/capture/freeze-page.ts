// Freezes a settled page: what a person sees becomes one inert HTML document and the parts that it names by digest.
import type { Page } from 'playwright'
import type { PutBlob } from '#lib/blobs/blob-store.ts'
import { MAX_DOCUMENT_BYTES, MAX_INDEX_CHARACTERS } from '#lib/kernel/limits.ts'
import type { PagePart } from './capture.ts'
import { assembleDocument } from './freeze/assemble-document.ts'
import { collectParts } from './freeze/collect-parts.ts'
import { decodeCss } from './freeze/decode-css.ts'
import { freezeFrames, type FrozenFrameHandle } from './freeze/freeze-frame.ts'
import { openFrames } from './freeze/open-frames.ts'
import { sheetSource } from './freeze/rewrite-css.ts'
import type { Recording } from './record-responses.ts'

const HTML_TYPE = 'text/html; charset=utf-8'

export interface FrozenPage {
  page: PagePart
  /** Everything that the page refers to, each blob once. */
  parts: PagePart[]
  /** Text that can be seen, shadow trees and frames included: the first 200,000 characters. */
  visibleText: string
  title: string | null
}

/** A page whose time is over is read within seconds: of a thousand frames the first so many. */
const HURRIED_FRAMES = 20

/**
 * Reads the live DOM of all frames from isolated worlds and writes it without anything that acts, loads or leads back to
 * the page: no scripts, no addresses but digests of parts. The page itself is left as it is.
 *
 * @param options.isHurried  its time is over: frames beyond the first few stay empty
 * @throws AppError `too_large` `{ limitBytes }` for a document above MAX_DOCUMENT_BYTES, `disk_full` from the store;
 *         the signal's reason
 */
export async function freezePage(
  page: Page,
  recording: Recording,
  options: { put: PutBlob; signal: AbortSignal; isHurried?: boolean },
): Promise<FrozenPage> {
  options.signal.throwIfAborted()
  await recording.settled(options.signal)
  const frames = await openFrames(page, options.isHurried ? HURRIED_FRAMES : undefined)
  const stop = Promise.withResolvers<never>()
  const onAbort = () => stop.reject(options.signal.reason)
  options.signal.addEventListener('abort', onAbort, { once: true })
  try {
    // A page that keeps its thread busy answers no question: the signal ends the wait.
    return await Promise.race([freezeOpened(frames, recording, options.put), stop.promise])
  } finally {
    options.signal.removeEventListener('abort', onAbort)
    await frames.close()
  }
}

/** Text that can be seen on a page, read as `freezePage` reads it. */
export async function readVisibleText(page: Page): Promise<string> {
  const frames = await openFrames(page)
  try {
    return visibleTextOf(await freezeFrames(frames, () => null))
  } finally {
    await frames.close()
  }
}

async function freezeOpened(
  frames: Awaited<ReturnType<typeof openFrames>>,
  recording: Recording,
  put: PutBlob,
): Promise<FrozenPage> {
  const main = await freezeFrames(frames, (url) => {
    const source = sheetSource(recording, url)
    return source && decodeCss(source.bytes, source.contentType, 'utf-8')
  })
  const parts = collectParts(recording, put)
  const html = await assembleDocument(main, recording, parts)
  const { digest, sizeBytes } = await put(html, { contentType: HTML_TYPE, maxBytes: MAX_DOCUMENT_BYTES })
  return {
    page: { digest, sizeBytes, contentType: HTML_TYPE },
    parts: parts.parts(),
    visibleText: visibleTextOf(main),
    title: main.title.trim() || null,
  }
}

const visibleTextOf = (main: FrozenFrameHandle) => textOf(main).slice(0, MAX_INDEX_CHARACTERS).toWellFormed()

function textOf(frame: FrozenFrameHandle): string {
  const texts = [frame.text, ...frame.children.map((child) => (child ? textOf(child) : ''))]
  return texts.filter(Boolean).join('\n')
}
