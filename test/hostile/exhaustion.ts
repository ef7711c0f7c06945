// Pages and answers that want all there is: time, bytes, memory, requests, windows.
import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { pixelBomb } from './pixel-bomb.ts'
import { KEPT, WORDS, type End, type HostileExchange, type LyingCase, type PageCase } from './hostile-case.ts'

const MiB = 1024 * 1024
/** Whatever comes to an end within its bounds is fine; that it does is the claim. */
const ENDED: readonly End[] = [...KEPT, 'too_large', 'timeout', 'browser_crash', 'too_many_redirects']
const DRIP_MS = 100

const html = (
  name: string,
  body: string | ((exchange: HostileExchange) => string),
  ends = ENDED,
): PageCase => ({
  name,
  ends,
  page(exchange) {
    exchange.response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    exchange.response.end(
      `<!doctype html><html lang="en"><title>${name}</title>${WORDS}${typeof body === 'string' ? body : body(exchange)}`,
    )
  },
})

const script = (name: string, code: string, ends?: readonly End[]) =>
  html(name, `<script>${code}</script>`, ends)

/** Above what a document may be long; made once, at the first request. */
function packed(pack: (plain: Buffer) => Buffer) {
  let bytes: Buffer | undefined
  return () => (bytes ??= pack(Buffer.alloc(24 * MiB, 'words without end ')))
}
const PACKED = {
  gzip: packed((plain) => gzipSync(plain, { level: 1 })),
  deflate: packed((plain) => deflateSync(plain, { level: 1 })),
  br: packed((plain) => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })),
  zstd: packed((plain) => zstdCompressSync(plain)),
}

/** A document of some kilobytes that is many megabytes long. */
const bomb = (encoding: keyof typeof PACKED): PageCase => ({
  name: `bomb-${encoding}`,
  ends: ['too_large', 'partial', 'browser_crash', 'timeout'],
  page: ({ response }) =>
    void response
      .writeHead(200, { 'content-type': 'text/html', 'content-encoding': encoding })
      .end(PACKED[encoding]()),
})

/** Sends pieces for as long as somebody takes them. */
function pour({ response }: HostileExchange, type: string, piece: (at: number) => string | Buffer): void {
  response.writeHead(200, { 'content-type': type })
  let at = 0
  const write = () => {
    while (!response.destroyed && response.write(piece(at++)));
  }
  response.on('drain', write)
  write()
}

const WALL = `<p>${'a wall of words that has no end in sight '.repeat(1_500)}</p>\n`

export const EXHAUSTION: readonly PageCase[] = [
  bomb('gzip'),
  bomb('deflate'),
  bomb('br'),
  bomb('zstd'),
  html(
    'bomb-in-parts',
    '<link rel="stylesheet" href="/bomb-gzip"><img src="/bomb-br"><script src="/bomb-gzip"></script>',
  ),
  {
    name: 'bomb-in-bomb',
    ends: [...ENDED, 'connection_failed', 'empty'],
    page: ({ response }) =>
      void response
        .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip, gzip' })
        .end(gzipSync(PACKED.gzip())),
  },
  {
    name: 'endless',
    ends: ['too_large', 'partial'],
    page: (exchange) => pour(exchange, 'text/html', () => WALL),
  },
  {
    name: 'endless-file',
    ends: ['too_large', 'partial'],
    page: (exchange) => pour(exchange, 'application/octet-stream', () => Buffer.alloc(64 * 1024, 7)),
  },
  html(
    'endless-parts',
    '<img src="/endless-file"><link rel="stylesheet" href="/endless"><video src="/endless-file" autoplay></video>',
  ),
  {
    name: 'drip',
    ends: ['timeout', 'partial'],
    page({ response }) {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.write(`<!doctype html><title>drip</title>${WORDS}`)
      const dripping = setInterval(() => response.write('<p>drop</p>'), DRIP_MS)
      response.once('close', () => clearInterval(dripping))
    },
  },
  { name: 'silent', ends: ['timeout'], page: () => {} },
  {
    name: 'redirect-without-end',
    ends: ['too_many_redirects'],
    page: ({ response, url }) =>
      void response
        .writeHead(302, { location: `${url.pathname}?n=${Number(url.searchParams.get('n')) + 1}` })
        .end(),
  },
  html(
    'refresh-without-end',
    ({ url }) => `<meta http-equiv="refresh" content="0;url=?n=${Math.random()}&${url.pathname}">`,
  ),
  script('location-without-end', 'location.href = location.pathname + "?" + Math.random()'),
  script('history-without-end', 'for (let n = 0; n < 100_000; n++) history.pushState(0, "", "?" + n)'),
  script(
    'nodes',
    'const all = document.createDocumentFragment(); for (let n = 0; n < 1_000_000; n++) all.append(document.createElement("i")); document.body.append(all)',
  ),
  script(
    'nested',
    'let at = document.body; for (let n = 0; n < 100_000; n++) { const next = document.createElement("b"); at.append(next); at = next } at.append("deep")',
  ),
  html('nested-markup', '<div><b><span>'.repeat(60_000)),
  html(
    'shadows',
    '<script>for (let n = 0; n < 20_000; n++) { const one = document.createElement("p"); one.attachShadow({ mode: "closed" }).innerHTML = "<style>*{color:red}</style><slot></slot>"; document.body.append(one) }</script>',
  ),
  html(
    'attributes',
    `<p ${Array.from({ length: 50_000 }, (_, at) => `data-a${at}="${at}"`).join(' ')}>many</p>`,
  ),
  html(
    'pixels',
    '<img src="/pixels.png"><img src="/pixels.png?2" width="9"><link rel="icon" href="/pixels.png?icon"><meta property="og:image" content="/pixels.png?og">',
  ),
  {
    name: 'pixels.png',
    ends: ENDED,
    page: async ({ response }) =>
      void response.writeHead(200, { 'content-type': 'image/png' }).end(await pixelBomb(30_000)),
  },
  script(
    'canvases',
    'for (let n = 0; n < 40; n++) { const one = document.createElement("canvas"); one.width = one.height = 8_000; one.getContext("2d").fillRect(0, 0, 8_000, 8_000); document.body.append(one) }',
  ),
  html(
    'drawing',
    '<svg width="99999" height="99999"><filter id="f"><feTurbulence numOctaves="99999" baseFrequency=".9"/><feGaussianBlur stdDeviation="9999"/></filter><rect width="99999" height="99999" filter="url(#f)"/></svg>',
  ),
  html('tall', '<div style="height:33000000px;width:33000000px;background:linear-gradient(red,blue)"></div>'),
  script(
    'memory',
    'const all = []; setInterval(() => { for (let n = 0; n < 20; n++) all.push(new Array(1e6).fill(n + 0.5)) }, 1)',
  ),
  script('buffers', 'const all = []; setInterval(() => all.push(new Uint8Array(5e7).fill(1)), 1)'),
  script(
    'text',
    'document.title = "t".repeat(5e6); const p = document.createElement("p"); p.textContent = "字 ".repeat(8e6); document.body.append(p)',
  ),
  script('busy', 'addEventListener("load", () => { for (;;); })'),
  script('busy-at-once', 'for (;;);'),
  script('expression', '/^(a+)+$/.test("a".repeat(60) + "!")'),
  script(
    'busy-workers',
    'for (let n = 0; n < 16; n++) new Worker(URL.createObjectURL(new Blob(["for (;;);"])))',
  ),
  script('recursion', 'const again = () => { try { again() } finally { again() } }; setTimeout(again)'),
  script('requests', 'for (let n = 0; n < 6_000; n++) fetch("/small?" + n).catch(() => {})'),
  {
    name: 'small',
    ends: KEPT,
    page: ({ response }) =>
      void response
        .writeHead(200, { 'content-type': 'text/plain' })
        .end('small words, and enough of them to be kept here'),
  },
  html(
    'downloads',
    '<script>setInterval(() => { const a = document.createElement("a"); a.href = "/endless-file?" + Math.random(); a.download = "x"; a.click() }, 20)</script>',
  ),
  html(
    'frames-within',
    ({ url }) =>
      `<iframe src="/frames-within?${url.search}x"></iframe><iframe src="/frames-within?${url.search}y"></iframe>`,
  ),
  script(
    'dialogs',
    'onbeforeunload = (event) => event.preventDefault(); setInterval(() => { alert(1); prompt(2); print() }, 1)',
  ),
  script('windows-without-end', 'setInterval(() => { open("about:blank"); open(location.href) }, 5)'),
  script(
    'console',
    'setInterval(() => { for (let n = 0; n < 100; n++) console.error("x".repeat(1e5), { n }) }, 1)',
  ),
  script(
    'sockets-without-end',
    'setInterval(() => { const one = new WebSocket("ws://" + location.host + "/flood"); one.onmessage = () => one.send("x".repeat(1e5)) }, 50)',
  ),
  script(
    'storage',
    '(async () => { for (let n = 0;; n++) { const room = await caches.open("x"); await room.put("/x" + n, new Response("x".repeat(5e6))); try { localStorage.setItem(n, "x".repeat(1e6)) } catch {} } })()',
  ),
  script(
    'mutations',
    'new MutationObserver(() => document.body.append(document.createElement("hr"))).observe(document.body, { childList: true }); document.body.append("x")',
  ),
  html(
    'styles',
    `<style>${Array.from({ length: 3_000 }, (_, at) => `:is(:has(*:nth-child(${at + 1}n)) *:not(:has(b)) ~ *){--a${at}:calc(1px*${at})}`).join('')}</style>${'<i></i>'.repeat(3_000)}`,
  ),
  html('data-address', () => `<img src="data:image/svg+xml,${'a'.repeat(6e6)}">`),
]

/** The same in the language of the wire. */
export const SLOW_ANSWERS: readonly LyingCase[] = [
  {
    name: 'slow-head',
    ends: ['timeout', 'empty_response', 'connection_failed'],
    speak(socket) {
      const letters = [...`HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(1e6)}`]
      const dripping = setInterval(() => socket.write(letters.shift() ?? 'a'), DRIP_MS)
      socket.once('close', () => clearInterval(dripping))
    },
  },
  {
    name: 'huge-header',
    ends: ['empty_response', 'connection_failed', 'too_large'],
    speak: (socket) => void socket.end(`HTTP/1.1 200 OK\r\nX-Huge: ${'a'.repeat(MiB)}\r\n\r\n<p>words</p>`),
  },
  {
    name: 'headers-without-end',
    ends: ['empty_response', 'connection_failed', 'too_large', 'timeout'],
    speak(socket) {
      socket.write('HTTP/1.1 200 OK\r\n')
      const write = () => {
        while (!socket.destroyed && socket.write(`X-More: ${'a'.repeat(1_000)}\r\n`));
      }
      socket.on('drain', write)
      write()
    },
  },
  {
    name: 'chunks-of-one',
    ends: ['too_large', 'timeout', 'partial'],
    speak(socket) {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n`)
      const write = () => {
        while (!socket.destroyed && socket.write('1;x=y\r\na\r\n'.repeat(500)));
      }
      socket.on('drain', write)
      write()
    },
  },
]
