// The browser of a worker: launched on demand, kept warm between captures, replaced before it grows, closed when idle.
import type { BrowserContext } from 'playwright'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError } from '#lib/kernel/errors.ts'
import {
  BROWSER_IDLE_MS,
  BROWSER_MEMORY_MARK_BYTES,
  CAPTURES_PER_BROWSER,
  VIEWPORT,
} from '#lib/kernel/limits.ts'
import type { Log } from '#lib/kernel/log.ts'
import { findBrowser } from './find-browser.ts'
import { launchBrowser, removeStaleFolders, type LaunchedBrowser } from './launch-browser.ts'

/** Closing a context takes milliseconds, unless its browser hangs. */
const CONTEXT_CLOSE_TIMEOUT_MS = 5_000

/** A fresh context of the warm browser, for one capture. */
export interface BrowserLease {
  context: BrowserContext
  /**
   * Gives the context back; it is closed with all its pages, and the browser killed when it cannot even do that.
   *
   * @param isSuspect  the capture timed out or crashed: the browser gets no further captures
   */
  release(isSuspect: boolean): Promise<void>
}

interface ProxyAddress {
  server: string
  /** With them Playwright answers the proxy itself, and stops every request for it; see `answerProxy`. */
  username?: string
  password?: string
}

export interface BrowserPool {
  /**
   * Opens an empty context whose only way out is the proxy; null: it has none, and runs no scripts of pages.
   *
   * @param how.runsScripts  for documents of ours in a context without a way out
   * @param how.isAlone      in a browser that serves no other capture: none can take the other along
   * @throws AppError `browser_missing`, `browser_crash`
   */
  lease(proxy: ProxyAddress | null, how?: { runsScripts?: boolean; isAlone?: boolean }): Promise<BrowserLease>
  /** What this process and its browsers hold, in bytes; null where the system does not tell. */
  memoryBytes(): Promise<number | null>
  /** Kills every browser; captures that still run end with `browser_crash`. */
  close(): Promise<void>
}

interface Slot {
  launched: LaunchedBrowser
  captures: number
  active: number
  isRetired: boolean
  idleTimer?: NodeJS.Timeout
}

/**
 * Opens the pool; no browser starts before the first lease.
 *
 * @param options.executablePath  null: the first Chromium found in the usual places
 */
export function openBrowserPool(options: {
  executablePath: string | null
  log: Log
  capturesPerBrowser?: number
  idleMs?: number
  /** A browser that holds more than this after a capture gets no further ones. */
  memoryMarkBytes?: number
}): BrowserPool {
  const {
    log,
    capturesPerBrowser = CAPTURES_PER_BROWSER,
    idleMs = BROWSER_IDLE_MS,
    memoryMarkBytes = BROWSER_MEMORY_MARK_BYTES,
  } = options
  const slots = new Set<Slot>()
  let launching: Promise<Slot> | null = null
  let isClosed = false

  /** @param isRetired  for whoever asked for it, and nobody else */
  async function launch(isRetired = false): Promise<Slot> {
    if (slots.size === 0) await removeStaleFolders()
    const launched = await launchBrowser(findBrowser(options.executablePath), log)
    const slot: Slot = { launched, captures: 0, active: 0, isRetired }
    slots.add(slot)
    launched.browser.once('disconnected', () => void discard(slot, 'crashed'))
    log.info('browser.launched', { version: launched.browser.version() })
    if (isClosed) await discard(slot, 'closed')
    return slot
  }

  async function usableSlot(isAlone: boolean): Promise<Slot> {
    if (isClosed) throw new AppError('browser_crash')
    if (isAlone) return launch(true)
    const warm = [...slots].find((slot) => !slot.isRetired)
    if (warm) return warm
    launching ??= launch().finally(() => (launching = null))
    return launching
  }

  async function discard(slot: Slot, reason: string): Promise<void> {
    slot.isRetired = true
    clearTimeout(slot.idleTimer)
    if (!slots.delete(slot)) return
    log.info('browser.ended', { reason, captures: slot.captures })
    await (reason === 'crashed' || reason === 'hung' ? slot.launched.kill() : slot.launched.close())
  }

  async function retireWhenGrown(slot: Slot): Promise<void> {
    if (slot.isRetired) return
    const memoryBytes = await slot.launched.memoryBytes()
    if (memoryBytes === null || memoryBytes <= memoryMarkBytes) return
    slot.isRetired = true
    log.info('browser.grown', { memoryBytes, captures: slot.captures })
  }

  async function settle(slot: Slot): Promise<void> {
    slot.active -= 1
    if (slot.active > 0) return
    if (slot.isRetired) return discard(slot, 'used_up')
    slot.idleTimer = setTimeout(() => void discard(slot, 'idle'), idleMs)
  }

  async function openContext(slot: Slot, proxy: ProxyAddress | null, runsScripts: boolean) {
    const { browser } = slot.launched
    return browser.newContext({
      // Without one of its own a context has the browser's, which leads nowhere.
      ...(proxy ? { proxy } : { javaScriptEnabled: runsScripts }),
      userAgent: userAgentOf(browser.version()),
      locale: 'zh-CN',
      viewport: { width: VIEWPORT.widthPx, height: VIEWPORT.heightPx },
      deviceScaleFactor: 1,
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
      acceptDownloads: false,
      permissions: [],
    })
  }

  return {
    async lease(proxy, { runsScripts = false, isAlone = false } = {}) {
      const slot = await usableSlot(isAlone)
      clearTimeout(slot.idleTimer)
      slot.active += 1
      slot.captures += 1
      if (slot.captures >= capturesPerBrowser) slot.isRetired = true
      try {
        const context = await openContext(slot, proxy, runsScripts)
        let isReleased = false
        return {
          context,
          async release(isSuspect) {
            if (isReleased) return
            isReleased = true
            if (isSuspect) slot.isRetired = true
            const closing = withDeadline(CONTEXT_CLOSE_TIMEOUT_MS, undefined, () => context.close())
            await closing.catch(() => discard(slot, 'hung'))
            await retireWhenGrown(slot)
            await settle(slot)
          },
        }
      } catch (cause) {
        await discard(slot, 'hung')
        throw new AppError('browser_crash', {}, { cause })
      }
    },
    async memoryBytes() {
      const sizes = await Promise.all([...slots].map(({ launched }) => launched.memoryBytes()))
      if (sizes.includes(null)) return null
      return sizes.reduce<number>((sum, size) => sum + (size ?? 0), process.memoryUsage.rss())
    },
    async close() {
      isClosed = true
      await launching?.catch(() => {}) // A launch that failed left nothing to close.
      await Promise.all([...slots].map((slot) => discard(slot, 'closed')))
    },
  }
}

/** The headless shell says `HeadlessChrome`, which many sites answer with a challenge instead of the page. */
function userAgentOf(version: string): string {
  const major = version.split('.', 1)[0]
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`
}
