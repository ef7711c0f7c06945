// Pages that lead on to where nobody may go: by redirect, by script, by everything that loads, connects or opens.
import { page, type Exchange } from '#test/pages/routes.ts'
import { KEPT, WORDS, type End, type HostileExchange, type PageCase } from './hostile-case.ts'

const redirect = (name: string, status: number, to: (exchange: HostileExchange) => string): PageCase => ({
  name,
  ends: ['blocked_address'],
  page: (exchange) => {
    exchange.response.writeHead(status, { location: to(exchange) }).end()
  },
})

const html = (
  name: string,
  body: (canary: string, exchange: HostileExchange) => string,
  ends: readonly End[] = KEPT,
  headers: (canary: string) => Record<string, string> = () => ({}),
): PageCase => ({
  name,
  ends,
  page: (exchange) => {
    const canary = `http://${exchange.facts.canary.near}/${name}`
    const answer = { headers: headers(canary) }
    return page(
      () => `<!doctype html><html lang="en"><title>${name}</title>${WORDS}${body(canary, exchange)}`,
      answer,
    )(exchange)
  },
})

const script = (name: string, code: (canary: string) => string, ends?: readonly End[]) =>
  html(name, (canary) => `<script>${code(canary)}</script>`, ends)

/** Where it led is where the page ends, or the page stays what it was. */
const LED_AWAY: readonly End[] = ['blocked_address', ...KEPT]

const CHAIN = 5
function chain(exchange: Exchange & HostileExchange): string {
  const step = Number(exchange.url.searchParams.get('step') ?? 0) + 1
  return step > CHAIN ? `http://${exchange.facts.canary.near}/chain` : `/redirect-chain?step=${step}`
}

export const DETOURS: readonly PageCase[] = [
  ...[301, 302, 303, 307, 308].map((status) =>
    redirect(`redirect-${status}`, status, ({ facts }) => `http://${facts.canary.near}/redirect-${status}`),
  ),
  redirect('redirect-chain', 302, chain),
  redirect('redirect-to-neighbour', 302, ({ facts }) => `http://${facts.canary.far}/neighbour`),
  redirect('redirect-to-decimal', 302, ({ facts }) => `http://2130706433:${facts.canary.port}/decimal`),
  redirect('redirect-to-hex', 302, ({ facts }) => `http://0x7f.1:${facts.canary.port}/hex`),
  redirect('redirect-to-mapped', 302, ({ facts }) => `http://[::ffff:127.0.0.1]:${facts.canary.port}/mapped`),
  redirect('redirect-to-six', 302, ({ facts }) => `http://[::1]:${facts.canary.port}/six`),
  redirect('redirect-to-localhost', 302, ({ facts }) => `http://localhost:${facts.canary.port}/localhost`),
  redirect('redirect-with-password', 302, ({ facts }) => `http://a:b@${facts.canary.near}/password`),
  redirect('redirect-to-tls', 302, ({ facts }) => `https://${facts.canary.near}/tls`),
  redirect('redirect-to-metadata', 302, () => 'http://169.254.169.254/latest/meta-data/'),
  redirect('redirect-to-file', 302, () => 'file:///etc/passwd'),
  redirect('redirect-to-chrome', 302, () => 'chrome://version/'),
  redirect('redirect-to-data', 302, () => 'data:text/html,<h1>data'),
  redirect('redirect-to-script', 302, () => 'javascript:alert(1)'),
  redirect('redirect-to-app', 302, () => 'weixin://dl/chat'),
  html('refresh', (to) => `<meta http-equiv="refresh" content="0;url=${to}">`, LED_AWAY),
  html(
    'refresh-header',
    () => '',
    LED_AWAY,
    (to) => ({ refresh: `0;url=${to}` }),
  ),
  script('location', (to) => `location.href = '${to}'`, LED_AWAY),
  script('location-late', (to) => `setTimeout(() => location.replace('${to}'), 300)`, LED_AWAY),
  script(
    'location-file',
    () =>
      `for (const to of ['file:///etc/passwd', 'chrome://version', 'view-source:file:///etc/hosts']) try { location.href = to } catch {}`,
  ),
  html(
    'frames',
    (
      to,
    ) => `<iframe src="${to}/iframe"></iframe><iframe src="file:///etc/passwd"></iframe><iframe srcdoc="<img src='${to}/srcdoc'><meta http-equiv=refresh content='0;url=${to}/in-frame'>"></iframe>
<object data="${to}/object"></object><embed src="${to}/embed"><frameset><frame src="${to}/frame"></frameset><portal src="${to}/portal"></portal><fencedframe></fencedframe>`,
  ),
  html(
    'loads',
    (
      to,
    ) => `<img src="${to}/img" srcset="${to}/srcset 2x"><script src="${to}/script"></script><script type="module" src="${to}/module"></script>
<link rel="stylesheet" href="${to}/css"><style>@import "${to}/import";@font-face{font-family:f;src:url(${to}/font)}h1{font-family:f;background:url(${to}/background)}</style>
<video src="${to}/video" poster="${to}/poster" autoplay muted><track default src="${to}/track"></video><audio src="${to}/audio" autoplay></audio>
<svg><image href="${to}/svg-image" width="9" height="9"/><use href="${to}/svg-use#x"/><feImage href="${to}/fe"/></svg><input type="image" src="${to}/input"><body background="${to}/body">`,
  ),
  html(
    'hints',
    (to) =>
      [
        'prefetch',
        'preconnect',
        'dns-prefetch',
        'preload',
        'modulepreload',
        'prerender',
        'icon',
        'manifest',
        'apple-touch-icon',
      ]
        .map((relation) => `<link rel="${relation}" as="image" href="${to}/${relation}">`)
        .join('') +
      `<link rel="dns-prefetch" href="http://hint.hostile.test"><script type="speculationrules">{"prefetch":[{"source":"list","urls":["${to}/speculation"]}],"prerender":[{"source":"list","urls":["${to}/prerendered"]}]}</script>`,
    KEPT,
    (to) => ({ link: `<${to}/header>; rel=preload; as=image, <${to}/header-style>; rel=stylesheet` }),
  ),
  html(
    'reports',
    () => '<img src="http://blocked.invalid/x">',
    KEPT,
    (to) => ({
      'content-security-policy': `img-src 'none'; report-uri ${to}/csp; report-to group`,
      'reporting-endpoints': `group="${to}/reporting"`,
      nel: '{"report_to":"group","max_age":600,"success_fraction":1}',
      'report-to': `{"group":"group","max_age":600,"endpoints":[{"url":"${to}/report-to"}]}`,
    }),
  ),
  script(
    'fetches',
    (
      to,
    ) => `fetch('${to}/fetch', { mode: 'no-cors' }); fetch('${to}/keepalive', { keepalive: true, mode: 'no-cors', method: 'POST' }); navigator.sendBeacon('${to}/beacon', 'x')
new EventSource('${to}/events'); const x = new XMLHttpRequest(); x.open('POST', '${to}/xhr'); x.send('x'); fetch('/redirect-302'); new Image().src = '/redirect-chain'; import('${to}/import').catch(() => {})`,
  ),
  script(
    'sockets',
    (
      to,
    ) => `for (const at of ['${to}', '${to}'.replace('127.0.0.1', 'localhost'), '${to}'.replace('127.0.0.1', '[::1]'), '${to}'.replace('127.0.0.1', '127.0.0.2')])
for (const scheme of ['ws', 'wss']) try { new WebSocket(at.replace('http', scheme)) } catch {}
try { new WebTransport('${to}'.replace('http', 'https')) } catch {}
try { new WebSocketStream('${to}'.replace('http', 'ws')) } catch {}`,
  ),
  script(
    'rtc',
    (to) => `const host = new URL('${to}').host
for (const urls of ['stun:' + host, 'turn:' + host, 'turn:' + host + '?transport=tcp', 'turns:' + host, 'stun:stun.hostile.test'])
  { const one = new RTCPeerConnection({ iceServers: [{ urls, username: 'u', credential: 'c' }] }); one.createDataChannel('x'); one.createOffer().then((offer) => one.setLocalDescription(offer)) }`,
  ),
  script(
    'workers',
    (to) => `const code = 'fetch("${to}/in-worker", { mode: "no-cors" }); importScripts("${to}/imported")'
const blob = URL.createObjectURL(new Blob([code], { type: 'text/javascript' })); new Worker(blob); new SharedWorker(blob)
try { new Worker('${to}/worker') } catch {}
navigator.serviceWorker?.register('/service-worker.js').catch(() => {}); CSS.paintWorklet?.addModule('${to}/paint').catch(() => {})`,
  ),
  script(
    'windows',
    (
      to,
    ) => `open('${to}/window'); open('file:///etc/passwd'); open('about:blank')?.location.replace('${to}/blank')
const a = document.createElement('a'); a.href = '${to}/link'; a.target = '_blank'; a.ping = '${to}/ping'; document.body.append(a); a.click()
const d = document.createElement('a'); d.href = '${to}/download'; d.download = 'x'; document.body.append(d); d.click()`,
    LED_AWAY,
  ),
  html(
    'forms',
    (
      to,
    ) => `<iframe name="inner"></iframe><form id="posted" method="post" action="${to}/form" target="inner"><input name="secret" value="x"></form>
<form id="opened" action="${to}/popup" target="_blank"></form><form id="led" method="post" action="${to}/top" enctype="text/plain"><input name="SET x 1\r\nQUIT" value=""></form>
<script>for (const id of ['posted', 'opened', 'led']) document.getElementById(id).submit()</script>`,
    LED_AWAY,
  ),
]
