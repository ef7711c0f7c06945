import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseHTML } from 'linkedom'
import {
  openCopyRoom,
  settleForTest,
  type CopyRoom,
  type LivePage,
  type ShownCopy,
} from '#test/frozen-copy.ts'
import { startSite } from '#test/site.ts'

let room: CopyRoom
let live: LivePage
let copy: ShownCopy
let liveCanaries: string[]

beforeAll(async () => {
  room = await openCopyRoom()
  const site = await startSite()
  live = await room.capture(`${site.origin}/hostile`, async (page) => {
    await settleForTest(page)
    liveCanaries = await page.evaluate(() =>
      Object.keys(globalThis).filter((name) => name.startsWith('canary')),
    )
  })
  await site.stop()
  copy = await room.show(live)
})

afterAll(() => room.close())

/** Elements of a document, of its shadow templates and of the documents in its frames. */
function elementsOf(html: string): Element[] {
  const { document } = parseHTML(html)
  const all = [...document.querySelectorAll('*')]
  const inner = all.filter((element) => element.localName === 'template').map((element) => element.innerHTML)
  const frames = all.map((element) => element.getAttribute('srcdoc') ?? '')
  return [
    ...all,
    ...[...inner, ...frames].filter(Boolean).flatMap((part) => elementsOf(`<!doctype html><body>${part}`)),
  ]
}

test('the words of the page are kept', () => {
  for (const words of ['harmless words', 'shadow words', 'inner words', 'object words']) {
    expect(copy.text).toContain(words)
  }
})

test('the live page was dangerous', () => {
  expect(liveCanaries).toEqual(
    expect.arrayContaining(['canaryLive', 'canarySvgScript', 'canaryError', 'canarySrcdoc']),
  )
})

test('nothing runs, nothing is asked for outside, nothing pops up', () => {
  expect(copy.canaries).toEqual([])
  expect(copy.outside).toEqual([])
  expect(copy.noise).toEqual([])
})

test('no element that acts or loads by itself is left', () => {
  const names = new Set(elementsOf(live.html).map((element) => element.localName))
  for (const name of [
    'script',
    'noscript',
    'base',
    'object',
    'embed',
    'applet',
    'param',
    'frame',
    'track',
    'xmp',
  ]) {
    expect(names).not.toContain(name)
  }
})

test('no attribute that acts is left', () => {
  const attributes = elementsOf(live.html).flatMap((element) => [...element.attributes])
  const acting = attributes.filter(
    ({ name, value }) =>
      /^on|^(action|formaction|ping|autoplay|http-equiv|nonce)$/i.test(name) ||
      /^\s*(java|vb)\s*script:/i.test(value),
  )
  expect(acting.map(({ name, value }) => `${name}=${value}`)).toEqual([])
})

test('whatever names something shown names a part of the page', () => {
  const parts = new Set(live.frozen.parts.map((part) => part.digest))
  const named = elementsOf(live.html).flatMap((element) => {
    const isLink = element.localName === 'link' && element.getAttribute('rel') !== 'canonical'
    const names = ['src', 'poster', 'background', 'srcset', 'data', 'xlink:href', ...(isLink ? ['href'] : [])]
    return names.map((name) => element.getAttribute(name)?.split(/[ #]/)[0] ?? '')
  })
  expect(named.filter((name) => name !== '' && !name.startsWith('data:') && !parts.has(name))).toEqual([])
})

test('links lead to the web in a new tab and nowhere else', () => {
  const links = elementsOf(live.html).filter(({ localName }) => localName === 'a' || localName === 'area')
  const leading = links.filter(
    (link) => link.hasAttribute('href') && !link.getAttribute('href')?.startsWith('#'),
  )
  const isHarmless = (link: Element) =>
    /^https?:/.test(link.getAttribute('href') ?? '') && link.getAttribute('rel') === 'noopener noreferrer'
  expect(leading.filter((link) => !isHarmless(link)).map((link) => link.outerHTML)).toEqual([])
})
