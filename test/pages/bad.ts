// What the web serves on its bad days: endless, empty, broken, hostile and misleading answers.
import type { Verdict } from '#lib/contract/snapshot.ts'
import type { ErrorCode } from '#lib/kernel/errors.ts'
import { paintPng } from './pictures.ts'
import { htmlDocument, page, send, type Exchange, type Routes } from './routes.ts'

/** A bad input and the ends it may come to: a typed error, or a snapshot whose verdict says what it is. */
export interface BadInput {
  path: string
  claim: string
  errors: ErrorCode[]
  verdicts: Verdict[]
}

const bad = (path: string, claim: string, errors: ErrorCode[], verdicts: Verdict[] = []): BadInput => ({
  path,
  claim,
  errors,
  verdicts,
})

export const BAD_INPUTS: BadInput[] = [
  bad('/bad/redirect-loop', 'a redirect that never arrives', ['too_many_redirects']),
  bad('/bad/404', 'a page that is not there', [], ['http_error']),
  bad('/bad/500', 'a server that failed', [], ['http_error']),
  bad('/bad/empty', 'an answer without a body', ['empty_response'], ['empty']),
  bad('/bad/huge', 'a document of 300 MB', ['too_large'], ['partial']),
  bad('/bad/drip', 'a document that never ends', ['timeout'], ['partial']),
  bad('/bad/silent', 'a server that takes the request and says nothing', ['timeout']),
  bad('/bad/never-settles', 'a page that never comes to rest', [], ['good', 'partial']),
  bad('/bad/dialogs', 'a storm of dialogs', [], ['good', 'partial']),
  bad('/bad/download', 'a file to be saved', [], ['good', 'partial']),
  bad('/bad/file.pdf', 'a PDF', [], ['good', 'partial']),
  bad('/bad/image.png', 'a picture', ['unsupported_content'], ['good', 'partial']),
  bad('/bad/plain.txt', 'plain text', [], ['good']),
  bad('/bad/data.json', 'JSON', ['unsupported_content'], ['good']),
  bad('/bad/reset', 'a connection that is reset', ['connection_failed', 'empty_response']),
  bad(
    '/bad/blocks-thread',
    'a script that blocks its page for ever',
    ['timeout', 'browser_crash'],
    ['partial'],
  ),
  bad('/bad/soft-404', 'a page that says 404 with status 200', [], ['http_error', 'empty']),
  bad('/bad/login-wall', 'a page that wants a login first', [], ['wall']),
  bad('/bad/captcha-wall', 'a page that wants proof of a human', [], ['wall']),
  bad('/bad/private-redirect', 'a redirect into the private network', ['blocked_address']),
]

const HUGE_BYTES = 300 * 1024 * 1024
const DRIP_MS = 250

/** Sends chunks as fast as they are taken, holding one at a time. */
function pour({ response }: Exchange, chunk: Buffer, totalBytes: number): void {
  let left = totalBytes
  const write = () => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length
      if (!response.write(chunk)) return void response.once('drain', write)
    }
    response.end()
  }
  write()
}

function drip({ response }: Exchange): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  response.write('<!doctype html><title>Drop by drop</title><p>The beginning of an endless page.</p>')
  let drops = 0
  const timer = setInterval(() => response.write(`<p>drop ${++drops}</p>`), DRIP_MS)
  response.once('close', () => clearInterval(timer))
}

/** The smallest PDF that readers open without repair: offsets of its cross-reference table are counted, not guessed. */
export function smallPdf(text: string): Buffer {
  const content = `BT /F1 24 Tf 72 720 Td (${text}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  return Buffer.from(
    `${file}xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
  )
}

const neverSettles = `<h1>A ticker</h1><p>The text of this page is complete from the start and worth keeping.</p><p id="tick">0</p>
<script>
let n = 0
setInterval(() => { document.getElementById('tick').textContent = String(++n) }, 20)
const ask = () => fetch('/bad/tick?' + Math.random()).finally(() => setTimeout(ask, 30))
ask()
</script>`

const dialogs = `<h1>Behind the dialogs</h1><p>This paragraph is what the reader came for, and no dialog may keep it away.</p>
<script>
addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay' })
let rounds = 0
const storm = () => { alert('one'); confirm('two'); prompt('three'); if (++rounds < 50) setTimeout(storm, 10) }
setTimeout(storm, 10)
</script>`

const blocksThread = `<h1>Before the stall</h1><p>The script below never gives the thread back.</p>
<script>addEventListener('load', () => setTimeout(() => { for (;;) {} }, 50))</script>`

const soft404 = `<header>小站</header><main><h1>404</h1><p>抱歉,您访问的页面不存在或已被删除。</p><a href="/">返回首页</a></main>`

const loginWall = `<main><h1>登录后查看全部内容</h1><p>请先登录后继续访问。</p>
<form action="/login" method="post"><label>手机号 <input name="phone"></label>
<label>密码 <input type="password" name="password"></label><button>登录</button></form><a href="/register">注册新账号</a></main>`

const captchaWall = `<main><h1>安全验证</h1><p>请完成下方验证,确认您是真人后继续访问。</p>
<div class="g-recaptcha captcha-box" data-sitekey="test"><div class="slider">向右拖动滑块完成拼图</div></div></main>`

const filler = Buffer.from(`<p>${'a wall of words that has no end in sight '.repeat(400)}</p>\n`)

export const badRoutes: Routes = {
  '/bad/redirect-loop': ({ response, url }) => {
    const next = Number(url.searchParams.get('n') ?? 0) + 1
    response.writeHead(302, { location: `/bad/redirect-loop?n=${next}` }).end()
  },
  '/bad/private-redirect': ({ response }) => {
    // TEST-NET-1 (RFC 5737) is not public either, and nobody answers there should the guard fail.
    response.writeHead(302, { location: 'http://192.0.2.1/secret' }).end()
  },
  '/bad/404': page(() => htmlDocument('Not Found', '<h1>Not Found</h1><p>There is nothing here.</p>'), {
    status: 404,
  }),
  '/bad/500': page(() => htmlDocument('Error', '<h1>Internal Server Error</h1>'), { status: 500 }),
  '/bad/empty': (exchange) => send(exchange, '', 'text/html; charset=utf-8'),
  '/bad/huge': (exchange) => {
    exchange.response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    exchange.response.write('<!doctype html><title>Too much</title><h1>Too much</h1>')
    pour(exchange, filler, HUGE_BYTES)
  },
  '/bad/drip': drip,
  // The request is read and kept; only `site.stop()` or the other side ends it.
  '/bad/silent': () => {},
  '/bad/never-settles': page(() => htmlDocument('Ticker', neverSettles)),
  '/bad/tick': (exchange) => send(exchange, String(Date.now()), 'text/plain'),
  '/bad/dialogs': page(() => htmlDocument('Dialogs', dialogs)),
  '/bad/download': (exchange) =>
    send(exchange, Buffer.alloc(4_096, 7), 'application/octet-stream', {
      headers: { 'content-disposition': 'attachment; filename="backup.bin"' },
    }),
  '/bad/file.pdf': (exchange) => send(exchange, smallPdf('A page of paper'), 'application/pdf'),
  '/bad/image.png': async (exchange) => send(exchange, await paintPng(640, 400, 200), 'image/png'),
  '/bad/plain.txt': (exchange) =>
    send(exchange, 'Plain words, line one.\n  Indented line two.\n', 'text/plain; charset=utf-8'),
  '/bad/data.json': (exchange) =>
    send(exchange, JSON.stringify({ title: 'data', items: [1, 2, 3] }), 'application/json'),
  '/bad/reset': ({ request }) => void request.socket.resetAndDestroy(),
  '/bad/blocks-thread': page(() => htmlDocument('Stall', blocksThread)),
  '/bad/soft-404': page(() => htmlDocument('页面不存在', soft404, { lang: 'zh-CN' })),
  '/bad/login-wall': page(() => htmlDocument('登录', loginWall, { lang: 'zh-CN' })),
  '/bad/captcha-wall': page(() => htmlDocument('安全验证', captchaWall, { lang: 'zh-CN' })),
  // Holds its answer back until the switch of its name is thrown: whoever captures it is in the middle of it.
  '/held/*': async (exchange) => {
    await exchange.site.whenOn(exchange.url.pathname)
    const name = exchange.url.pathname.slice('/held/'.length)
    send(
      exchange,
      htmlDocument(`Held back: ${name}`, `<article><h1>Held back: ${name}</h1>${STAYING}</article>`),
      'text/html; charset=utf-8',
    )
  },
  // A good page until the switch `gone` is thrown; with `moved` it says so with status 200.
  '/switch': (exchange) => {
    const gone = exchange.site.isOn('gone')
    const html =
      gone || exchange.site.isOn('moved')
        ? htmlDocument('Not Found', '<h1>404 Not Found</h1><p>The page you are looking for is gone.</p>')
        : htmlDocument('A page that will go', `<article><h1>A page that will go</h1>${STAYING}</article>`)
    send(exchange, html, 'text/html; charset=utf-8', { status: gone ? 404 : 200 })
  },
}

const STAYING = [
  'Pages come and pages go, and most of them leave without saying goodbye. This one is here today, with a few honest paragraphs, so that a copy of it is worth keeping in front.',
  'When the switch is thrown the address answers with an error. The copy that was made before must then stay where the reader looks first, and the error must be told beside it as what it is.',
  'Nothing else on this page changes from one visit to the next, so that a second copy of it costs almost nothing.',
]
  .map((text) => `<p>${text}</p>`)
  .join('\n')
