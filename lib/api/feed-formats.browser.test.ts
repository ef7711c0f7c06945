import { chromium, type Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { writeAtom } from './feed-atom.ts'
import { writeJsonFeed } from './feed-json.ts'

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(null), args: ['--no-sandbox'] })
})
afterAll(() => browser.close())

/** Every unit of UTF-16 that text may hold, and what tries to leave its place. */
const EVERYTHING = Array.from({ length: 0x1_0000 }, (_, unit) => `${String.fromCharCode(unit)} `).join('')
const MARKUP = `]]></title><script>alert(1)</script><!-- <![CDATA[ &nbsp; &#0; "' <?x?> %3C`
const HOSTILE = `${MARKUP}\ud83d${MARKUP}\ude00\u{1fffe}\u{10ffff}${EVERYTHING}`
const content = {
  id: '01890000-0000-7000-8000-000000000001',
  title: HOSTILE,
  homeUrl: 'https://home.test/search?q=%22&sort=newest',
  changedAt: new Date('2026-11-29T12:00:00Z'),
  digest: '0',
  entries: [
    {
      id: '01890000-0000-7000-8000-000000000002',
      title: HOSTILE,
      url: `https://example.com/?a=1&b="${HOSTILE}`,
      snapshotUrl: 'https://home.test/s/1',
      summary: HOSTILE,
      tags: [HOSTILE, '技术/数据库'],
      addedAt: '2026-11-28T12:00:00.000Z',
      updatedAt: '2026-11-29T11:00:00.000Z',
    },
  ],
}

test('whatever text holds, a strict parser reads the Atom feed, and finds text alone', async () => {
  const page = await browser.newPage()
  const found = await page.evaluate((source) => {
    const document = new DOMParser().parseFromString(source, 'application/xml')
    return {
      error: document.querySelector('parsererror')?.textContent ?? null,
      names: [...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))],
      namespaces: [...new Set([...document.querySelectorAll('*')].map(({ namespaceURI }) => namespaceURI))],
      title: document.querySelector('entry > title')?.textContent,
      summary: document.querySelector('entry > summary')?.textContent,
      href: document.querySelector('entry > link[rel=alternate]')?.getAttribute('href'),
      terms: [...document.querySelectorAll('category')].map((one) => one.getAttribute('term')),
    }
  }, writeAtom(content))
  expect(found.error).toBeNull()
  expect(found.names).toEqual(
    'feed id title link updated author name entry published category summary'.split(' '),
  )
  expect(found.namespaces).toEqual(['http://www.w3.org/2005/Atom'])
  expect(found.title).toContain(`${MARKUP}\ufffd${MARKUP}\ufffd`)
  expect(found.summary).toBe(found.title)
  expect(found.href).toContain(`https://example.com/?a=1&b="${MARKUP}`)
  expect(found.terms[1]).toBe('技术/数据库')
})

test('the JSON feed is read by a strict parser, without what no text may hold', () => {
  const bytes = new TextEncoder().encode(writeJsonFeed(content))
  const feed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  expect(feed.items[0].title).toContain(`${MARKUP}\ufffd${MARKUP}`)
  expect(feed.items[0].title.isWellFormed()).toBe(true)
  expect(feed.items[0].title).not.toMatch(/[\0\ufffe\uffff]/)
})
