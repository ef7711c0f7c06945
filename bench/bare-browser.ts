// The yardstick of bench/capture.ts: a bare Chromium that goes to pages and takes full-page screenshots, nothing else.
// Run as a process of its own: node bench/bare-browser.ts <chromium> <concurrency> <flags as JSON>; URLs come on stdin.
import { chromium } from 'playwright'
import { text } from 'node:stream/consumers'

const [executablePath = '', concurrency = '2', flags = '[]'] = process.argv.slice(2)
const urls = (await text(process.stdin)).split('\n').filter(Boolean)
const args: unknown = JSON.parse(flags)
const browser = await chromium.launch({
  executablePath,
  args: Array.isArray(args) ? args.map(String) : [],
})

async function visitAll(): Promise<void> {
  for (let url = urls.shift(); url !== undefined; url = urls.shift()) {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } })
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'load', timeout: 60_000 })
    await page.screenshot({ fullPage: true })
    await context.close()
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, visitAll))
// Told before the browser is closed, so that its processes can still be counted; closed when the other side agrees.
process.send?.('done')
await new Promise((resolve) => process.once('message', resolve))
await browser.close()
process.disconnect?.()
