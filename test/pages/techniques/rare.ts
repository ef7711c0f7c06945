// Techniques that naive copies lose: state that only scripts made, pixels without markup, sheets of other charsets.
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { htmlDocument, page, send, type Exchange } from '../routes.ts'
import type { TechniquePage, Theme } from '../technique.ts'

function rare(
  name: string,
  expects: string[],
  body: string | ((exchange: Exchange) => string),
  options: { head?: string; headers?: Record<string, string> } = {},
): TechniquePage {
  const make = typeof body === 'string' ? () => body : body
  const handler = page((exchange) => htmlDocument(name, make(exchange), { head: options.head ?? '' }), {
    headers: options.headers ?? {},
  })
  return { path: `/rare/${name}`, name, expects, probe: null, handler }
}

const brokenCss = `<style>
p { color: #a00; background: url(/img/32x32-10.png }
.bad { background: url(bad url"with' quotes) ; color: red }
@media screen { .open { padding: 20px; background: #dfd
</style><style>} ; } .after { border: 4px solid "#000 ; }
.string { content: "never closed
; } .end::after { content: "\\22 a \\"quoted\\" end"; background: #ffd } /* never closed</style>`

const webgl = `<canvas width="300" height="150"></canvas><p>a red board</p><script>
const gl = document.querySelector('canvas').getContext('webgl')
gl.clearColor(0.8, 0.1, 0.1, 1); gl.clear(gl.COLOR_BUFFER_BIT)
</script>`

const tainted = ({
  site,
}: Exchange) => `<canvas width="320" height="200"></canvas><p>a borrowed picture</p><script>
const image = new Image()
image.onload = () => document.querySelector('canvas').getContext('2d').drawImage(image, 0, 0)
image.src = '${site.otherOrigin}/img/320x200-33.png'
</script>`

const definedOnly = `<style>x-late:not(:defined) { display: none } x-here:not(:defined) { display: none }
x-here { background: #cdf; display: block; padding: 20px }</style>
<x-here>a defined element</x-here><x-late>never defined</x-late>
<script>customElements.define('x-here', class extends HTMLElement {})</script>`

const positions = `<style>script + p { color: #b0b } p:nth-child(4) { background: #ee9 } body > :first-child { font-size: 40px }</style>
<p>after a script</p><noscript>never shown</noscript><p>the fourth child</p><!-- a comment --><p>the fifth child</p>`

const patched = `<div id="at"></div><script>
const root = document.getElementById('at').attachShadow({ mode: 'open' })
root.innerHTML = '<p style="background:#eda">words behind patched natives</p>'
const refuse = () => { throw new Error('patched') }
for (const [owner, names] of [[Node.prototype, ['appendChild', 'cloneNode', 'insertBefore']], [Element.prototype, ['getAttribute', 'matches', 'querySelectorAll', 'closest']], [Array.prototype, ['map', 'filter', 'join', 'push']], [String.prototype, ['replace', 'replaceAll', 'split']]])
  for (const name of names) owner[name] = refuse
JSON.stringify = refuse; Object.keys = refuse; window.Map = refuse; window.URL = refuse
</script>`

const animation = `<p id="a">moved by a script</p><script>
document.getElementById('a').animate([{ transform: 'none', backgroundColor: '#fff' },
  { transform: 'translate(120px, 60px)', backgroundColor: '#8ce' }], { duration: 1, fill: 'forwards' })
</script>`

const popover = `<p>under a popover</p><div id="p" popover style="padding: 30px">words of an open popover</div>
<style>#p:popover-open { border: 5px dotted #06c } #p::backdrop { background: rgb(255 240 200 / 60%) }</style>
<script>document.getElementById('p').showPopover()</script>`

const adoptedUrl = `<p class="art">a constructed background</p><script>
const sheet = new CSSStyleSheet()
sheet.replaceSync('.art { background: url("/img/320x200-44.png"); padding: 60px; width: 200px }')
document.adoptedStyleSheets = [sheet]
</script>`

const linkedEdits = `<link rel="stylesheet" href="/rare/css/plain.css" id="one"><link rel="stylesheet" href="/rare/css/loud.css" id="two">
<p class="plain">an edited linked sheet</p><script>
addEventListener('load', () => {
  document.getElementById('one').sheet.insertRule('.plain { background: #fb8 }', 1)
  document.getElementById('two').sheet.disabled = true
})
</script>`

const svgUse = `<svg width="300" height="120"><use href="/rare/sprite.svg#badge"/></svg>
<svg width="160" height="100"><image href="/img/160x100-55.png" width="160" height="100"/></svg>`

const nestedFrames = ({ site }: Exchange) =>
  `<p>three frames deep</p><iframe sandbox="allow-scripts" width="600" height="400" src="${site.otherOrigin}/rare/nested?2"></iframe>`

const pages: TechniquePage[] = [
  rare(
    'broken-css',
    ['words under broken sheets'],
    '<p class="end">words under broken sheets</p><p class="open">open</p>',
    {
      head: brokenCss,
    },
  ),
  rare('gzip-css', ['dressed by a packed sheet'], '<p class="packed">dressed by a packed sheet</p>', {
    head: '<link rel="stylesheet" href="/rare/css/packed.css">',
  }),
  rare('canvas-webgl', ['a red board'], webgl),
  rare('canvas-tainted', ['a borrowed picture'], tainted),
  rare('defined', ['a defined element'], definedOnly),
  rare('positions', ['the fourth child'], positions, { head: '' }),
  rare('patched-natives', ['words behind patched natives'], patched),
  rare('web-animation', ['moved by a script'], animation),
  rare('popover', ['words of an open popover'], popover),
  rare('adopted-url', ['a constructed background'], adoptedUrl),
  rare('linked-edits', ['an edited linked sheet'], linkedEdits),
  rare('svg-references', [], svgUse),
  rare('nested-frames', ['three frames deep'], nestedFrames),
  rare(
    'natural-size',
    ['as large as its density says'],
    '<img srcset="/img/640x400-66.png 2x" alt=""><img srcset="/img/640x400-77.png 640w, /img/320x200-88.png 320w" sizes="400px" alt=""><p>as large as its density says</p>',
  ),
  rare('layers', ['a layered rule wins late'], '<p class="deep layered">a layered rule wins late</p>', {
    head: '<style>@layer late, early; @import url("/t/css/second.css");</style><style>@import url("/t/css/layer.css") layer(base) screen; .layered { padding: 40px }</style>',
  }),
  rare(
    'scripting-media',
    ['shown to those with scripts'],
    '<style>@media (scripting: none) { p { display: none } } @media (scripting: enabled) { p { background: #bfb } }</style><p>shown to those with scripts</p>',
  ),
  rare(
    'trusted-types',
    ['behind a strict policy'],
    '<p style="background:#fcf">behind a strict policy</p><img src="/img/120x80-99.png" alt="">',
    {
      headers: {
        'content-security-policy':
          "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; require-trusted-types-for 'script'; trusted-types 'none'",
        'cross-origin-opener-policy': 'same-origin',
      },
    },
  ),
]

const gbkHtml = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>旧站</title>
<link rel="stylesheet" href="/rare/css/gbk.css"></head><body bgcolor="#eeeeff" background="/img/64x64-12.png">
<table width="400" border="1"><tr><td height="60" background="/img/64x64-70.png">旧站的正文<td>第二格</table>
<p class="前言">样式表里的中文</p><form><input type="image" src="/img/120x80-15.png"></form></body></html>`

pages.push({
  path: '/rare/gbk',
  name: 'gbk-quirks',
  expects: ['旧站的正文'],
  probe: null,
  handler: (exchange) => send(exchange, iconv.encode(gbkHtml, 'gbk'), 'text/html'),
})

const sprite = `<svg xmlns="http://www.w3.org/2000/svg"><defs><linearGradient id="g"><stop stop-color="#f80"/><stop offset="1" stop-color="#08f"/></linearGradient>
<symbol id="badge"><rect width="280" height="100" rx="20" fill="url(#g)"/><circle cx="60" cy="50" r="30" fill="#fff"/></symbol></defs></svg>`

const routes = {
  '/rare/css/gbk.css': (exchange: Exchange) =>
    send(exchange, iconv.encode('.前言::before { content: "前言:"; color: #a0a }', 'gbk'), 'text/css'),
  '/rare/css/packed.css': (exchange: Exchange) =>
    send(exchange, gzipSync('.packed { background: url("/img/64x64-21.png"); padding: 50px }'), 'text/css', {
      headers: { 'content-encoding': 'gzip' },
    }),
  '/rare/css/plain.css': (exchange: Exchange) =>
    send(exchange, '.plain { width: 260px; padding: 25px }', 'text/css'),
  '/rare/css/loud.css': (exchange: Exchange) => send(exchange, 'body { background: #f00 }', 'text/css'),
  '/rare/sprite.svg': (exchange: Exchange) => send(exchange, sprite, 'image/svg+xml'),
  '/rare/nested': page(({ url, site }) => {
    const depth = Number(url.search.slice(1))
    const inner =
      depth > 0
        ? `<iframe width="500" height="${depth * 120}" src="${site.origin}/rare/nested?${depth - 1}"></iframe>`
        : ''
    return htmlDocument(
      'nested',
      `<p style="background:#def">frame ${depth}</p><img src="/img/64x64-${depth * 40}.png" alt="">${inner}`,
    )
  }),
}

export const rareOnes: Theme = { pages, routes }
