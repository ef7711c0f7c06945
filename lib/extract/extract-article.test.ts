import { afterAll, expect, test, vi } from 'vitest'
import { csdnArticleHtml } from '#test/pages/csdn-article.ts'
import { articleSource } from '#test/pages/article-source.ts'
import { closeExtractor, extractArticle } from './extract-article.ts'

// Starting a thread takes seconds on a machine that runs other tests.
vi.setConfig({ testTimeout: 30_000 })
afterAll(closeExtractor)

const URL = 'https://a.test/page'
const page = (body: string) =>
  `<!DOCTYPE html><html lang="zh-CN"><head><title>题目</title></head><body>${body}</body></html>`
const prose = Array.from(
  { length: 12 },
  (_value, at) => `<p>第${at}段,讲的是容器网络,每段都有足够的字,读起来像一篇文章。</p>`,
).join('')

test('pages one after another and at once are extracted, each its own', async () => {
  const source = articleSource()
  for (let round = 0; round < 3; round += 1) {
    const [csdn, other] = await Promise.all([
      extractArticle(csdnArticleHtml(source), URL),
      extractArticle(page(`<article>${prose}</article>`), URL),
    ])
    expect(csdn?.title).toBe(source.title)
    expect(other?.title).toBe('题目')
    expect(other?.text).toContain('第11段')
  }
})

test('a page of more nodes than the limit has no article', async () => {
  expect(await extractArticle(page(prose + '<i></i>'.repeat(300_001)), URL)).toBeNull()
})

test('a page nested beyond all measure has no article, and the next page has one', async () => {
  expect(await extractArticle(page(`${'<div>'.repeat(1_001)}${prose}`), URL)).toBeNull()
  expect(await extractArticle(page('<b><template shadowrootmode="open">'.repeat(5_000)), URL)).toBeNull()
  expect((await extractArticle(page(`<article>${prose}</article>`), URL))?.text).toContain('第3段')
})

const slow = page(`<article>${prose}${'<p><a href="/x">一</a>, 二, 三</p>'.repeat(40_000)}</article>`)

test('a page that takes long lets the next one pass', async () => {
  const stopping = new AbortController()
  const long = extractArticle(slow, URL, { timeoutMs: 60_000, signal: stopping.signal })
  expect((await extractArticle(page(`<article>${prose}</article>`), URL))?.text).toContain('第3段')
  stopping.abort(new Error('still at it'))
  await expect(long).rejects.toThrow('still at it')
})

test('a page that uses up its time has no article, and the next page has one', async () => {
  let unread = 0
  const onUnread = () => void (unread += 1)
  expect(await extractArticle(slow, URL, { timeoutMs: 50, onUnread })).toBeNull()
  expect(unread).toBe(1)
  expect((await extractArticle(page(`<article>${prose}</article>`), URL))?.text).toContain('第3段')
})

test('a page that uses up its memory takes only its thread down', async () => {
  const wide = page(`<article>${prose}${'<p>一<b>二</b><i>三</i></p>'.repeat(80_000)}</article>`)
  expect(await extractArticle(wide, URL, { memoryMb: 24 })).toBeNull()
  expect((await extractArticle(page(`<article>${prose}</article>`), URL))?.text).toContain('第3段')
})

test('an aborted extraction rejects with the reason', async () => {
  const controller = new AbortController()
  const waiting = extractArticle(page(prose.repeat(100)), URL, { signal: controller.signal })
  controller.abort(new Error('the worker stops'))
  await expect(waiting).rejects.toThrow('the worker stops')
})

test.each(['', 'plain text', '<', '<html></html>', '\u0000', '<template><p>x', '<svg><script>'.repeat(50)])(
  'the page %j does not fail',
  async (html) => {
    await expect(extractArticle(html, 'not a url')).resolves.toBeDefined()
  },
)
