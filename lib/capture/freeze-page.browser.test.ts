import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareImages } from '#lib/archive/compare-images.ts'
import { openCopyRoom, settleForTest, type CopyRoom, type LivePage } from '#test/frozen-copy.ts'
import { RARE_TECHNIQUES } from '#test/pages/rare-techniques.ts'
import { TECHNIQUES } from '#test/pages/techniques.ts'
import { startSite } from '#test/site.ts'

const ALL = [...TECHNIQUES, ...RARE_TECHNIQUES]

let room: CopyRoom
const live = new Map<string, LivePage>()

beforeAll(async () => {
  room = await openCopyRoom()
  const site = await startSite()
  for (const { name, path, expects } of ALL) {
    const captured = await room.capture(site.origin + path, async (page) => {
      await settleForTest(page)
      // Nobody but the inspector sees into a closed shadow tree, not even the driver's locators.
      for (const text of name === 'shadow-closed' ? [] : expects)
        await page.getByText(text).first().waitFor({ state: 'attached' })
      await settleForTest(page)
    })
    live.set(name, captured)
  }
  // From here on there is no site: what a copy shows, it has.
  await site.stop()
}, 300_000)

afterAll(() => room.close())

describe.each(ALL)('a frozen copy of $name', ({ name, expects }) => {
  test('looks and reads like the page, asks for nothing outside and runs nothing', async () => {
    const page = live.get(name)!
    const copy = await room.show(page)
    const { score } = await compareImages(page.screenshot, copy.screenshot)
    expect(score).toBeGreaterThanOrEqual(0.98)
    for (const text of expects) {
      expect(copy.text).toContain(text)
      expect(page.frozen.visibleText).toContain(text)
    }
    expect(copy.outside).toEqual([])
    expect(copy.noise).toEqual([])
    expect(page.html).not.toMatch(/<script|\son\w+=|javascript:|127\.0\.0\.1/i)
  })
})
