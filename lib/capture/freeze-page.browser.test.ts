import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { compareImages } from '#lib/archive/compare-images.ts'
import {
  boxOf,
  openCopyRoom,
  settleUntil,
  type Box,
  type CopyRoom,
  type LivePage,
  type ShownCopy,
} from '#test/frozen-copy.ts'
import { findBreaches } from '#test/inert-markup.ts'
import type { Technique } from '#test/pages/technique.ts'
import { TECHNIQUES } from '#test/pages/techniques.ts'
import { startSite, type Site } from '#test/site.ts'

/** They wait more than they work: more pages than processors at once. */
const PAGES_AT_ONCE = 5
/** One that hangs fails by itself, and takes no other along. */
const PAGE_LIMIT_MS = 60_000

/** Pages that change themselves all the time: frozen twice they are two pages. */
const RESTLESS = new Set(['frames-by-script', 'never-idle'])

interface Result {
  live: LivePage
  copy: ShownCopy
  /** Of the probe alone, or of the whole page. */
  score: number
  /** What its document and sheets hold that may not be there. */
  breaches: string[]
}

let room: CopyRoom
const results = new Map<string, PromiseSettledResult<Result>>()

beforeAll(async () => {
  room = await openCopyRoom()
  const site = await startSite()
  const captured = await allAtOnce(TECHNIQUES, (one) => capture(site, one))
  // From here on there is no site: what a copy shows, it has.
  await site.stop()
  const shown = await allAtOnce(captured, async (outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason
    return show(outcome.value)
  })
  TECHNIQUES.forEach(({ name }, at) => results.set(name, shown[at]!))
}, 300_000)

afterAll(() => room.close())

/** What fails is told by the test of its page. */
function allAtOnce<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<PromiseSettledResult<R>[]> {
  const lanes = runAtMost(PAGES_AT_ONCE)
  const bounded = (item: T) => withDeadline(PAGE_LIMIT_MS, undefined, () => work(item))
  return Promise.allSettled(items.map((item) => lanes.run(() => bounded(item))))
}

async function capture(site: Site, { path, expects, probe }: Technique) {
  let box: Box | null = null
  const live = await room.capture(site.origin + path, async (page) => {
    await settleUntil(page, expects)
    box = probe === null ? null : await boxOf(page, probe)
  })
  return { live, box }
}

async function show({ live, box }: { live: LivePage; box: Box | null }): Promise<Result> {
  const copy = await room.show(live)
  const pictures = [live.screenshot, copy.screenshot].map((whole) => (box ? cut(whole, box) : whole))
  const [first, second] = await Promise.all(pictures)
  const { score } = await compareImages(first!, second!)
  return { live, copy, score, breaches: await findBreaches(room.blobs, live) }
}

async function cut(picture: Buffer, { left, top, width, height }: Box): Promise<Buffer> {
  const { width: maxWidth = 0, height: maxHeight = 0 } = await sharp(picture).metadata()
  const [x, y] = [Math.min(Math.floor(left), maxWidth - 1), Math.min(Math.floor(top), maxHeight - 1)]
  const [w, h] = [Math.min(Math.ceil(width), maxWidth - x), Math.min(Math.ceil(height), maxHeight - y)]
  return sharp(picture)
    .extract({ left: x, top: y, width: Math.max(1, w), height: Math.max(1, h) })
    .png({ compressionLevel: 1 })
    .toBuffer()
}

describe.each(TECHNIQUES)('a frozen copy of $name', ({ name, expects }) => {
  test('looks and reads like the page, asks for nothing outside and runs nothing', () => {
    const result = results.get(name)!
    if (result.status === 'rejected') throw result.reason
    const { live, copy, score, breaches } = result.value
    expect(score).toBeGreaterThanOrEqual(0.98)
    for (const text of expects) {
      expect(copy.text).toContain(text)
      expect(live.frozen.visibleText).toContain(text)
    }
    expect(copy.outside).toEqual([])
    expect(copy.noise).toEqual([])
    expect(breaches).toEqual([])
    expect(live.again === live.frozen.page.digest || RESTLESS.has(name)).toBe(true)
  })
})
