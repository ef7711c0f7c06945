// One of the runners of bench/speed.ts in a process of its own, so that its tree can be measured: node bench/lane.ts <ours|floor|single-file> <allowed hosts>
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { launchBrowser } from '#lib/capture/launch-browser.ts'
import { openPagePlaces } from '#lib/capture/page-places.ts'
import { STORING_AT_ONCE, VIEWPORT } from '#lib/kernel/limits.ts'
import { openLog } from '#lib/kernel/log.ts'
import { openPlaces, type Places } from '#lib/kernel/places.ts'
import { makePdf, makeReport } from './afterwards.ts'
import { openOurEngine } from './our-engine.ts'
import { findWholeChromium, saveWithSingleFile } from './single-file.ts'

/** What is made of a page besides its capture; only ours makes it. */
const also = z.array(z.enum(['pdf', 'report']))
type Also = z.infer<typeof also>

interface Visitor {
  /** @returns  seconds by stage, of those who know */
  visit(url: string, also: Also, onPageDone: () => void): Promise<Record<string, number>>
  /** As many pages at once, or fewer: ours waits while memory is short. */
  openPages(limit: number): Places
  close(): Promise<void>
}

const never = new AbortController().signal
const task = z.object({ urls: z.array(z.string()), concurrency: z.number(), also })
const [kind = 'ours', allowHosts = ''] = process.argv.slice(2)
const open = { ours: openOurs, floor: openFloor, 'single-file': openSingleFile }[kind]
if (!open) throw new Error(`unknown lane ${kind}`)
const visitor = await open()

process.on('message', (message) => void work(task.parse(message)))
process.once('disconnect', () => void visitor.close())
process.send?.('ready')

async function work({ urls, concurrency, also }: z.infer<typeof task>): Promise<void> {
  const failures: string[] = []
  const stages: Record<string, number> = {}
  const waiting = [...urls]
  const pages = visitor.openPages(concurrency)
  const visitAll = async () => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
      const leave = await pages.take(never)
      try {
        const spent = await visitor.visit(url, also, leave)
        for (const [stage, seconds] of Object.entries(spent)) stages[stage] = (stages[stage] ?? 0) + seconds
      } catch (error) {
        failures.push(`${url}: ${String(error)}`)
      } finally {
        leave()
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency + (kind === 'ours' ? STORING_AT_ONCE : 0) }, visitAll))
  process.send?.({ failures, stages })
}

async function openOurs(): Promise<Visitor> {
  const engine = await openOurEngine(allowHosts)
  const timed = async (work: Promise<void>) => {
    const startedAt = performance.now()
    await work
    return (performance.now() - startedAt) / 1_000
  }
  return {
    async visit(url, also, onPageDone) {
      const prints = also.includes('pdf')
      const { capture, stages } = await engine.capture(url, null, async (page) => {
        onPageDone()
        if (prints) await makePdf(engine, page)
      })
      return {
        ...stages,
        ...(also.includes('report') ? { report: await timed(makeReport(engine, capture)) } : {}),
      }
    },
    openPages: (limit) => openPagePlaces({ limit, memoryBytes: engine.browsers.memoryBytes }),
    close: () => engine.close(),
  }
}

/** A warm headless shell goes to the page, waits until the network was quiet for 500 ms and photographs all of it. */
async function openFloor(): Promise<Visitor> {
  const { browser, close } = await launchBrowser(
    findBrowser(process.env.CHROMIUM_PATH ?? null),
    openLog('bench', 'error'),
  )
  return {
    async visit(url) {
      const context = await browser.newContext({
        viewport: { width: VIEWPORT.widthPx, height: VIEWPORT.heightPx },
        // The browser refuses to go without a proxy; this one goes past it.
        proxy: { server: 'http://127.0.0.1:9', bypass: '127.0.0.1' },
      })
      try {
        const page = await context.newPage()
        await page.goto(url, { waitUntil: 'networkidle', timeout: 60_000 })
        await page.screenshot({ fullPage: true, timeout: 60_000 })
        return {}
      } finally {
        await context.close()
      }
    },
    openPages: openPlaces,
    close,
  }
}

async function openSingleFile(): Promise<Visitor> {
  const chromium = findWholeChromium()
  const folder = await mkdtemp(join(tmpdir(), 'linkhome-bench-files-'))
  let count = 0
  return {
    async visit(url) {
      count += 1
      const { failure } = await saveWithSingleFile(chromium, url, join(folder, `${count}.html`))
      if (failure !== null) throw new Error(failure)
      return {}
    },
    openPages: openPlaces,
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
