import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

/** Nothing is set: neither a database nor a folder is needed to extract. */
async function extract(args: string[], stdin: Uint8Array = Buffer.alloc(0)) {
  const child = spawn(process.execPath, [MAIN, 'extract', ...args], {
    env: { NODE_ENV: 'production', LANG: 'en_US.UTF-8' },
  })
  child.stdin.on('error', () => {}) // it ended before it had read everything, which is told below
  child.stdin.end(stdin)
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code, out, err }
}

test('bytes of an old encoding, in a page that no parser of a browser made, become an article with its sources', async () => {
  const paragraphs = Array.from(
    { length: 8 },
    (_value, at) => `<p>第${at}段:城东的旧书市场昨天重新开门,修缮历时八个月,来的人比去年还要多。`,
  )
  // The stray element around <html>, the open tags and the encoding are what old news sites serve.
  const page = `<center><html><head><meta charset="gb2312"><title>旧书市场重新开门-城市晚报</title></head><body>
    <h1>旧书市场重新开门</h1><div>2025年9月18日 08:00 作者:林小满</div><div id="text">${paragraphs.join('')}
    <p><img src="/p/market.jpg" alt="市场"><a href="more.html">地图</a><ul><li>早市<li>夜市</ul><pre>open --early</pre></div></body></html>`
  const { code, out, err } = await extract(['--url', 'http://paper.test/a/b.html'], iconv.encode(page, 'gbk'))
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const found = JSON.parse(out)
  expect(found).toMatchObject({
    title: { value: '旧书市场重新开门', source: 'title' },
    author: { value: '林小满', source: 'visible', confidence: 0.8 },
    published: { value: '2025-09-18T00:00:00.000Z', source: 'visible' },
    siteName: { value: '城市晚报', source: 'title' },
    language: { value: 'zh-CN', source: 'script' },
    code: 'open --early',
    counts: { listItems: 2, images: 1, links: 1, codeBlocks: 1, codeLines: 1 },
    encoding: 'gb18030',
  })
  expect(found.text).toContain('第7段')
  expect(found.html).toContain('src="http://paper.test/p/market.jpg"')
  expect(found.html).toContain('href="http://paper.test/a/more.html"')
})

test('a page without an article says so with nothing; without an address the usage is told', async () => {
  const [nothing, unknown] = await Promise.all([
    extract(['--url', 'http://a.test/'], Buffer.from('<p></p>')),
    extract([]),
  ])
  expect(nothing.code).toBe(0)
  expect(JSON.parse(nothing.out)).toMatchObject({ title: null, text: '', html: '', counts: { words: 0 } })
  expect(unknown).toMatchObject({ code: 2, out: '' })
  expect(unknown.err).toContain('extract --url <url>')
})
