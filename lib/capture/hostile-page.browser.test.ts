import fc from 'fast-check'
import { chromium, type Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '#lib/kernel/digest.ts'
import {
  openCopyRoom,
  settleForTest,
  type CopyRoom,
  type LivePage,
  type ShownCopy,
} from '#test/frozen-copy.ts'
import { findBreaches } from '#test/inert-markup.ts'
import { startSite } from '#test/site.ts'
import { findBrowser } from './find-browser.ts'
import { freezePage } from './freeze-page.ts'
import type { Recording } from './record-responses.ts'

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

test('nothing is in the copy that is not on the list', async () => {
  expect(await findBreaches(room.blobs, live)).toEqual([])
})

/** A tree as scripts can build it, with names, places and values that no parser would put there. */
interface Odd {
  space: string
  name: string
  attributes: [name: string, value: string][]
  text: string
  shadow: boolean
  children: Odd[]
}

const HTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'
const MATH = 'http://www.w3.org/1998/Math/MathML'
const NAMES =
  'div p a area form input button select option textarea style link meta title iframe object embed img video audio source track picture table tr td template slot noscript xmp plaintext listing script svg g use image foreignObject desc animate set feImage math mtext mi annotation-xml mglyph details dialog x-element frameset body head html base'.split(
    ' ',
  )
const ATTRIBUTES =
  'href xlink:href src srcset data action formaction style class id onclick onload onfocus http-equiv content name rel target srcdoc poster background ping manifest attributeName values to from sandbox is shadowrootmode popover fill filter mask type media data-linkhome-modal xml:base autofocus'.split(
    ' ',
  )
const VALUES = [
  'javascript:canary()',
  ' java\tscript:canary()',
  'https://outside.test/a?b#c',
  '//outside.test/',
  '/path',
  '#local',
  'data:text/html,<script>canary()</script>',
  'data:image/svg+xml,<svg onload="canary()"/>',
  'url(https://outside.test/x.png)',
  'background:url("https://outside.test/y.png");--a:\\75rl(z.png)',
  '"><script>canary()</script>',
  "' onload='canary()",
  'refresh',
  'stylesheet',
  'preload',
  'image/svg+xml',
  'onbegin',
  'xlink:href',
  '<img src=x onerror=canary()>',
  'closed',
]
const TEXTS = [
  '</style><script>canary()</script>',
  '@import "https://outside.test/a.css";b{c:url(//outside.test)}',
  '--><img src=x onerror=canary()>',
  '</textarea></title></xmp><script>canary()</script>',
  ']]><script>canary()</script>',
  '&lt;script&gt;',
  '\0\r\n\ud800',
  'words',
]

const odd = (depth: number): fc.Arbitrary<Odd> =>
  fc.record({
    space: fc.constantFrom(HTML, SVG, MATH),
    name: fc.constantFrom(...NAMES),
    attributes: fc.array(fc.tuple(fc.constantFrom(...ATTRIBUTES), fc.constantFrom(...VALUES)), {
      maxLength: 4,
    }),
    text: fc.constantFrom(...TEXTS),
    shadow: fc.boolean(),
    children: depth === 0 ? fc.constant([]) : fc.array(odd(depth - 1), { maxLength: 4 }),
  })

const within = (...names: [space: string, name: string][]): Odd[] =>
  names.reduceRight<Odd[]>(
    (children, [space, name]) => [
      { space, name, attributes: [['id', 'javascript:canary()']], text: TEXTS[0]!, shadow: false, children },
    ],
    [],
  )
/** What runs of thousands have found, each mended since. */
const FOUND: [Odd[]][] = [
  [within([SVG, 'svg'], [MATH, 'math'])],
  [within([HTML, 'select'], [HTML, 'div'], [HTML, 'style'])],
  [within([HTML, 'style'])],
]

/** Runs in the page. */
function build(trees: Odd[]) {
  const make = (tree: Odd): Element => {
    const element = document.createElementNS(tree.space, tree.name)
    for (const [name, value] of tree.attributes) {
      const isLink = name.startsWith('xlink:')
      if (isLink) element.setAttributeNS('http://www.w3.org/1999/xlink', name, value)
      else element.setAttribute(name, value)
    }
    let place: Node = element
    try {
      if (tree.shadow) place = element.attachShadow({ mode: 'closed' })
    } catch {
      // Most elements can be no hosts.
    }
    place.appendChild(document.createTextNode(tree.text))
    for (const child of tree.children) place.appendChild(make(child))
    return element
  }
  document.body.replaceChildren(...trees.map(make))
}

test('whatever tree a script builds, nothing is in its copy that is not on the list', async () => {
  const browser: Browser = await chromium.launch({
    executablePath: findBrowser(null),
    args: ['--no-sandbox'],
  })
  // A page without scripts of its own to run: what is built is looked at, not executed.
  const context = await browser.newContext({ offline: true })
  const page = await context.newPage()
  await page.route('**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>' }),
  )
  await page.goto('https://inside.test/')
  const documents = new Map<string, string>()
  const recording: Recording = {
    resources: () => [],
    exchanges: () => [],
    bodyOf: () => null,
    sourceOf: () => null,
    settled: async () => {},
    dispose() {},
  }
  const signal = new AbortController().signal
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(odd(4), { minLength: 1, maxLength: 12 }), async (trees) => {
        await page.evaluate(build, trees)
        const frozen = await freezePage(page, recording, {
          signal,
          put: async (bytes) => {
            const digest = sha256(String(bytes))
            documents.set(digest, String(bytes))
            return { digest, sizeBytes: 1, storedBytes: 1, encoding: 'identity', isNew: true }
          },
        })
        const html = documents.get(frozen.page.digest) ?? ''
        expect(await findBreaches(room.blobs, { html, frozen: { parts: [] } })).toEqual([])
        documents.clear()
      }),
      // The same trees every time: a run that goes looking for others takes thousands.
      { numRuns: 60, seed: 20_261_126, examples: FOUND },
    )
  } finally {
    await browser.close()
  }
})
