// Prints a frozen page as PDF: as it looks on a screen, on A4, with where and when it was captured at the foot.
import type { CDPSession } from 'playwright'
import type { PutBlob, StoredBlob } from '#lib/blobs/blob-store.ts'
import { MAX_MADE_BYTES } from '#lib/kernel/limits.ts'
import { helperSource, openWorld } from './isolated-world.ts'
import { withFrozen, type FrozenCopy, type ShowDeps } from './show-frozen.ts'

/** A4, in inches as the protocol wants them. */
const PAPER = { paperWidth: 8.27, paperHeight: 11.69 }
const MARGINS = { marginTop: 0.4, marginBottom: 0.6, marginLeft: 0.3, marginRight: 0.3 }
/** The printable width is then that of 1,220 px: pages for wide screens look as on one, and 16 px are 7 pt. */
const SCALE = 0.6
/** A page that scrolls without an end is a book of this length at most. */
const MAX_PAGES = 300
const CHUNK_BYTES = 256 * 1024

/** What the foot of each page says. */
interface Origin {
  url: string
  capturedAt: Date
}

/**
 * Stores the page as PDF, streamed from the browser into the store.
 *
 * @throws AppError `too_large`, `timeout`, `browser_crash`, `browser_missing`, `disk_full`; the signal's reason
 */
export function printFrozen(
  deps: ShowDeps,
  copy: FrozenCopy,
  origin: Origin,
  { put, signal }: { put: PutBlob; signal: AbortSignal },
): Promise<StoredBlob> {
  return withFrozen(deps, copy, signal, async (page, { session, signal: limited }) => {
    await page.emulateMedia({ media: 'screen' })
    await openWorld(session, UNFOLDER).call('unfold')
    const { stream } = await session.send('Page.printToPDF', {
      ...PAPER,
      ...MARGINS,
      scale: SCALE,
      pageRanges: `1-${MAX_PAGES}`,
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: footer(origin),
      transferMode: 'ReturnAsStream',
    })
    if (stream === undefined) throw new Error('the browser gave no stream')
    const bytes = readStream(session, stream, limited)
    return put(bytes, { contentType: 'application/pdf', maxBytes: MAX_MADE_BYTES })
  })
}

function footer({ url, capturedAt }: Origin): string {
  const escape = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const time = `${capturedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const cut = 'overflow:hidden;white-space:nowrap;text-overflow:ellipsis'
  return `<div style="width:100%;margin:0 0.3in;display:flex;gap:16px;font:7px sans-serif;color:#666">
<span style="flex:1;${cut}">${escape(url)}</span><span>${time}</span>
<span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>`
}

async function* readStream(
  session: CDPSession,
  handle: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      signal.throwIfAborted()
      const { data, base64Encoded, eof } = await session.send('IO.read', { handle, size: CHUNK_BYTES })
      if (data !== '') yield Buffer.from(data, base64Encoded ? 'base64' : 'latin1')
      if (eof) return
    }
  } finally {
    // Already gone with the browser.
    await session.send('IO.close', { handle }).catch(() => {})
  }
}

/** Runs in the page's isolated world: paper does not scroll, and has no window that something could stick to. */
function createUnfolder() {
  const MAX_ELEMENTS = 50_000
  const set = (element: HTMLElement | SVGElement, declarations: Record<string, string>) => {
    for (const [name, value] of Object.entries(declarations))
      element.style.setProperty(name, value, 'important')
  }

  /** The box that scrolls in place of a document that does not. */
  function scroller(elements: readonly HTMLElement[]): HTMLElement | null {
    const root = document.scrollingElement
    if (!root || root.scrollHeight > innerHeight * 1.2) return null
    const boxes = elements.filter(
      (box) =>
        box.scrollHeight > box.clientHeight * 1.2 &&
        box.clientHeight * box.clientWidth > (innerWidth * innerHeight) / 3 &&
        /auto|scroll/.test(getComputedStyle(box).overflowY),
    )
    return boxes.sort((a, b) => b.scrollHeight - a.scrollHeight)[0] ?? null
  }

  return {
    unfold(): void {
      const elements = [...document.querySelectorAll<HTMLElement>('body, body *')].slice(0, MAX_ELEMENTS)
      const positions = elements.map((element) => getComputedStyle(element).position)
      const main = scroller(elements)
      const open = { height: 'auto', 'max-height': 'none', overflow: 'visible' }
      for (let box: HTMLElement | null = main; box; box = box.parentElement) set(box, open)
      for (const box of [document.documentElement, document.body])
        if (getComputedStyle(box).overflowY === 'hidden') set(box, open)
      for (const [at, element] of elements.entries()) {
        if (positions[at] === 'fixed') set(element, { position: 'absolute' })
        else if (positions[at] === 'sticky') set(element, { position: 'relative', inset: 'auto' })
      }
    },
  }
}

const UNFOLDER = helperSource('unfolder', createUnfolder)
