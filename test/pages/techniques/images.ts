// Pictures: how they are chosen, fetched, referred to and drawn, and drawings in all their places.
import sharp from 'sharp'
import { paintPng, paintSvg } from '../pictures.ts'
import { send, type Exchange } from '../routes.ts'
import { technique, type Theme } from '../technique.ts'

const FAR = '<div style="height: 1600px; background: linear-gradient(#eef, #fee)"></div>'

const fetched = [
  technique(
    'image-posted',
    ['a posted picture'],
    `<img id="i" alt=""><p id="p"></p><script type="module">
const answer = await fetch('/t/images/posted', { method: 'POST', body: 'hue=220' })
const image = document.getElementById('i')
image.onload = () => { URL.revokeObjectURL(image.src); document.getElementById('p').textContent = 'a posted picture' }
image.src = URL.createObjectURL(await answer.blob())
</script>`,
  ),
  technique(
    'image-from-worker',
    ['made by a worker'],
    ({ site }) => `<img id="i" alt=""><p id="p"></p><script>
const work = new Worker(URL.createObjectURL(new Blob(['fetch("${site.origin}/img/200x100-75.png").then((answer) => answer.blob()).then(postMessage)'])))
work.onmessage = ({ data }) => {
  const image = document.getElementById('i')
  image.onload = () => { document.getElementById('p').textContent = 'made by a worker' }
  image.src = URL.createObjectURL(data)
}
</script>`,
  ),
  technique(
    'image-service-worker',
    ['with or without a helper'],
    `<img id="i" width="200" height="100" alt=""><p id="p"></p><script type="module">
try { await navigator.serviceWorker.register('/t/images/helper.js', { scope: '/t/images/' }) } catch {}
const image = document.getElementById('i')
image.onload = () => { document.getElementById('p').textContent = 'with or without a helper' }
image.src = '/img/200x100-210.png'
</script>`,
  ),
  technique('image-redirected', [], '<img src="/t/images/moved?2" alt="">'),
  technique('image-of-404', [], '<img src="/t/images/gone" width="200" height="100" alt="">'),
  technique(
    'image-typed-wrong',
    [],
    '<img src="/t/images/untyped" alt=""><img src="/t/images/octets" alt="">',
  ),
  technique(
    'image-odd-addresses',
    [],
    '<img src="/t/images/图片 one.png?名=值&x=%20" alt=""><img src="  /t/images/%E5%9B%BE%zz.png?a=b&amp;c#frag" alt=""><img src="//127.0.0.1:1/none.png" alt="not there" width="80" height="40"><img src="" alt="empty"><img alt="no source">',
  ),
  technique(
    'image-broken',
    [],
    '<img src="/t/images/nothing" alt="words instead" width="200" height="60" style="border: 2px solid #999"><img src="/t/images/nothing" alt=""><img src="/t/images/nothing">',
  ),
  technique(
    'image-formats',
    [],
    '<img src="/t/images/a.avif" alt=""><img src="/t/images/a.gif" alt=""><img src="/img/96x48-300.webp" alt="">',
  ),
  technique(
    'image-turned',
    [],
    '<img src="/t/images/turned.jpg" alt=""><img src="/t/images/turned.jpg" alt="" style="image-orientation: none">',
  ),
  technique(
    'image-data-addresses',
    [],
    `<img src="data:image/svg+xml;utf8,${encodeURIComponent(paintSvg(120, 60, 80))}" alt=""><img src="data:image/svg+xml;charset=utf-8,%3Csvg xmlns='http://www.w3.org/2000/svg' width='60' height='60'%3E%3Crect width='60' height='60' fill='%23080'/%3E%3C/svg%3E" alt=""><img src="data:image/gif;base64,R0lGODlhAQABAIAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==" width="60" height="60" alt="">`,
  ),
  technique(
    'image-fitted',
    [],
    '<img src="/img/320x100-40.png" alt="" style="width: 120px; height: 120px; object-fit: cover; object-position: left"><img src="/img/16x16-140.png" alt="" width="120" height="120" style="image-rendering: pixelated; object-fit: scale-down; background: #eee"><img src="/img/100x50-200.png" alt="" style="aspect-ratio: 1; width: 90px; border-radius: 50%">',
  ),
]

const chosen = [
  technique(
    'picture-media',
    [],
    '<picture><source media="(max-width: 300px)" srcset="/img/320x200-10.png"><source media="(min-width: 301px)" srcset="/img/240x120-70.png"><img src="/img/320x200-20.png" alt=""></picture>',
  ),
  technique(
    'picture-type',
    [],
    '<picture><source type="image/nothing" srcset="/img/320x200-10.png"><source type="image/avif" srcset="/t/images/a.avif"><img src="/img/320x200-20.png" alt=""></picture>',
  ),
  technique(
    'srcset-sizes',
    [],
    '<img srcset="/img/200x100-10.png 200w, /img/400x200-20.png 400w, /img/800x400-30.png 800w" sizes="(min-width: 2000px) 800px, 360px" src="/img/100x50-1.png" alt=""><img srcset="/img/150x75-5.png, /img/300x150-6.png 2x" alt=""><img srcset="/img/100x50-7.png?a,b 1x,/img/200x100-8.png?c,d 2x" alt="">',
  ),
  technique(
    'srcset-by-script',
    [],
    `<img id="i" alt=""><script>const image = document.getElementById('i'); image.sizes = '200px'; image.srcset = '/img/400x200-40.png 400w, /img/800x400-50.png 800w'</script>`,
  ),
  technique(
    'image-map',
    ['below a map'],
    '<img src="/img/240x120-90.png" usemap="#m" alt=""><map name="m"><area shape="rect" coords="0,0,100,100" href="/elsewhere" alt="a place"></map><p>below a map</p>',
  ),
  technique(
    'image-lazy-auto',
    ['lazy and automatic'],
    `${FAR}<img loading="lazy" sizes="auto" srcset="/img/240x120-60.png 240w, /img/480x240-80.png 480w" width="240" height="120" alt=""><p>lazy and automatic</p>`,
  ),
  technique(
    'lazy-background',
    ['the ground was seen'],
    `${FAR}<div id="d" style="width: 240px; height: 120px"></div><p id="p"></p><script>
new IntersectionObserver(([entry], observer) => { if (!entry.isIntersecting) return; observer.disconnect()
  entry.target.style.backgroundImage = 'url(/img/240x120-160.png)'; document.getElementById('p').textContent = 'the ground was seen' }).observe(document.getElementById('d'))
</script>`,
  ),
  technique(
    'infinite-scroll',
    ['batch 1', 'batch 3'],
    `<div id="list"></div><div id="end" style="height: 20px"></div><script>
let batch = 0
new IntersectionObserver(([entry]) => {
  if (!entry.isIntersecting || batch === 3) return
  batch += 1
  const item = document.createElement('section'); item.style.cssText = 'height: 900px; background: hsl(' + batch * 60 + ' 60% 90%)'
  item.innerHTML = '<h2>batch ' + batch + '</h2><img src="/img/120x60-' + batch * 30 + '.png" alt="">'
  document.getElementById('list').append(item)
}).observe(document.getElementById('end'))
</script>`,
  ),
]

const SHAPES = `<defs><linearGradient id="fade"><stop stop-color="#f60"/><stop offset="1" stop-color="#06f"/></linearGradient><pattern id="dots" width="10" height="10" patternUnits="userSpaceOnUse"><circle cx="5" cy="5" r="3"/></pattern>
<symbol id="star" viewBox="0 0 100 100"><path d="M50 5 61 39 97 39 68 60 79 95 50 74 21 95 32 60 3 39 39 39z"/></symbol><mask id="half"><rect width="60" height="200" fill="#fff"/></mask><marker id="tip" markerWidth="6" markerHeight="6" refX="3" refY="3"><circle cx="3" cy="3" r="3"/></marker></defs>`

const drawings = [
  technique(
    'svg-inline',
    ['words in a drawing'],
    `<style>.hot { stroke: #c00; stroke-width: 4 }</style><svg width="360" height="200" viewBox="0 0 360 200">${SHAPES}<rect width="120" height="80" fill="url(#fade)" class="hot"/><rect x="130" width="100" height="80" fill="url('#dots')"/><use href="#star" x="240" width="80" height="80" fill="#b80"/>
<g mask="url(#half)"><circle cx="60" cy="140" r="50" fill="#084"/></g><path id="way" d="M130 120H230" stroke="#000" marker-end="url(#tip)"/><text><textPath href="#way">words in a drawing</textPath></text><text x="240" y="140" style="font-size: 20px">text <tspan fill="red">red</tspan></text><title>not shown</title></svg>`,
  ),
  technique(
    'svg-foreign-object',
    ['a paragraph in a drawing'],
    '<svg width="300" height="120"><style>rect { fill: #dfe }</style><rect width="300" height="120"/><foreignObject x="20" y="20" width="240" height="90"><div xmlns="http://www.w3.org/1999/xhtml"><p style="background: #fc0">a paragraph in a drawing</p><img src="/img/60x30-120.png" alt=""></div></foreignObject></svg>',
  ),
  technique(
    'svg-sprite-inline',
    [],
    `<svg style="display: none">${SHAPES}</svg><svg width="60" height="60"><use xlink:href="#star"/></svg><svg width="60" height="60" style="color: #0a0; fill: currentColor"><use href="#star"/></svg>`,
  ),
  technique(
    'svg-sprite-file',
    [],
    '<svg width="280" height="100"><use href="/rare/sprite.svg#badge"/></svg><svg width="140" height="50" viewBox="0 0 280 100"><use xlink:href="/rare/sprite.svg#badge" opacity="0.5"/></svg>',
  ),
  technique(
    'svg-as-image',
    [],
    '<img src="/t/images/drawing.svg" width="200" alt=""><div style="width: 160px; height: 80px; background: url(/t/images/drawing.svg) center / cover"></div>',
  ),
  technique(
    'svg-view',
    [],
    '<img src="/t/images/views.svg#second" width="120" height="60" alt=""><div style="width: 120px; height: 60px; background: url(/t/images/views.svg#first)"></div>',
  ),
  technique(
    'svg-as-object',
    [],
    '<object data="/t/images/drawing.svg" type="image/svg+xml" width="200" height="100"></object>',
  ),
  technique(
    'svg-as-embed',
    [],
    '<embed src="/t/images/drawing.svg" type="image/svg+xml" width="200" height="100">',
  ),
  technique('svg-as-frame', [], '<iframe src="/t/images/drawing.svg" width="220" height="120"></iframe>'),
  technique(
    'svg-filter-image',
    [],
    '<svg width="240" height="120"><filter id="f"><feImage href="/img/240x120-30.png"/><feBlend in="SourceGraphic" mode="screen"/></filter><rect width="240" height="120" fill="#630" filter="url(#f)"/><image xlink:href="/img/60x60-10.svg" width="60" height="60"/></svg>',
  ),
  technique(
    'svg-by-script',
    ['drawn by a script'],
    `<div id="d"></div><p>drawn by a script</p><script>
const NS = 'http://www.w3.org/2000/svg'
const make = (name, attributes) => { const made = document.createElementNS(NS, name); for (const key in attributes) made.setAttribute(key, attributes[key]); return made }
const drawing = make('svg', { width: 200, height: 100, viewBox: '0 0 200 100', preserveAspectRatio: 'none' })
drawing.append(make('linearGradient', { id: 'g', gradientUnits: 'userSpaceOnUse', x1: 0, x2: 200 }), make('rect', { width: 200, height: 100, rx: 20, fill: 'url(#g)' }))
drawing.firstChild.append(make('stop', { 'stop-color': '#f0c' }), make('stop', { offset: 1, 'stop-color': '#0cf' }))
document.getElementById('d').append(drawing)
</script>`,
  ),
  technique(
    'object-image',
    ['instead of nothing'],
    '<object data="/img/160x80-45.png" type="image/png"></object><object data="/t/images/nothing" type="image/png"><p>instead of nothing</p></object><embed src="/img/160x80-145.png" width="160" height="80">',
  ),
]

const png =
  (hue: number, headers: Record<string, string> = {}, type = 'image/png') =>
  async (exchange: Exchange) =>
    send(exchange, await paintPng(200, 100, hue), type, { headers })
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100"><style>circle { fill: #a3c }</style><linearGradient id="l"><stop stop-color="#ff0"/><stop offset="1" stop-color="#0a0"/></linearGradient><rect width="200" height="100" fill="url(#l)"/><circle cx="50" cy="50" r="30"/><text x="90" y="60" font-size="24">drawn</text></svg>`
const painted = () => sharp(Buffer.from(paintSvg(120, 60, 260)))

const routes = {
  '/t/images/posted': async (exchange: Exchange) => {
    if (exchange.request.method === 'POST') return png(220)(exchange)
    send(exchange, 'post it', 'text/plain', { status: 405 })
  },
  '/t/images/helper.js': (exchange: Exchange) => send(exchange, 'onfetch = () => {}', 'text/javascript'),
  '/t/images/moved': async (exchange: Exchange) => {
    const left = Number(exchange.url.search.slice(1))
    if (left === 0) return png(175)(exchange)
    send(exchange, '', 'text/plain', {
      status: left === 2 ? 301 : 307,
      headers: { location: `/t/images/moved?${left - 1}` },
    })
  },
  '/t/images/gone': async (exchange: Exchange) =>
    send(exchange, await paintPng(200, 100, 5), 'image/png', { status: 404 }),
  '/t/images/untyped': png(65, {}, 'text/plain'),
  '/t/images/octets': png(66, {}, 'application/octet-stream'),
  [`/t/images/${encodeURI('图片 one.png')}`]: png(100),
  '/t/images/%E5%9B%BE%zz.png': png(120),
  '/t/images/a.avif': async (exchange: Exchange) =>
    send(exchange, await painted().avif({ effort: 1 }).toBuffer(), 'image/avif'),
  '/t/images/a.gif': async (exchange: Exchange) =>
    send(exchange, await painted().gif().toBuffer(), 'image/gif'),
  '/t/images/turned.jpg': async (exchange: Exchange) =>
    send(exchange, await painted().withMetadata({ orientation: 6 }).jpeg().toBuffer(), 'image/jpeg'),
  '/t/images/drawing.svg': (exchange: Exchange) => send(exchange, drawing, 'image/svg+xml'),
  '/t/images/views.svg': (exchange: Exchange) =>
    send(
      exchange,
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><view id="first" viewBox="0 0 100 50"/><view id="second" viewBox="100 0 100 50"/><rect width="100" height="50" fill="#f06"/><rect x="100" width="100" height="50" fill="#06f"/></svg>',
      'image/svg+xml',
    ),
}

export const images: Theme = { pages: [...fetched, ...chosen, ...drawings], routes }
