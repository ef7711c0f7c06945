// The test site itself: what other tests rely on must hold.
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { articleSource } from './pages/article-source.ts'
import { csdnArticleHtml } from './pages/csdn-article.ts'
import { MIXED_PAGES } from './pages/reading.ts'
import { SITE_PAGES } from './pages/sites/all-sites.ts'
import { TECHNIQUES } from './pages/techniques.ts'
import { selfSignedCertificate } from './self-signed.ts'
import { startSite, type Site } from './site.ts'

const ownText = readFileSync(new URL('./pages/own-article.zh.txt', import.meta.url), 'utf8')

// Run for the text beside the checkout when there is one, and always for our own.
describe.each([
  ['the article at hand', articleSource()],
  ['our own article', articleSource(ownText)],
])('%s', (_name, source) => {
  test('has four numbered modes, steps, inner paragraphs and inner options', () => {
    expect(source.numberedItems).toHaveLength(14)
    expect(source.numberedItems.slice(0, 4).map((text) => text.match(/\((\w+)\)/)?.[1])).toEqual([
      'Bridge',
      'Host',
      'Container',
      'None',
    ])
    expect(source.nestedItems.length).toBeGreaterThanOrEqual(12)
    expect(source.nestedItems.filter((text) => text.startsWith('--'))).toHaveLength(3)
    expect(source.blocks.filter((block) => block.kind === 'heading')).toHaveLength(4)
    expect(source.teasers.length).toBeGreaterThanOrEqual(1)
  })

  test('has a compose file that parses, with its services in it', () => {
    const compose: unknown = parse(source.composeYaml)
    expect(source.composeYaml.split('\n').length).toBeGreaterThan(90)
    expect(compose).toMatchObject({ services: expect.any(Object), networks: expect.any(Object) })
  })

  test.each(['网络', '桥接', 'docker0', '自定义网络'])('speaks of %s', (word) => {
    expect(JSON.stringify(source.blocks)).toContain(word)
  })

  test('keeps its code byte for byte in both forms of line numbers, once tags are taken away', () => {
    for (const gutter of ['list', 'table'] as const) {
      const html = csdnArticleHtml(source, { gutter })
      const lines = source.composeYaml.split('\n').slice(0, 12)
      const text = html.replace(/<[^>]+>/g, '').replaceAll('&quot;', '"')
      for (const line of lines) expect(text).toContain(line)
    }
  })
})

describe('the site', () => {
  let site: Site
  beforeAll(async () => {
    site = await startSite()
  })
  afterAll(() => site.stop())

  test.each([...MIXED_PAGES, ...SITE_PAGES, ...TECHNIQUES.map(({ path }) => path)])(
    '%s is there',
    async (path) => {
      const response = await fetch(site.origin + path)
      expect(response.status).toBe(200)
      expect((await response.text()).length).toBeGreaterThan(200)
    },
  )

  test('the GB18030 page is the same text in other bytes', async () => {
    const bytes = Buffer.from(await (await fetch(`${site.origin}/csdn/article-gb18030.html`)).arrayBuffer())
    expect(iconv.decode(bytes, 'gb18030')).toContain('自定义网络')
    expect(bytes.toString('utf8')).not.toContain('自定义网络')
  })

  test('a switch turns a page into a 404 and back', async () => {
    const status = async () => (await fetch(`${site.origin}/switch`)).status
    expect(await status()).toBe(200)
    site.set('gone', true)
    expect(await status()).toBe(404)
    site.set('gone', false)
    expect(await status()).toBe(200)
  })

  test('a held page answers when its switch is thrown', async () => {
    const answer = fetch(`${site.origin}/held/door`)
    await site.whenAsked('/held/door')
    site.set('/held/door', true)
    expect(await (await answer).text()).toContain('Held back: door')
  })

  test('a single-use picture is refused the second time, a guarded one without its sender', async () => {
    const status = async (path: string, headers = {}) => (await fetch(site.origin + path, { headers })).status
    expect(await status('/t/guarded/once.png?ticket=x')).toBe(200)
    expect(await status('/t/guarded/once.png?ticket=x')).toBe(403)
    expect(await status('/csdn/img/1.png')).toBe(403)
    expect(await status('/csdn/img/1.png', { referer: `${site.origin}/csdn/article.html` })).toBe(200)
  })

  test('requests are recorded with their headers', async () => {
    await fetch(`${site.origin}/read/blog?seen`, { headers: { 'x-asked-by': 'test' } })
    expect(site.requests.find(({ url }) => url === '/read/blog?seen')?.headers['x-asked-by']).toBe('test')
  })

  test('a huge body is poured without being held: stopping early ends it', async () => {
    const { body } = await fetch(`${site.origin}/bad/huge`)
    const reader = body?.getReader()
    let bytes = 0
    while (bytes < 5_000_000) bytes += (await reader?.read())?.value?.length ?? Number.NaN
    await reader?.cancel()
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(100_000_000)
  })
})

test('a self-signed certificate names itself and is vouched for by nobody else', () => {
  const certificate = new X509Certificate(selfSignedCertificate('127.0.0.1').cert)
  expect(certificate.subject).toBe('CN=127.0.0.1')
  expect(certificate.verify(certificate.publicKey)).toBe(true)
})
