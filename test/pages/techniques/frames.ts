// Documents in documents: from other sites, sandboxes, strings, scripts, in shadow trees, out of fashion.
import { htmlDocument, page, send, type Exchange } from '../routes.ts'
import { rawTechnique, technique, type Theme } from '../technique.ts'

const FRAME = (inner: string) => `<!doctype html><style>p { background: #cfe; padding: 12px }</style>${inner}`
/** The same server under another name: another site, and another process of the browser. */
const otherSite = ({ site }: Exchange) => site.otherOrigin.replace('127.0.0.1', 'localhost')

const pages = [
  technique(
    'frame-other-site',
    ['words of the frame'],
    (exchange) => `<iframe src="${otherSite(exchange)}/t/frame" width="400" height="220"></iframe>`,
  ),
  technique(
    'frame-sandboxed',
    ['words of the frame'],
    '<iframe sandbox src="/t/frame" width="400" height="220"></iframe>',
  ),
  technique(
    'frame-sandboxed-script',
    ['made in a sandbox'],
    `<iframe sandbox="allow-scripts" width="400" height="100" srcdoc="<p id=p></p><script>p.textContent = 'made in a sandbox'; p.style.background = '#fc8'</script>"></iframe>`,
  ),
  technique(
    'frame-written',
    ['written by the parent'],
    `<iframe width="400" height="100"></iframe><script>
const inner = document.querySelector('iframe').contentDocument
inner.open(); inner.write('<!doctype html><body style="background: #def"><h3>written by the parent</h3><img src="/img/100x30-50.png">'); inner.close()
</script>`,
  ),
  technique(
    'frame-by-nodes',
    ['moved in node by node'],
    `<iframe width="400" height="100"></iframe><script>
const { body, head } = document.querySelector('iframe').contentDocument
const line = document.createElement('p'); line.textContent = 'moved in node by node'; body.append(line)
const style = document.createElement('style'); style.textContent = 'p { background: #fbd; padding: 10px }'; head.append(style)
</script>`,
  ),
  technique(
    'frame-javascript',
    ['the answer of a script'],
    `<iframe width="400" height="80" src="javascript:'&lt;p style=background:gold&gt;the answer of a script'"></iframe>`,
  ),
  technique(
    'frame-blob',
    ['out of a blob'],
    `<iframe width="400" height="100"></iframe><script>
document.querySelector('iframe').src = URL.createObjectURL(new Blob(['<!doctype html><p style="background: #9f9">out of a blob</p>'], { type: 'text/html' }))
</script>`,
  ),
  technique(
    'frame-data',
    ['out of an address'],
    '<iframe width="400" height="80" src="data:text/html;charset=utf-8,<p style=background:orange>out of an address</p>"></iframe>',
  ),
  technique(
    'frame-lazy',
    ['words of the frame'],
    '<iframe loading="lazy" src="/t/frame" width="400" height="220"></iframe>',
  ),
  technique(
    'frame-nested-mixed',
    ['the innermost frame'],
    (exchange) =>
      `<iframe width="460" height="260" srcdoc="<p>a frame</p><iframe width=420 height=180 src='${otherSite(exchange)}/t/frames/holder'></iframe>"></iframe>`,
  ),
  technique(
    'frame-in-shadow',
    ['framed in the shadow'],
    `<div id="a"></div><script>document.getElementById('a').attachShadow({ mode: 'closed' }).innerHTML =
'<style>iframe { border: 8px double #c60 }</style><iframe width="360" height="90" srcdoc="<p style=\\'background:#cdf\\'>framed in the shadow</p>"></iframe>'</script>`,
  ),
  technique(
    'frame-scrolled',
    ['line 40'],
    `<iframe width="400" height="160" srcdoc="${Array.from({ length: 60 }, (_, at) => `<div>line ${at}</div>`).join('')}<script>onload = () => scrollTo(0, 600)</script>"></iframe>`,
  ),
  technique(
    'frame-own-base',
    [],
    '<iframe width="300" height="120" srcdoc="<base href=/img/><img src=200x80-60.png alt=\'\'>"></iframe>',
  ),
  technique(
    'frame-clear',
    ['seen through'],
    `<div style="background: repeating-linear-gradient(45deg, #fff 0 10px, #fda 10px 20px)"><iframe frameborder="0" width="300" height="80" srcdoc="<p>seen through</p>"></iframe></div>`,
  ),
  technique(
    'frame-fonts',
    ['SQUARE'],
    `<iframe width="400" height="100" srcdoc="<style>@font-face{font-family:Q;src:url(/font/squares.woff2)}p{font:40px Q}</style><p>SQUARE</p>"></iframe>`,
  ),
  technique(
    'frame-quirks',
    ['a table in a quirks frame'],
    '<iframe width="420" height="200" src="/t/frames/quirks"></iframe>',
  ),
  technique(
    'object-page',
    ['words of the frame'],
    '<object data="/t/frame" type="text/html" width="400" height="220"></object>',
  ),
  technique(
    'embed-page',
    ['words of the frame'],
    '<embed src="/t/frame" type="text/html" width="400" height="220">',
  ),
  technique(
    'frame-refused',
    ['beside a refused frame'],
    '<p>beside a refused frame</p><iframe width="200" height="60" src="about:blank"></iframe>',
  ),
  technique(
    'frame-removed',
    ['once there was a frame'],
    `<iframe srcdoc="gone"></iframe><p>once there was a frame</p><script>setTimeout(() => document.querySelector('iframe').remove(), 50)</script>`,
  ),
  technique(
    'frame-text-file',
    ['plain words of a file'],
    '<iframe width="300" height="80" src="/t/frames/plain.txt"></iframe>',
  ),
  rawTechnique('frameset', ['the menu on the left', 'words of the frame'], (exchange) =>
    send(
      exchange,
      '<html><head><title>frames</title></head><frameset cols="200,*"><frame src="/t/frames/menu" name="menu"><frameset rows="120,*" bordercolor="#0a6" border="10"><frame src="/t/frames/menu?top" scrolling="no" noresize><frame src="/t/frame"></frameset><noframes>no frames</noframes></frameset></html>',
      'text/html',
    ),
  ),
]

const routes = {
  '/t/frames/holder': page(() =>
    FRAME(
      '<p>of another site</p><iframe width="380" height="80" srcdoc="<b>the innermost frame</b>"></iframe>',
    ),
  ),
  '/t/frames/menu': page(() =>
    htmlDocument('menu', '<ul><li>the menu on the left<li><a href="/t/frame" target="main">a link</a></ul>'),
  ),
  '/t/frames/plain.txt': (exchange: Exchange) =>
    send(exchange, 'plain words of a file\nin two lines', 'text/plain'),
  '/t/frames/quirks': (exchange: Exchange) =>
    send(
      exchange,
      '<html><body bgcolor=#ffffee><h2>heading</h2><font size=5 color=#990000><table border=1 height=80><tr><td>a table in a quirks frame<td class=wide>cell</table></font><img src=/img/64x32-10.png><style>.wide { width: 100; color: 0000ff }</style></body></html>',
      'text/html; charset=utf-8',
    ),
}

export const frames: Theme = { pages, routes }
