import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Capture, CaptureRequest } from '#lib/capture/capture.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { newId } from '#lib/kernel/ids.ts'
import type { UserCtx } from '#lib/usecases/define-use-case.ts'
import { addLink } from '#lib/usecases/links/add-link.ts'
import { getLink } from '#lib/usecases/links/get-link.ts'
import { lookupLink } from '#lib/usecases/links/lookup-link.ts'
import { broughtCapture } from '#test/brought-capture.ts'
import { listen } from '#test/listen.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { captureSnapshot } from './capture-snapshot.ts'

/** What the site answers, by path; all else is 404. */
const pages = new Map<string, { status?: number; location?: string; html?: string }>()
const asked: string[] = []
let opened: TestRuntime
let origin: string
let close: () => void
beforeAll(async () => {
  const site = await listen(
    createServer((request, response) => {
      asked.push(request.url ?? '')
      const { status = 200, location, html } = pages.get(request.url ?? '') ?? { status: 404 }
      response.writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        ...(location && { location }),
      })
      response.end(html)
    }),
  )
  close = site.close
  origin = `http://127.0.0.1:${site.port}`
  opened = await openTestRuntime({
    LINKHOME_SUBMIT_LIMIT: '0',
    LINKHOME_ALLOW_HOSTS: `127.0.0.1:${site.port}`,
    LINKHOME_ASSESS: 'off',
  })
})
afterAll(async () => {
  close()
  await closeExtractor()
  await opened.close()
})

const SENTENCES = [
  '网页会消失，而保存下来的不会。',
  '一个地址今天指向这里，明天指向别处。',
  '同一篇文章常有好几个地址。',
]
/** An article of its own words, which names an address as its own. */
function article(named: string | null, subject = '存档'): string {
  const link = named === null ? '' : `<link rel="canonical" href="${named}">`
  const paragraphs = Array.from(
    { length: 8 },
    (_, n) => `<p>${subject}之${n}：${SENTENCES.join(subject)}</p>`,
  )
  return `<!doctype html><html lang="zh-CN"><head><title>${subject}</title>${link}</head><body><article><h1>${subject}</h1>${paragraphs.join('')}</article></body></html>`
}

/** Saves `path`, whose page is this one, and says which addresses find it then. */
async function save(path: string, html: string, facts: Partial<Capture> = {}, by?: UserCtx) {
  const ctx = by ?? (await makePerson(opened)).ctx
  const { id, latest } = await addLink(ctx, { url: origin + path })
  const capturePage = async (request: CaptureRequest) => {
    const blob = await opened.blobs.put(html, { contentType: 'text/html' })
    const page = { digest: blob.digest, contentType: 'text/html; charset=utf-8', sizeBytes: blob.sizeBytes }
    const brought = await broughtCapture(opened.blobs, request, facts)
    return { ...brought, page, blobs: [...brought.blobs, blob] }
  }
  const job = { snapshotId: latest?.id ?? '' }
  await captureSnapshot({ ...opened, capturePage }, job, new AbortController().signal)
  return { ctx, id, link: await getLink(ctx, { id }) }
}
const addressesOf = async (...given: Parameters<typeof save>) => (await save(...given)).link.addresses

test('a page that names another address is found by it when that shows the same, and keeps its own', async () => {
  const named = `/read/${newId()}`
  pages.set(named, { html: article(named) })
  const { ctx, id, link } = await save(`${named}?from=list`, article(named))
  expect(link).toMatchObject({
    url: `${origin}${named}?from=list`,
    addresses: [{ url: origin + named, source: 'canonical' }],
  })
  expect((await lookupLink(ctx, { url: origin + named })).id).toBe(id)
  expect((await addLink(ctx, { url: origin + named })).id).toBe(id)
  const stranger = await makePerson(opened)
  await opened.db.link.update({ where: { id }, data: { visibility: 'public' } })
  expect(await getLink(stranger.ctx, { id })).not.toHaveProperty('addresses')
})

test('what differs in a slash or a tracking parameter is not asked for', async () => {
  const before = asked.length
  expect(await addressesOf('/plain/?utm_source=x', article('/plain'))).toEqual([
    { url: `${origin}/plain`, source: 'canonical' },
  ])
  expect(asked.length).toBe(before)
})

test('careless and false names join nothing', async () => {
  const other = article('/list', '别的内容')
  pages.set('/list', { html: other })
  pages.set('/moved', { status: 302, location: '/list' })
  pages.set('/unsure', { html: article('/third') })
  pages.set('/empty', { html: '<div id="app"></div><script src="/app.js"></script>' })
  pages.set('/', { html: article('/') })
  pages.set('/login', { html: article('/login') })
  const named = {
    'the front page': '/',
    'a door': '/login',
    'the first page of a list': '/list',
    'a page that is gone': '/gone',
    'a page that leads elsewhere': '/moved',
    'a page that names a third one': '/unsure',
    'a page that only scripts fill': '/empty',
    'another host': 'http://localhost/a',
    'another port': 'http://127.0.0.1:1/a',
  }
  for (const [what, address] of Object.entries(named))
    expect([what, await addressesOf(`/page?of=${encodeURIComponent(what)}`, article(address))]).toEqual([
      what,
      [],
    ])
  const both = article('/a').replace('</head>', '<link rel="canonical" href="/b"></head>')
  expect(await addressesOf('/two-names', both)).toEqual([])
})

test('a link that has the named address already stays a link of its own', async () => {
  const named = `/own/${newId()}`
  pages.set(named, { html: article(named) })
  const { ctx, id } = await save(named, article(named))
  const second = await save(`${named}?view=print`, article(named), {}, ctx)
  expect(second.link.addresses).toEqual([])
  expect((await lookupLink(ctx, { url: origin + named })).id).toBe(id)
  expect(second.id).not.toBe(id)
})

test('what moved for good is found where it went, by the word of the page; what leads on today is not', async () => {
  const led = async (status: number, to: string, html: string) => {
    const from = `/old/${newId()}`
    const brought = await broughtCapture(opened.blobs, {
      url: origin + from,
      budget: opened.config.capture,
      signal: new AbortController().signal,
      onStage: () => {},
    })
    const [document] = brought.exchanges
    if (!document) throw new Error('no document')
    const hop = {
      ...document,
      httpStatus: status,
      responseHeaders: [['Location', to] satisfies [string, string]],
    }
    const facts = { finalUrl: origin + to, exchanges: [hop, { ...document, url: origin + to }] }
    return addressesOf(from, html, facts)
  }
  const to = `/new/${newId()}`
  const known = [{ url: origin + to, source: 'redirect' }]
  expect(await led(301, to, article(to))).toEqual(known)
  expect(await led(308, to, article(to))).toEqual(known)
  expect(await led(302, to, article(to))).toEqual([])
  expect(await led(301, to, article(null))).toEqual([])
  expect(await led(301, to, article('/elsewhere'))).toEqual([])
  expect(await led(301, '/', article('/'))).toEqual([])
})
