// The yardstick of bench/capture.ts: the same Chromium goes to the pages and takes full-page screenshots, nothing else.
// A process of its own, so that it can be measured: node bench/bare-browser.ts <concurrency>; URLs come on stdin.
import { text } from 'node:stream/consumers'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { launchBrowser } from '#lib/capture/launch-browser.ts'
import { VIEWPORT } from '#lib/kernel/limits.ts'
import { openLog } from '#lib/kernel/log.ts'

const concurrency = Number(process.argv[2] ?? 2)
const urls = (await text(process.stdin)).split('\n').filter(Boolean)
const { browser, close } = await launchBrowser(
  findBrowser(process.env.CHROMIUM_PATH ?? null),
  openLog('bench', 'warn'),
)

async function visitAll(): Promise<void> {
  for (let url = urls.shift(); url !== undefined; url = urls.shift()) {
    const context = await browser.newContext({
      viewport: { width: VIEWPORT.widthPx, height: VIEWPORT.heightPx },
      // Captures go through the egress proxy, and the browser refuses to go without one; this one goes past it.
      proxy: { server: 'http://127.0.0.1:9', bypass: '127.0.0.1' },
    })
    const page = await context.newPage()
    await page.goto(url, { timeout: 60_000 })
    await page.screenshot({ fullPage: true })
    await context.close()
  }
}

const heard = () => new Promise((resolve) => process.once('message', resolve))
process.send?.('ready')
await heard()
await Promise.all(Array.from({ length: concurrency }, visitAll))
// Told before the browser is closed, so that its processes can still be counted; closed when the other side agrees.
process.send?.('done')
await heard()
await close()
process.disconnect?.()
