// One page that tries every way out of a browser that we know of, and the answers that keep each way going.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { paintPng } from '#test/pages/pictures.ts'

/** Where the page tries to go. */
export interface Targets {
  /** Plain HTTP on every address of the machine. */
  port: number
  /** TCP on every address that answers nothing: TLS, TURN. */
  deafPort: number
  /** STUN and TURN over UDP. */
  udpPort: number
  /** A name that only the machine's own table and resolver know. */
  name: string
  /** Not public, and no address of this machine's own. */
  farAddress: string
}

/**
 * What of all this Chromium asks for in a capture, as it comes to a listener. The rest is refused (addresses inside,
 * STUN and WebTransport to anywhere), or not done by a browser without a window (icons, manifests, notifications).
 */
export const ASKED_FOR: readonly string[] = [
  'all-ways audio audio-worklet background beacon blob-worker-fetch border content cursor decimal',
  'download dynamic-import embed events fetch font font-face form frame hex img import input keepalive',
  'late-stylesheet link-header list localhost mapped mask module modulepreload name name-fetch',
  'nested-in-frame nested-in-style nested-in-worker object octal other-loopback other-origin-frame page',
  'paint-worklet ping popup poster prefetch preload redirect redirected-fetch redirected-frame',
  'redirected-img refreshed refreshing-frame rest script script-audio script-image shape shared-worker',
  'short source speculated-prefetch speculated-prerender srcdoc-img srcset stylesheet svg-image svg-use',
  'tcp:8443 track video worker written ws ws-localhost ws-stream xhr',
].flatMap((names) => names.split(' '))

const images = ({ port, name, farAddress }: Targets) => [
  ['img', `http://127.0.0.1:${port}`],
  ['decimal', `http://2130706433:${port}`],
  ['hex', `http://0x7f000001:${port}`],
  ['octal', `http://0177.0.0.1:${port}`],
  ['short', `http://127.1:${port}`],
  ['other-loopback', `http://127.0.0.2:${port}`],
  ['ipv6', `http://[::1]:${port}`],
  ['mapped', `http://[::ffff:127.0.0.1]:${port}`],
  ['localhost', `http://localhost:${port}`],
  ['name', `http://${name}:${port}`],
  ['link-local', 'http://169.254.169.254'],
  ['far', `http://${farAddress}`],
  ['https', `https://127.0.0.1:${port}`],
]

const markup = (
  to: Targets,
  at: string,
) => `<!doctype html><html><head><meta charset="utf-8"><title>Ways out</title>
<link rel="stylesheet" href="${at}/stylesheet"><link rel="icon" href="${at}/icon"><link rel="apple-touch-icon" href="${at}/touch-icon">
<link rel="manifest" href="${at}/manifest"><link rel="prefetch" href="${at}/prefetch"><link rel="preload" as="image" href="${at}/preload">
<link rel="modulepreload" href="${at}/modulepreload"><link rel="preconnect" href="http://127.0.0.3:${to.port}"><link rel="dns-prefetch" href="http://dns-prefetch.${to.name}">
<link rel="prerender" href="${at}/prerender"><link rel="alternate" type="application/rss+xml" href="${at}/alternate">
<script type="speculationrules">{"prefetch":[{"urls":["${at}/speculated-prefetch"],"eagerness":"immediate"}],"prerender":[{"urls":["${at}/speculated-prerender"],"eagerness":"immediate"}]}</script>
<style>@import "${at}/import"; @font-face{font-family:f;src:url(${at}/font)} .font{font-family:f}
.a{background:url(${at}/background)} .b{list-style-image:url(${at}/list)} .c{border-image:url(${at}/border)} .d{mask-image:url(${at}/mask)}
.e::after{content:url(${at}/content)} .f{shape-outside:url(${at}/shape);float:left} .g{cursor:url(${at}/cursor),auto}</style>
<script src="${at}/script"></script><script type="module" src="${at}/module"></script></head><body>
<h1>Ways out of a page</h1><p class="font">Words that stay, whatever the page tries.</p>
${images(to)
  .map(([id, origin]) => `<img src="${origin}/v/${id}" alt="">`)
  .join('')}
<img src="${at}/redirect?to=redirected-img" alt=""><img srcset="${at}/srcset 1x" alt=""><picture><source srcset="${at}/source"><img alt=""></picture>
<ul><li class="a">a</li><li class="b">b</li><li class="c">c</li><li class="d">d</li><li class="e">e</li><li class="f">f</li><li class="g">g</li></ul>
<svg width="9" height="9"><image href="${at}/svg-image" width="9" height="9"/><use href="${at}/svg-use#a"/></svg><input type="image" src="${at}/input" alt="">
<video src="${at}/video" poster="${at}/poster" autoplay muted><track src="${at}/track" default></video><audio src="${at}/audio" preload="auto"></audio>
<iframe src="${at}/frame"></iframe><iframe src="${at}/redirect?to=redirected-frame"></iframe><iframe srcdoc="<img src='${at}/srcdoc-img'>"></iframe>
<iframe src="http://127.0.0.2:${to.port}/v/other-origin-frame"></iframe><iframe src="${at}/refreshing-frame"></iframe>
<object data="${at}/object"></object><embed src="${at}/embed"><iframe name="posted"></iframe><form id="form" method="post" action="${at}/form" target="posted"></form>
<img src="http://127.0.0.4:${to.port}/v/rest?hop=0" alt="" onload="document.body.append('every way was tried')">
<a id="ping" href="#" ping="${at}/ping">p</a><a id="download" download href="${at}/download">d</a>
<script>
const to = ${JSON.stringify(to)}, at = ${JSON.stringify(at)}
const ways = [
  () => fetch(at + '/fetch'), () => fetch(at + '/redirect?to=redirected-fetch'), () => fetch(at + '/keepalive', { keepalive: true }),
  () => fetch('https://127.0.0.1:' + to.deafPort + '/'), () => fetch('http://' + to.farAddress + ':81/'),
  () => { const x = new XMLHttpRequest(); x.open('GET', at + '/xhr'); x.send() },
  () => navigator.sendBeacon(at + '/beacon', 'x'), () => new EventSource(at + '/events'),
  () => new WebSocket('ws://127.0.0.1:' + to.port + '/v/ws'), () => new WebSocket('ws://localhost:' + to.port + '/v/ws-localhost'),
  () => new WebSocket('wss://127.0.0.1:' + to.deafPort + '/v/wss'), () => new WebSocketStream('ws://127.0.0.1:' + to.port + '/v/ws-stream'),
  () => new Worker(at + '/worker'), () => new SharedWorker(at + '/shared-worker'),
  () => new Worker(URL.createObjectURL(new Blob(['fetch("' + at + '/blob-worker-fetch")']))),
  () => navigator.serviceWorker.register('/v/service-worker', { scope: '/v/' }),
  () => CSS.paintWorklet.addModule(at + '/paint-worklet'), () => new AudioContext().audioWorklet.addModule(at + '/audio-worklet'),
  () => import(at + '/dynamic-import'), () => window.open(at + '/popup'),
  () => document.getElementById('ping').click(), () => document.getElementById('form').submit(), () => document.getElementById('download').click(),
  () => new WebTransport('https://127.0.0.1:' + to.udpPort + '/wt').ready, () => new WebTransport('https://' + to.farAddress + '/wt').ready,
  () => peer([{ urls: 'stun:127.0.0.1:' + to.udpPort }]), () => peer([{ urls: 'stun:' + to.farAddress }]), () => peer([{ urls: 'stun:stun.' + to.name }]),
  () => peer([{ urls: 'turn:127.0.0.1:' + to.udpPort, username: 'u', credential: 'c' }]),
  () => peer([{ urls: 'turn:127.0.0.1:' + to.deafPort + '?transport=tcp', username: 'u', credential: 'c' }]),
  () => peer([{ urls: 'turns:127.0.0.1:' + to.deafPort + '?transport=tcp', username: 'u', credential: 'c' }]),
  () => pair(), () => new Notification('x', { icon: at + '/notification' }),
  () => new FontFace('late', 'url(' + at + '/font-face)').load(), () => { new Image().src = at + '/script-image' },
  () => { const a = new Audio(at + '/script-audio'); a.play() }, () => document.write('<img src="' + at + '/written">'),
  () => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = at + '/late-stylesheet'; document.head.append(l) },
  () => navigator.registerProtocolHandler('web+x', at + '/%s'), () => fetch('http://' + to.name + ':' + to.port + '/v/name-fetch'),
]
async function peer(iceServers) {
  const one = new RTCPeerConnection({ iceServers }); one.createDataChannel('x'); await one.setLocalDescription(await one.createOffer())
  while (one.iceGatheringState !== 'complete') await new Promise((go) => one.addEventListener('icegatheringstatechange', go, { once: true }))
}
async function pair() {
  const [one, two] = [new RTCPeerConnection(), new RTCPeerConnection()]
  one.onicecandidate = ({ candidate }) => candidate && two.addIceCandidate(candidate); two.onicecandidate = ({ candidate }) => candidate && one.addIceCandidate(candidate)
  one.createDataChannel('x'); await one.setLocalDescription(await one.createOffer()); await two.setRemoteDescription(one.localDescription)
  await two.setLocalDescription(await two.createAnswer()); await one.setRemoteDescription(two.localDescription)
}
const done = ways.map(async (way) => Promise.race([way(), new Promise((go) => setTimeout(go, 3000))]))
Promise.allSettled(done).then(() => fetch(at + '/all-ways'))
</script></body></html>`

/** Headers are ways out too. */
const headers = (at: string) => ({
  'content-type': 'text/html; charset=utf-8',
  link: `<${at}/link-header>; rel=preload; as=image, <${at}/link-header-style>; rel=stylesheet`,
  'content-security-policy-report-only': `img-src 'none'; report-uri ${at}/csp-report; report-to group`,
  'reporting-endpoints': `group="${at}/reporting"`,
  'report-to': `{"group":"group","max_age":600,"endpoints":[{"url":"${at}/report-to"}]}`,
  nel: '{"report_to":"group","max_age":600,"success_fraction":1}',
})

const TYPES: [RegExp, string, (at: string) => string | Promise<Buffer>][] = [
  [/style|^import$/, 'text/css', (at) => `h1{background:url(${at}/nested-in-style)}`],
  [/worker$/, 'text/javascript', (at) => `fetch(${JSON.stringify(`${at}/nested-in-worker`)})`],
  [/script$|module|worklet|dynamic/, 'text/javascript', () => ''],
  [/refreshing/, 'text/html', (at) => `<meta http-equiv="refresh" content="0;url=${at}/refreshed">`],
  [
    /frame|popup|form|object|embed|prerender/,
    'text/html',
    (at) => `<img src="${at}/nested-in-frame" alt="">`,
  ],
  [/manifest/, 'application/json', (at) => `{"icons":[{"src":"${at}/manifest-icon","sizes":"144x144"}]}`],
  [/./, 'image/png', () => paintPng(8, 8, 7)],
]

/** A picture that is not there yet keeps a page loading, as long as there are signs of life, and twenty detours at most. */
const REST_HOPS = 18
const REST_HOP_MS = 3_000

/** The last picture of the page comes when everything else has been asked for. */
async function answerRest(url: URL, response: ServerResponse, isAllSeen: Promise<void>): Promise<void> {
  const hop = Number(url.searchParams.get('hop'))
  const later = delay(REST_HOP_MS, 'not yet', { ref: false })
  if ((await Promise.race([isAllSeen, later])) !== 'not yet')
    response.writeHead(200, { 'content-type': 'image/png' }).end(await paintPng(8, 8, 7))
  else if (hop < REST_HOPS) response.writeHead(302, { location: `/v/rest?hop=${hop + 1}` }).end()
  else response.writeHead(404).end()
}

/**
 * Answers the page and all that it asks for by plain HTTP.
 *
 * @param isAllSeen  resolves when all of `ASKED_FOR` has been seen: the page keeps loading until then
 */
export async function answerVectors(
  to: Targets,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  isAllSeen: Promise<void>,
): Promise<void> {
  const at = `http://127.0.0.1:${to.port}/v`
  const url = new URL(request.url ?? '/', at)
  if (url.pathname === '/') return void response.writeHead(200, headers(at)).end(markup(to, at))
  if (url.pathname === '/v/redirect')
    return void response.writeHead(302, { location: `${at}/${url.searchParams.get('to')}` }).end()
  const id = url.pathname.split('/').at(-1) ?? ''
  if (id === 'rest') return answerRest(url, response, isAllSeen)
  const [, type, body] = TYPES.find(([pattern]) => pattern.test(id))!
  response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(await body(at))
}
