// What the product makes of a capture afterwards: the PDF, when somebody asks for it, and the fidelity report, when nobody waits.
import { compareImages } from '#lib/archive/compare-images.ts'
import { readPicture } from '#lib/archive/read-picture.ts'
import { textLikeness } from '#lib/archive/text-likeness.ts'
import type { Capture, CapturedPage } from '#lib/capture/capture.ts'
import { printFrozen } from '#lib/capture/print-frozen.ts'
import { viewFrozen, type FrozenCopy, type ShowDeps } from '#lib/capture/show-frozen.ts'
import type { PutBlob } from '#lib/blobs/blob-store.ts'
import { pageHeaders, partHeaders } from '#lib/replay/replay-policy.ts'

const never = new AbortController().signal

/** As lib/pipeline/frozen-copy.ts joins it from rows. */
function frozenCopyOf({ page, parts, screenshot = null }: CapturedPage & Partial<Capture>): FrozenCopy {
  return {
    page: page.digest,
    pageHeaders: pageHeaders("'none'"),
    parts: new Map(parts.map((part) => [part.digest, part])),
    partHeaders,
    pictureBase: screenshot?.base ? { base: screenshot.base, strips: screenshot.strips } : null,
  }
}

/** Prints the PDF with the product's own maker, and stores it. */
export async function makePdf(
  deps: ShowDeps & { blobs: { put: PutBlob } },
  page: CapturedPage,
): Promise<void> {
  const origin = { url: page.finalUrl, capturedAt: new Date() }
  const put: PutBlob = (bytes, options) => deps.blobs.put(bytes, options)
  await printFrozen(deps, frozenCopyOf(page), origin, { put, signal: never })
}

/** Looks at the copy offline and compares it, as the assess job does; the report itself is some bytes of JSON. */
export async function makeReport(deps: ShowDeps, capture: Capture): Promise<void> {
  const shown = await viewFrozen(deps, frozenCopyOf(capture), never)
  const live = capture.screenshot && (await readPicture(deps.blobs, capture.screenshot))
  if (live) await compareImages(live, shown.picture)
  textLikeness(capture.visibleText, shown.text)
}
