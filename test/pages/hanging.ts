// Pages that keep a visitor for ever: dialogs, loops, timers, frames and requests without an end.
import { htmlDocument, page, type Routes } from './routes.ts'

interface HangingPage {
  path: string
  name: string
  /** Does the page come to an end of its own, so that all of it is kept? */
  isWhole: boolean
  /** Enough to load it on a busy machine, and little enough to wait for. */
  timeoutMs: number
}

const WORDS = '<p>the words that were there</p>'

const pages = [
  // Dialogs are dismissed: between two of them the page has time to be read.
  {
    name: 'questions',
    isWhole: true,
    body: '<script>setInterval(() => { confirm("?"); prompt("?"); alert("!") }, 1)</script>',
  },
  {
    name: 'leave-me-not',
    isWhole: true,
    body: '<script>onbeforeunload = (event) => { event.preventDefault(); for (let i = 0; i < 50; i += 1) alert(i); return "stay" }</script>',
  },
  {
    name: 'growing',
    isWhole: true,
    body: '<script>setInterval(() => document.body.append(document.createElement("hr")), 1)</script>',
  },
  { name: 'busy-later', isWhole: false, body: '<script>setTimeout(() => { for (;;); }, 300)</script>' },
  {
    name: 'busy-scrolled',
    isWhole: false,
    body: '<div style="height: 3000px"></div><script>onscroll = () => { for (;;); }</script>',
  },
  {
    name: 'frames',
    isWhole: true,
    body: '<script>for (let i = 0; i < 80; i += 1) document.body.append(document.createElement("iframe"))</script>',
  },
  {
    name: 'frames-without-end',
    isWhole: false,
    body: '<script>for (let i = 0; i < 10_000; i += 1) document.body.append(document.createElement("iframe"))</script>',
  },
  {
    name: 'picture-without-end',
    isWhole: true,
    body: '<img src="/hanging/drip.png" width="40" height="40">',
  },
  {
    name: 'popups',
    isWhole: true,
    body: '<script>for (let i = 0; i < 20; i += 1) open("about:blank"); setInterval(() => open("about:blank"), 50)</script>',
  },
  {
    name: 'debugger',
    isWhole: true,
    body: '<script>setInterval(() => { debugger; console.log("x".repeat(10_000)) }, 10)</script>',
  },
  {
    name: 'broken-natives',
    isWhole: true,
    body: `<script>
for (const name of ['setTimeout', 'requestAnimationFrame', 'MutationObserver', 'Promise', 'scrollTo', 'getComputedStyle'])
  window[name] = () => { throw new Error('patched') }
Document.prototype.querySelectorAll = Element.prototype.querySelectorAll = () => { for (;;); }
</script>`,
  },
]

export const HANGING: HangingPage[] = pages.map(({ name, isWhole }) => ({
  timeoutMs: isWhole ? 30_000 : 5_000,
  name,
  isWhole,
  path: `/hanging/${name}`,
}))
export const hangingRoutes: Routes = {
  ...Object.fromEntries(
    pages.map(({ name, body }) => [`/hanging/${name}`, page(() => htmlDocument(name, WORDS + body))]),
  ),
  '/hanging/drip.png': ({ response }) => {
    response.writeHead(200, { 'content-type': 'image/png' })
    const dripping = setInterval(() => response.write('x'), 200)
    response.on('close', () => clearInterval(dripping))
  },
}
