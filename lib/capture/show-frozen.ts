// Opens a frozen page from the blob store in a browser of the pool, without scripts and with no way out.
import type { BrowserContext, CDPSession, Page, Route } from 'playwright'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import type { BrowserPool } from './browser-pool.ts'
import type { EarlierPicture } from './capture.ts'
import { drawSmall } from './draw-small.ts'
import { readVisibleText } from './freeze-page.ts'
import { holdStill } from './hold-still.ts'
import { openWorld } from './isolated-world.ts'
import { packPicture } from './keep-picture.ts'
import { photographFrames } from './photograph-frames.ts'
import { photographPage } from './render-screenshot.ts'
import { SETTLER } from './settle-scripts.ts'

/** No such host can exist (RFC 2606), and none is asked: every request is answered here. */
const FOLDER = 'http://frozen.invalid/'
const PAGE_URL = `${FOLDER}page`
/** A part goes to the browser whole, as text of a third more, so few and no films: a poster stands for those. */
const MAX_PART_BYTES = 24 * 1024 * 1024
const MAX_PARTS_AT_ONCE = 4
/** Loading and work together: everything is on this machine, and takes a second or two. */
const SHOW_LIMIT_MS = 60_000

export interface ShowDeps {
  browsers: BrowserPool
  blobs: Pick<BlobStore, 'read' | 'has'>
}

/** A kept page, and the headers under which replay serves it. */
export interface FrozenCopy {
  page: Digest
  pageHeaders: Record<string, string>
  /** Type and size of the parts, by digest; nothing else is served. */
  parts: ReadonlyMap<Digest, { contentType: string; sizeBytes: number }>
  partHeaders(contentType: string): Record<string, string>
  /** What the picture of the live page is pasted on, unless it is whole. */
  pictureBase?: Omit<EarlierPicture, 'thumbnail'> | null
}

/** A frozen page as a reader sees it. */
export interface ShownCopy {
  /** WebP of the whole page, taken and packed as that of the live one was. */
  picture: Buffer
  /** Text that can be seen, read as that of the live page was. */
  text: string
  /** Addresses that the page asked for in vain. */
  absent: string[]
}

/**
 * Takes picture and text of a frozen page.
 *
 * @throws AppError `browser_crash`, `browser_missing`, `timeout`; the signal's reason
 */
export async function viewFrozen(deps: ShowDeps, copy: FrozenCopy, signal: AbortSignal): Promise<ShownCopy> {
  const { picture, ...shown } = await withFrozen(deps, copy, signal, async (page, shown) => {
    const whole = await photographPage(shown.session, shown.signal)
    const picture = await photographFrames(page, whole, shown.signal)
    return { picture, text: await readVisibleText(page), absent: [...shown.absent] }
  })
  // The browser serves the next capture while the picture is packed.
  return { ...shown, picture: await packPicture(picture, deps.blobs, copy.pictureBase ?? null) }
}

interface Shown {
  /** Of the page, which is drawn small. */
  session: CDPSession
  /** Addresses that the page asked for in vain. */
  absent: ReadonlySet<string>
  signal: AbortSignal
}

/** Opens the page for `work`, in a context that closes afterwards. */
export async function withFrozen<T>(
  deps: ShowDeps,
  copy: FrozenCopy,
  signal: AbortSignal,
  work: (page: Page, shown: Shown) => Promise<T>,
): Promise<T> {
  const lease = await deps.browsers.lease(null)
  let isSuspect = true
  try {
    const absent = await serveCopy(lease.context, deps.blobs, copy)
    const page = await lease.context.newPage()
    const done = await withDeadline(SHOW_LIMIT_MS, signal, async (limited) => {
      const session = await lease.context.newCDPSession(page)
      await drawSmall(session)
      await openWhole(page, session)
      return work(page, { absent, session, signal: limited })
    })
    isSuspect = false
    return done
  } finally {
    await lease.release(isSuspect)
  }
}

async function openWhole(page: Page, session: CDPSession): Promise<void> {
  // A page that is not in the store throws here, as one that no server answers.
  await page.goto(PAGE_URL, { waitUntil: 'load', timeout: 0 })
  const world = openWorld(session, SETTLER)
  await Promise.all([world.call('fontsReady'), world.call('picturesReady')])
  await holdStill(page)
}

/** Answers every request of the context; what is not of this copy is noted and refused. */
async function serveCopy(
  context: BrowserContext,
  blobs: Pick<BlobStore, 'read'>,
  copy: FrozenCopy,
): Promise<ReadonlySet<string>> {
  const absent = new Set<string>()
  const runner = runAtMost(MAX_PARTS_AT_ONCE)
  const serve = async (route: Route) => {
    const url = route.request().url()
    const found = url === PAGE_URL ? { digest: copy.page, headers: copy.pageHeaders } : partAt(copy, url)
    const body = found && (await blobs.read(found.digest))
    if (body) return route.fulfill({ status: 200, headers: found.headers, body })
    absent.add(url)
    return route.abort()
  }
  // Refused by a page that is gone.
  await context.route('**/*', (route) => runner.run(() => serve(route)).catch(() => {}))
  return absent
}

function partAt(copy: FrozenCopy, url: string) {
  const digest = url.startsWith(FOLDER) ? url.slice(FOLDER.length) : ''
  const part = copy.parts.get(digest)
  if (!part || part.sizeBytes > MAX_PART_BYTES) return null
  return { digest, headers: copy.partHeaders(part.contentType) }
}
