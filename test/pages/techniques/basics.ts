// Techniques that nearly every site uses: fonts, pictures, lazy loading, sheets, shadow trees, frames, state of forms.
import { paintPng, paintSvg } from '../pictures.ts'
import { htmlDocument, page, send, type Exchange, type Handler } from '../routes.ts'
import { squareFontTtf, squareFontWoff2 } from '../square-font.ts'
import { technique, type TechniquePage, type Theme } from '../technique.ts'

/** Empty ground that keeps what follows below the first screen. */
const FAR = '<div style="height: 2400px; background: linear-gradient(#eef, #fee)"></div>'
const picture = (src: string, more = '') => `<img src="${src}" width="320" height="200" alt="" ${more}>`

const fontFaces = `<style>
@font-face { font-family: Squares; src: url(/font/squares.woff2) format("woff2") }
@font-face { font-family: SquaresTtf; src: url(/font/squares.ttf) format("truetype") }
.woff2 { font: 40px Squares } .ttf { font: 40px SquaresTtf }</style>`

const srcset = `<img srcset="/img/320x200-10.png 1x, /img/640x400-20.png 2x" src="/img/320x200-30.png" width="320" height="200" alt="">
<picture><source type="image/webp" srcset="/img/320x200-40.webp 320w, /img/640x400-50.webp 640w" sizes="320px">
<img src="/img/320x200-60.png" width="320" height="200" alt=""></picture>`

const lazyObserver = `${FAR}<img data-src="/img/320x200-90.png" width="320" height="200" alt=""><p id="seen"></p>
<script>
new IntersectionObserver((entries, observer) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) {
    observer.unobserve(target)
    target.src = target.dataset.src
    document.getElementById('seen').textContent = 'the picture was seen'
  }
}).observe(document.querySelector('[data-src]'))
</script>`

const lazyScroll = `${FAR}<img data-src="/img/320x200-110.png" width="320" height="200" alt=""><p id="seen"></p>
<script>
addEventListener('scroll', function look() {
  const image = document.querySelector('[data-src]')
  if (image.getBoundingClientRect().top > innerHeight + 200) return
  removeEventListener('scroll', look)
  image.src = image.dataset.src
  document.getElementById('seen').textContent = 'a scroll was heard'
}, { passive: true })
</script>`

const innerScroller = `<div style="height: 260px; overflow: auto; border: 2px solid #888">${FAR}
<img data-src="/img/320x200-115.png" width="320" height="200" alt=""></div><p id="seen"></p>
<script>
const image = document.querySelector('[data-src]')
new IntersectionObserver(([entry], observer) => {
  if (!entry.isIntersecting) return
  observer.disconnect()
  image.src = image.dataset.src
  document.getElementById('seen').textContent = 'the inner box was scrolled'
}, { root: image.parentElement }).observe(image)
</script>`

const backgrounds = `<style>
.bg { width: 320px; height: 200px; background: url("/img/320x200-130.png") no-repeat }
.before::before { content: url(/img/32x32-140.png); margin-right: 8px }
.set { width: 320px; height: 200px; background-image: image-set(url("/img/320x200-150.png") 1x, url("/img/640x400-160.png") 2x) }
.variable { --art: url(/img/320x200-170.svg); width: 320px; height: 200px; background: var(--art) }
.frame { border: 16px solid; border-image: url(/img/48x48-180.png) 16; width: 200px }
li { list-style-image: url('/img/16x16-190.png') }</style>
<div class="bg"></div><p class="before">a picture before words</p><div class="set"></div><div class="variable"></div>
<div class="frame">a framed line</div><ul><li>a pictured bullet</li></ul>`

const shadowOpen = `<x-card>slotted words</x-card>
<script>
customElements.define('x-card', class extends HTMLElement {
  connectedCallback() {
    this.attachShadow({ mode: 'open' }).innerHTML =
      '<style>b { background: #d33; color: #fff; padding: 20px; display: block } ::slotted(*), :host { color: #060 }</style>' +
      '<b>words in the shadow</b><slot></slot><img src="/img/120x80-200.png" width="120" height="80" alt="">'
  }
})
</script>`

const shadowClosed = `<div id="host"></div>
<script>
const root = document.getElementById('host').attachShadow({ mode: 'closed' })
root.innerHTML = '<style>p { background: #226; color: #fff; padding: 20px }</style><p>words behind a closed door</p>'
</script>`

const shadowDeclared = `<div><template shadowrootmode="open"><style>p { background: #262; color: #fff; padding: 20px }</style>
<p>words of a declared shadow</p></template></div>`

const adopted = `<p class="plain">a plain paragraph</p><x-box></x-box>
<script>
const sheet = new CSSStyleSheet()
sheet.replaceSync('p { background: #fc0; padding: 24px; width: 300px } .plain { color: #900 }')
document.adoptedStyleSheets = [sheet]
customElements.define('x-box', class extends HTMLElement {
  constructor() {
    super()
    const root = this.attachShadow({ mode: 'open' })
    root.innerHTML = '<p>a paragraph in a dressed box</p>'
    root.adoptedStyleSheets = [sheet]
  }
})
</script>`

const cssom = `<style id="s">.a { width: 300px }</style><p class="a">a rule that was inserted</p>
<script>document.getElementById('s').sheet.insertRule('.a { background: #0a8; color: #fff; padding: 30px }', 1)</script>`

const canvas = `<canvas width="320" height="200"></canvas>
<script>
const pen = document.querySelector('canvas').getContext('2d')
pen.fillStyle = '#147'; pen.fillRect(0, 0, 320, 200)
pen.fillStyle = '#fd4'; pen.beginPath(); pen.arc(160, 100, 70, 0, 7); pen.fill()
</script><p>a sun was drawn</p>`

const formState = `<form><input id="name" value="before"><textarea id="text">before</textarea>
<label><input type="checkbox" id="check"> agreed</label><label><input type="radio" name="r" id="radio"> chosen</label>
<select id="pick"><option>first</option><option>second</option></select></form>
<details id="more"><summary>more</summary>what was folded away</details>
<script>
const at = (id) => document.getElementById(id)
at('name').value = 'typed by a person'; at('text').value = 'a whole new text'
at('check').checked = true; at('radio').checked = true; at('pick').selectedIndex = 1; at('more').open = true
</script>`

const dialog = `<p>behind the dialog</p><dialog id="d" style="border: 6px solid #a3c">words of an open dialog</dialog>
<script>document.getElementById('d').showModal()</script>`

const spa = `<div id="app">loading</div>
<script type="module">
const posts = await (await fetch('/t/data/posts.json')).json()
history.replaceState({}, '', '/t/spa?view=list')
const app = document.getElementById('app')
app.replaceChildren(...posts.map(({ title, image }) => {
  const article = document.createElement('article')
  article.innerHTML = '<h2></h2><img width="320" height="200" alt="">'
  article.firstChild.textContent = title
  article.lastChild.src = image
  return article
}))
</script>`

const late = `<div id="late">please wait</div>
<script>
setTimeout(() => {
  document.getElementById('late').innerHTML = '<h2>the late news</h2><img src="/img/320x200-240.png" width="320" height="200" alt="">'
}, 900)
</script>`

const poller = `<h2>a page that keeps asking</h2><p>Its words are there from the start.</p>
<script>setInterval(() => fetch('/t/data/poll?' + Date.now()), 250)</script>`

const blobImage = `<img id="i" width="320" height="200" alt=""><p>a picture without an address</p>
<script type="module">
const url = URL.createObjectURL(await (await fetch('/img/320x200-250.png')).blob())
const image = document.getElementById('i')
image.onload = () => URL.revokeObjectURL(url)
image.src = url
</script>`

const frameBody =
  '<p style="background:#cfe;padding:20px">words of the frame</p><img src="/img/160x100-260.png" width="160" height="100" alt="">'

const pages: TechniquePage[] = [
  technique(
    'fonts',
    ['SQUARES'],
    '<p class="woff2">SQUARES</p><p class="ttf">SQUARES</p><p>plain words</p>',
    {
      head: fontFaces,
    },
  ),
  technique(
    'images',
    ['five pictures'],
    `${['png', 'webp', 'jpg', 'svg'].map((type, index) => picture(`/img/320x200-${index * 70}.${type}`)).join('\n')}
${picture(`data:image/svg+xml;base64,${Buffer.from(paintSvg(320, 200, 300)).toString('base64')}`)}<p>five pictures</p>`,
  ),
  technique('srcset', [], srcset),
  technique(
    'lazy-native',
    ['below the fold'],
    `${FAR}${picture('/img/320x200-80.png', 'loading="lazy"')}<p>below the fold</p>`,
  ),
  technique('lazy-observer', ['the picture was seen'], lazyObserver),
  technique('lazy-scroll', ['a scroll was heard'], lazyScroll),
  technique('lazy-inner-scroller', ['the inner box was scrolled'], innerScroller),
  technique(
    'import-chain',
    ['three sheets deep'],
    '<p class="deep">three sheets deep</p><p class="layered">in a layer</p>',
    {
      head: '<link rel="stylesheet" href="/t/css/first.css">',
    },
  ),
  technique('backgrounds', ['a picture before words', 'a framed line', 'a pictured bullet'], backgrounds),
  technique('shadow-open', ['words in the shadow', 'slotted words'], shadowOpen),
  technique('shadow-closed', ['words behind a closed door'], shadowClosed),
  technique('shadow-declared', ['words of a declared shadow'], shadowDeclared),
  technique('adopted-sheets', ['a paragraph in a dressed box'], adopted),
  technique('cssom', ['a rule that was inserted'], cssom),
  technique('canvas', ['a sun was drawn'], canvas),
  technique('form-state', ['what was folded away'], formState),
  technique('dialog', ['words of an open dialog'], dialog),
  technique(
    'frame-same-origin',
    ['around the frame'],
    '<p>around the frame</p><iframe src="/t/frame" width="400" height="220"></iframe>',
  ),
  technique(
    'frame-other-origin',
    ['around the frame'],
    ({ site }) =>
      `<p>around the frame</p><iframe src="${site.otherOrigin}/t/frame" width="400" height="220"></iframe>`,
  ),
  technique(
    'frame-srcdoc',
    ['around the frame'],
    `<p>around the frame</p><iframe srcdoc='${frameBody}' width="400" height="220"></iframe>`,
  ),
  technique('other-origin-image', [], ({ site }) => picture(`${site.otherOrigin}/img/320x200-270.png`)),
  technique('spa', ['the first post', 'the second post'], spa),
  technique('late-content', ['the late news'], late),
  technique('poller', ['a page that keeps asking'], poller),
  technique('blob-image', ['a picture without an address'], blobImage),
  technique('image-cookie', [], picture('/t/guarded/cookie.png'), {
    headers: { 'set-cookie': 'pass=1; Path=/t' },
  }),
  technique('image-referer', [], picture('/t/guarded/referer.png')),
  // Its address works once: who asks again is refused.
  technique('image-once', [], ({ site }) => picture(`/t/guarded/once.png?ticket=${site.countUp('tickets')}`)),
]

const css =
  (text: string): Handler =>
  (exchange) =>
    send(exchange, text, 'text/css')

async function guardedPicture(exchange: Exchange, isWelcome: boolean, hue: number): Promise<void> {
  if (!isWelcome) return send(exchange, 'refused', 'text/plain', { status: 403 })
  send(exchange, await paintPng(320, 200, hue), 'image/png', { headers: { 'cache-control': 'no-store' } })
}

const routes = {
  '/font/squares.ttf': (exchange: Exchange) => send(exchange, squareFontTtf(), 'font/ttf'),
  '/font/squares.woff2': (exchange: Exchange) => send(exchange, squareFontWoff2(), 'font/woff2'),
  '/t/css/first.css': css(
    '@import "second.css"; @import url("layer.css") layer(base); body { background: #fffbe8 }',
  ),
  '/t/css/second.css': css('@import url(third.css) screen; p { border-left: 8px solid #36c }'),
  '/t/css/third.css': css('.deep { background: url(../../img/320x200-120.png); padding: 40px; color: #fff }'),
  '/t/css/layer.css': css('.layered { background: #9c3; padding: 12px }'),
  '/t/frame': page(() => htmlDocument('a frame', frameBody)),
  '/t/data/posts.json': (exchange: Exchange) =>
    send(
      exchange,
      JSON.stringify([
        { title: 'the first post', image: '/img/320x200-210.png' },
        { title: 'the second post', image: '/img/320x200-220.webp' },
      ]),
      'application/json',
    ),
  '/t/data/poll': (exchange: Exchange) => send(exchange, 'nothing new', 'text/plain'),
  '/t/guarded/cookie.png': (exchange: Exchange) =>
    guardedPicture(exchange, /\bpass=1\b/.test(exchange.request.headers.cookie ?? ''), 280),
  '/t/guarded/referer.png': (exchange: Exchange) =>
    guardedPicture(
      exchange,
      exchange.request.headers.referer?.startsWith(exchange.site.origin) ?? false,
      290,
    ),
  '/t/guarded/once.png': (exchange: Exchange) =>
    guardedPicture(exchange, exchange.site.countUp(`once ${exchange.url.search}`) === 0, 310),
}

export const basics: Theme = { pages, routes }
