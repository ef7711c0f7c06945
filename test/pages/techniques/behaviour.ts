// Pages that are built, led on or guarded by scripts and headers: routes, modules, policies, dialogs, endless work.
import { htmlDocument, page, send, type Exchange } from '../routes.ts'
import { rawTechnique, technique, type Theme } from '../technique.ts'

const LEADING = `<p>${'This page leads on to another one at once. '.repeat(5)}</p>`

const leading = [
  technique(
    'base-address',
    [],
    '<img src="200x100-60.png" alt=""><p style="background: url(64x32-10.png)">words on a ground</p>',
    {
      head: '<base href="/img/"><link rel="stylesheet" href="../t/css/part.css?p{padding:20px}">',
    },
  ),
  rawTechnique(
    'meta-refresh',
    ['where it led'],
    page(
      () =>
        `<!doctype html><meta http-equiv="refresh" content="0;url=/t/behaviour/goal"><title>leading on</title>${LEADING}`,
    ),
  ),
  rawTechnique(
    'script-redirect',
    ['where it led'],
    page(
      () =>
        `<!doctype html><title>leading on</title>${LEADING}<script>location.replace("/t/behaviour/goal")</script>`,
    ),
  ),
  technique(
    'history-moved',
    ['a view of the app'],
    `<p class="g">a view of the app</p><script>history.pushState({}, '', '/somewhere/else/altogether')</script>`,
    {
      head: '<style>.g { background: url(../img/64x64-33.png); padding: 30px }</style>',
    },
  ),
  technique(
    'hash-route',
    ['the view of #/list'],
    `<p id="p"></p><script>
const draw = () => { document.getElementById('p').textContent = 'the view of ' + (location.hash || 'nothing') }
addEventListener('hashchange', draw); location.hash = '#/list'; draw()
</script>`,
  ),
  technique(
    'document-written',
    ['written while parsing'],
    `<script>document.write('<p style="background: #dfd">written while parsing</p><img src="/img/80x40-20.png" alt="">')</script>`,
  ),
  technique(
    'document-reopened',
    ['a second document'],
    `<p>the first document</p><script>addEventListener('load', () => { document.open(); document.write('<!doctype html><title>x</title><body style="background: #eef"><p>a second document</p><main id="probe"><img src="/img/80x40-120.png"></main>'); document.close() })</script>`,
  ),
  technique(
    'moved-twice',
    ['a late second view'],
    `<p id="p">first</p><script>setTimeout(() => { document.getElementById('p').outerHTML = '<section style="background: #fdb; padding: 20px">a late second view</section>' }, 400)</script>`,
  ),
]

const modules = [
  technique(
    'module-graph',
    ['from two modules'],
    `<p id="p"></p><script type="importmap">{ "imports": { "words": "/t/behaviour/words.js" } }</script>
<script type="module">import { words } from 'words'; const more = await import('/t/behaviour/more.js'); document.getElementById('p').textContent = words + more.default</script>`,
  ),
  technique(
    'module-data',
    ['out of a JSON module'],
    `<p id="p"></p><script type="module">import data from '/t/behaviour/data.json' with { type: 'json' }; document.getElementById('p').textContent = data.words</script>`,
  ),
  technique(
    'worker-words',
    ['counted by a worker'],
    `<p id="p"></p><script>
const work = new Worker(URL.createObjectURL(new Blob(['postMessage("counted by a worker")'])))
work.onmessage = ({ data }) => { document.getElementById('p').textContent = data }
</script>`,
  ),
  technique(
    'speculation-rules',
    ['beside speculations'],
    '<p>beside speculations</p><script type="speculationrules">{ "prefetch": [{ "urls": ["/t/frame"] }] }</script><link rel="prefetch" href="/t/frame"><link rel="preload" as="image" href="/img/10x10-1.png"><link rel="modulepreload" href="/t/behaviour/words.js">',
  ),
  technique(
    'server-events',
    ['an event arrived'],
    `<p id="p"></p><script>new EventSource('/t/behaviour/events').onmessage = ({ data }) => { document.getElementById('p').textContent = data }</script>`,
  ),
  technique(
    'storage',
    ['kept in storage'],
    `<p id="p"></p><script>localStorage.setItem('a', 'kept in storage'); document.cookie = 'b=1'; document.getElementById('p').textContent = localStorage.getItem('a')</script>`,
  ),
  technique(
    'stream-parsed',
    ['in pieces'],
    `<p id="p"></p><script type="module">
let text = ''
for await (const chunk of (await fetch('/t/behaviour/pieces')).body.pipeThrough(new TextDecoderStream())) text += chunk
document.getElementById('p').innerHTML = text
</script>`,
  ),
  technique(
    'never-idle',
    ['always at work'],
    `<p>always at work</p><script>
const spin = () => { const end = performance.now() + 8; while (performance.now() < end); setTimeout(spin, 4) }; spin()
setInterval(() => { document.body.dataset.tick = performance.now() }, 10)
</script>`,
  ),
  technique(
    'errors',
    ['after many errors'],
    `<script>throw new Error('early')</script><script src="/nowhere.js"></script><p>after many errors</p><script>Promise.reject(new Error('late')); console.error('loud'); nothing.at.all</script>`,
  ),
]

const guards = [
  technique(
    'policy-strict',
    ['under a strict policy'],
    '<p class="x">under a strict policy</p><img src="/img/120x60-10.png" alt=""><img src="data:image/png;base64,AAAA" alt="refused">',
    {
      headers: {
        'content-security-policy':
          "default-src 'none'; img-src 'self'; style-src 'nonce-abc'; frame-ancestors 'none'; sandbox allow-scripts; base-uri 'none'; form-action 'none'",
        'x-frame-options': 'DENY',
      },
      head: '<style nonce="abc">.x { background: #bfd; padding: 20px }</style><style>.x { display: none }</style>',
    },
  ),
  technique(
    'policy-isolated',
    ['isolated from others'],
    '<p style="background: #cdf">isolated from others</p><img src="/img/120x60-210.png" alt="">',
    {
      headers: {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'permissions-policy': 'fullscreen=()',
        'document-policy': 'js-profiling',
      },
    },
  ),
  technique(
    'alert-on-load',
    ['after the alert'],
    `<p id="p"></p><script>alert('stop'); if (!confirm('really?')) document.getElementById('p').textContent = 'after the alert'; prompt('who?')
addEventListener('beforeunload', (event) => event.preventDefault())</script>`,
  ),
  technique(
    'frame-buster',
    ['alone in its window'],
    `<p>alone in its window</p><script>if (top !== self) top.location = self.location; onbeforeunload = () => 'stay'</script>`,
  ),
  technique(
    'natives-replaced',
    ['natives were replaced'],
    `<p style="background: #edf">natives were replaced</p><div id="d"></div><script>
document.getElementById('d').attachShadow({ mode: 'closed' }).innerHTML = '<b>in the shadow</b>'
const refuse = () => { throw new Error('refused') }
for (const owner of [Element.prototype, Node.prototype, Document.prototype, HTMLElement.prototype]) for (const key of Object.getOwnPropertyNames(owner)) {
  const { get, value, configurable } = Object.getOwnPropertyDescriptor(owner, key)
  if (configurable && (get || typeof value === 'function') && key !== 'constructor') Object.defineProperty(owner, key, get ? { get: refuse, configurable: true } : { value: refuse, configurable: true, writable: true })
}
Array.prototype.toJSON = refuse; Object.prototype.toJSON = undefined; window.getComputedStyle = refuse; window.Promise = refuse; Symbol.iterator && delete Array.prototype[Symbol.iterator]
</script>`,
  ),
  technique(
    'named-elements',
    ['clobbered names'],
    '<form id="f"><input name="attributes"><input name="childNodes"><input name="nodeName"><input name="style"><input name="getAttribute"><input name="tagName"><p>clobbered names</p></form><img name="body" alt=""><img name="documentElement" alt=""><form name="head"></form><a id="getComputedStyle">a</a>',
  ),
  technique(
    'copy-refused',
    ['not to be selected'],
    `<p style="user-select: none" oncopy="return false" oncontextmenu="return false">not to be selected</p><script>document.addEventListener('contextmenu', (event) => event.preventDefault()); setInterval(() => { debugger }, 1e9)</script>`,
  ),
  technique(
    'without-scripts',
    ['shown to all'],
    '<noscript><p>for those without scripts</p><img src="/img/10x10-2.png" alt=""></noscript><template><p>in a template</p></template><p>shown to all</p><noframes>none</noframes><noembed>none</noembed>',
  ),
]

const routes = {
  '/t/behaviour/goal': page(() =>
    htmlDocument('goal', '<p style="background: #cfc; padding: 30px">where it led</p>'),
  ),
  '/t/behaviour/words.js': (exchange: Exchange) =>
    send(exchange, "export const words = 'from two '", 'text/javascript'),
  '/t/behaviour/more.js': (exchange: Exchange) =>
    send(exchange, "export default 'modules'", 'text/javascript'),
  '/t/behaviour/data.json': (exchange: Exchange) =>
    send(exchange, '{ "words": "out of a JSON module" }', 'application/json'),
  '/t/behaviour/events': ({ response }: Exchange) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: an event arrived\n\n')
  },
  '/t/behaviour/pieces': async ({ response }: Exchange) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    for (const piece of ['<b style="background', ': #fea">in pie', 'ces</b>']) response.write(piece)
    response.end()
  },
}

export const behaviour: Theme = { pages: [...leading, ...modules, ...guards], routes }
