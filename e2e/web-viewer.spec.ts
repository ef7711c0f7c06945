// Archived pages that wait to be read: whatever they hold, in the viewer, on an origin of their own, in a file from the
// disk, and even without any policy around them, nothing runs, nobody is asked, and the reader is led nowhere.
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserContext, Page } from '@playwright/test'
import { PAYLOADS } from '#test/hostile/content-lies.ts'
import { runHostileCases } from '#test/hostile/hostile-run.ts'
import { VIEWER_PAGES } from '#test/hostile/viewer-pages.ts'
import { startProduct } from '#test/product.ts'
import { expect, test } from './hostile-fixtures.ts'

const DEADLINE_MS = 240_000
/** Pages of one browser that look at the same time. */
const READERS = 4
/** Where documents are shown without a header of ours. */
const BARE = 'https://bare.test'

const ids = new Map<string, string>()

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ api, product, hostile }) => {
  test.setTimeout(DEADLINE_MS + 30_000)
  const { ends } = await runHostileCases({ api, product, site: hostile }, VIEWER_PAGES, {
    deadlineMs: DEADLINE_MS,
  })
  for (const { name, end, isAsItShould, snapshot } of ends) {
    expect(isAsItShould, `${name} ended as ${end}`).toBe(true)
    ids.set(name, snapshot.id)
  }
})

test.afterEach(({ hostile }) => {
  expect(hostile.contacts()).toEqual([])
})

/** What a page of a browser did that it should not have done. */
function watch(page: Page, inside: readonly string[]): string[] {
  const breaches: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    const isInside = inside.some((origin) => url.startsWith(origin)) || /^(data|blob|about):/.test(url)
    if (!isInside) breaches.push(`asked for ${url}`)
  })
  page.on('dialog', (dialog) => {
    breaches.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => breaches.push(`window ${popup.url()}`))
  page.on('download', (download) => breaches.push(`download ${download.url()}`))
  page.on('response', (response) => {
    if (response.url().includes('/replay/') && response.headers()['set-cookie'])
      breaches.push(`cookie by ${response.url()}`)
  })
  return breaches
}

/** Runs in a frame, by way of the inspector: touches everything, then tells what ran and what leads to code. */
function provoke() {
  // A form without an address leads to where it stands, which is for nobody to see.
  addEventListener('submit', (event) => event.preventDefault(), true)
  for (const one of document.querySelectorAll<HTMLElement>(
    'button, input, summary, label, select, [tabindex]',
  )) {
    one.focus()
    one.click()
  }
  const led = [...document.querySelectorAll<HTMLAnchorElement>('a[href], area[href]')].filter(
    ({ protocol }) => !/^(https?|mailto|tel|file):$/.test(protocol),
  )
  return [
    ...Object.keys(globalThis).filter((name) => name.startsWith('canary')),
    ...[...led, ...document.querySelectorAll('[action], [formaction], [ping]')].map(
      ({ outerHTML }) => outerHTML,
    ),
    ...[...document.scripts].map(() => 'a script'),
  ]
}

/** Opens each address in a tab of its own, some at a time, and gives the breaches of each by name. */
async function readAll(
  context: BrowserContext,
  inside: readonly string[],
  { addressOf, ours }: { addressOf(name: string, id: string): string; ours: boolean },
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  const waiting = [...ids]
  await Promise.all(
    Array.from({ length: READERS }, async () => {
      const page = await context.newPage()
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [name, id] = next
        const breaches = watch(page, inside)
        const address = addressOf(name, id)
        await page.goto(address)
        const shown = ours ? page.frameLocator('iframe').first() : page
        await expect.soft(shown.getByText('The words that were there').first(), name).toBeVisible()
        // The first is the page of ours around it, whose scripts and buttons are ours.
        for (const frame of ours ? page.frames().slice(1) : page.frames())
          breaches.push(...(await frame.evaluate(provoke)))
        if (page.url() !== address) breaches.push(`led to ${page.url()}`)
        if (breaches.length > 0) found[name] = breaches
        page.removeAllListeners()
      }
      await page.close()
    }),
  )
  return found
}

const viewerOf = (origin: string) => (_name: string, id: string) => `${origin}/s/${id}?view=page`

async function readInViewer(page: Page, origin: string, inside: readonly string[]) {
  const before = await page.context().cookies()
  const breaches = await readAll(page.context(), inside, { addressOf: viewerOf(origin), ours: true })
  expect(breaches).toEqual({})
  expect(await page.context().cookies()).toEqual(before)
}

test('in the viewer nothing runs, leaves, leads away or leaves a cookie', async ({ product, ownerPage }) => {
  await readInViewer(ownerPage, product.url, [product.url])
})

test('as a single file from the disk neither', async ({ api, browser }) => {
  const folder = await mkdtemp(join(tmpdir(), 'linkhome-single-'))
  for (const [name, id] of ids)
    await writeFile(join(folder, `${name}.html`), await (await api.artifact(id, 'single.html')).text())
  const context = await browser.newContext()
  const addressOf = (name: string) => pathToFileURL(join(folder, `${name}.html`)).href
  expect(await readAll(context, [pathToFileURL(folder).href], { addressOf, ours: false })).toEqual({})
  await context.close()
  await rm(folder, { recursive: true })
})

test('nor without any policy: the frozen page alone is inert', async ({ api, browser }) => {
  const pages = new Map<string, string>()
  for (const id of ids.values()) pages.set(id, await (await api.artifact(id, 'page')).text())
  const context = await browser.newContext()
  // Parts are not asked for again: what counts is that nothing else is.
  await context.route('**/*', async (route) => {
    const { pathname, origin } = new URL(route.request().url())
    const body = origin === BARE ? pages.get(pathname.split('/')[1] ?? '') : undefined
    if (body && pathname.endsWith('/page')) await route.fulfill({ contentType: 'text/html', body })
    else await route.abort()
  })
  const addressOf = (_name: string, id: string) => `${BARE}/${id}/page`
  expect(await readAll(context, [BARE], { addressOf, ours: false })).toEqual({})
  await context.close()
})

test('payloads in titles, notes and tags are words on every page of ours', async ({
  api,
  product,
  ownerPage: page,
}) => {
  const [first = ''] = ids.values()
  const submitted: string[] = []
  for (const payload of PAYLOADS) {
    // It leads inside, and is given up at once: what counts is what is written of it.
    const { id, linkId } = await api.submit(
      `http://dns-private.hostile.test/${encodeURIComponent(payload)}`,
      {
        tags: [payload.replaceAll('/', '∕').slice(0, 64)],
        title: payload,
        note: payload,
      },
    )
    expect(linkId).not.toBe('')
    submitted.push(id)
  }
  const breaches = watch(page, [product.url])
  const tag = encodeURIComponent((PAYLOADS[0] ?? '').replaceAll('/', '∕'))
  for (const path of [
    '/',
    '/search?q=canary',
    `/search?q=${encodeURIComponent(PAYLOADS[1] ?? '')}`,
    `/t/${tag}`,
    `/s/${submitted[0]}`,
    `/s/${first}`,
    '/settings',
  ]) {
    await page.goto(product.url + path)
    expect
      .soft(
        (await page.evaluate(() => Object.keys(globalThis))).filter((name) => name.startsWith('canary')),
        path,
      )
      .toEqual([])
  }
  await page.goto(product.url)
  await expect(page.getByText(PAYLOADS[0] ?? '').first()).toBeVisible()
  expect(breaches).toEqual([])
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return address !== null && typeof address === 'object' ? address.port : 0
}

// The last test of this product, and of the specs that share it: it is started again with other settings.
test('with an origin of its own for archived pages it is the same', async ({
  product,
  settings,
  ownerPage,
}) => {
  test.setTimeout(180_000)
  await product.stop()
  const port = await freePort()
  const replayUrl = `http://127.0.0.1:${port}`
  const env = { ...settings, PORT: String(port), LINKHOME_REPLAY_URL: replayUrl }
  const again = await startProduct({ folder: product.folder, env })
  try {
    await readInViewer(ownerPage, again.url, [again.url, `${replayUrl}/replay/`])
  } finally {
    await again.stop()
  }
})
