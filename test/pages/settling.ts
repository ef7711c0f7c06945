// Pages that show something only after a while, or after somebody came by: what settling has to wait for, and what not.
import { htmlDocument, page, send, type Exchange, type Routes } from './routes.ts'
import type { Technique } from './technique.ts'

const FAR = '<div style="height: 2600px; background: linear-gradient(#eef, #efe)"></div>'

/** Says its words when it comes into view of `root`. */
const sentinel = (words: string) => `${FAR}<p class="seen">…</p><script>
for (const line of document.querySelectorAll('.seen')) new IntersectionObserver(([entry]) => {
  if (entry.isIntersecting) line.textContent = '${words}'
}).observe(line)
</script>`

const shadowBox = `<x-box></x-box><script>
const root = document.querySelector('x-box').attachShadow({ mode: 'open' })
root.innerHTML = '<div style="height: 200px; overflow-y: auto"><div style="height: 1500px"></div><p>…</p></div>'
const line = root.querySelector('p')
new IntersectionObserver(([entry]) => {
  if (entry.isIntersecting) line.textContent = 'a box in the shadow was scrolled'
}, { root: line.parentElement }).observe(line)
</script>`

const frame = (origin: string) =>
  `<iframe src="${origin}/settle/frame-body" width="500" height="220"></iframe>`

const longList = `<div id="list"></div><p id="more">more</p><script>
let page = 0, waiting = 0
const load = async () => {
  page += 1
  const words = await (await fetch('/settle/batch?' + page)).text()
  if (words) list.insertAdjacentHTML('beforeend', '<p style="height: 1200px">' + words + '</p>')
  else more.remove()
}
// As lists do that put their work off while somebody scrolls.
addEventListener('scroll', () => {
  clearTimeout(waiting)
  waiting = setTimeout(() => scrollY + innerHeight > document.body.scrollHeight - 300 && load(), 120)
})
load()
</script>`

const addresses = `${FAR}${FAR}<p id="seen">…</p><script>
let count = 0
addEventListener('scroll', () => {
  for (let i = 0; i < 10; i += 1) history.replaceState({}, '', '#part-' + (count += 1))
  if (count > 60) seen.textContent = 'sixty addresses of one document'
})
</script>`

const chain = `<p id="seen">…</p><script type="module">
let words = ''
for (let step = 1; step <= 4; step += 1) words += await (await fetch('/settle/slow?' + step)).text()
seen.textContent = 'a chain of ' + words.length + ' answers'
</script>`

const touched = `<nav style="position:absolute;inset:0 auto auto 0;width:9em;height:600px;overflow:auto"><p style="height:3000px">a box below the pointer</p></nav>
<p id="seen">…</p><script>
addEventListener('wheel', () => seen.textContent = 'somebody turned the wheel', { once: true })
</script>`

const pushed = `<p id="seen">…</p><script>
new EventSource('/settle/events').onmessage = (event) => seen.textContent = event.data
</script>`

const worker = `<p id="seen">…</p><script>
const source = 'setTimeout(() => postMessage("a worker took its time"), 700)'
new Worker(URL.createObjectURL(new Blob([source]))).onmessage = (event) => seen.textContent = event.data
</script>`

const refreshed = `<meta http-equiv="refresh" content="1; url=/settle/arrived"><p>please wait</p>`

const fading = `<style>@keyframes come { from { visibility: hidden } } .late { animation: come 3s step-end both }
.skipped { content-visibility: auto; contain-intrinsic-size: 900px }</style>
<p class="late">words that fade in</p>${FAR}<section class="skipped"><p>words that are drawn late</p></section>`

const stalled = `<p>words above a picture without an end</p><img src="/settle/endless" width="30" height="30" alt="">`

const hanging = `<p>words beside an answer without an end</p><script>
fetch('/settle/endless').then((answer) => answer.text())
</script>`

const following = `<nav style="position:fixed;top:0;width:9em;height:300px;overflow:auto"><p style="height:3000px">moves along</p></nav>
<div style="height: 2600px"></div><p id="seen">…</p><script>
const nav = document.querySelector('nav')
nav.scrollTop = 700
addEventListener('scroll', () => {
  nav.scrollTop = scrollY
  seen.textContent = 'a box moved along'
})
</script>`

const due = `<p id="seen">…</p><script>
setTimeout(() => { seen.textContent = 'due after two seconds' }, 2000)
</script>`

function settling(name: string, expects: string[], body: string | ((exchange: Exchange) => string)) {
  const make = typeof body === 'string' ? () => body : body
  const path = `/settle/${name}`
  return { path, name, expects, handler: page((exchange) => htmlDocument(name, make(exchange))) }
}

const pages = [
  settling('shadow-box', ['a box in the shadow was scrolled'], shadowBox),
  settling('frame', ['the frame was scrolled'], frame('')),
  settling('frame-other-site', ['the frame was scrolled'], ({ site }) =>
    frame(site.origin.replace('127.0.0.1', 'localhost')),
  ),
  settling('long-list', ['batch 4', 'batch 1'], longList),
  settling('addresses', ['sixty addresses of one document'], addresses),
  settling('chain', ['a chain of 4 answers'], chain),
  settling('touched', ['somebody turned the wheel'], touched),
  settling('pushed', ['pushed from afar'], pushed),
  settling('worker', ['a worker took its time'], worker),
  settling('refreshed', ['where the refresh led'], refreshed),
  settling('fading', ['words that fade in', 'words that are drawn late'], fading),
  settling('stalled', ['words above a picture without an end'], stalled),
  settling('following', ['a box moved along'], following),
  settling('due', ['due after two seconds'], due),
  settling('hanging', ['words beside an answer without an end'], hanging),
]

/** Every page, in order; `/settle/frame-other-site` needs `localhost` with the site's port to be open. */
export const SETTLING: Technique[] = pages.map(({ path, name, expects }) => {
  return { path, name, expects, probe: null }
})

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export const settlingRoutes: Routes = {
  ...Object.fromEntries(pages.map(({ path, handler }) => [path, handler])),
  '/settle/frame-body': page(() => htmlDocument('a frame', sentinel('the frame was scrolled'))),
  '/settle/arrived': page(() => htmlDocument('arrived', '<p>where the refresh led</p>')),
  '/settle/batch': (exchange) => {
    const number = Number(exchange.url.search.slice(1))
    send(exchange, number <= 4 ? `batch ${number}` : '', 'text/plain')
  },
  '/settle/slow': async (exchange) => {
    await after(100)
    send(exchange, '!', 'text/plain')
  },
  '/settle/events': async ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    await after(700)
    response.write('data: pushed from afar\n\n')
  },
  '/settle/endless': ({ response }) => void response.writeHead(200).write('and so on'),
}
