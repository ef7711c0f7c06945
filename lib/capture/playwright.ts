// Playwright, loaded for the first browser, with half the memory for its sources.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { BrowserType } from 'playwright'
import { asciiSource } from '#lib/kernel/ascii-source.ts'

/**
 * Its two bundles are 7 million characters, and 200 of them (dashes in comments, one apostrophe in a text) would make V8 keep
 * them all in two bytes each, for as long as the process lives (docs/decisions/012).
 */
const SOURCES = /\/node_modules\/playwright-core\/lib\/\w+\.js$/

let loading: Promise<BrowserType> | undefined

/** A worker that has nothing to capture does without: it starts sooner, and holds a third less. */
export const loadChromium = () => (loading ??= load())

async function load(): Promise<BrowserType> {
  const hooks = registerHooks({
    load: (url, context, nextLoad) =>
      SOURCES.test(url)
        ? {
            format: context.format,
            source: asciiSource(readFileSync(fileURLToPath(url))),
            shortCircuit: true,
          }
        : nextLoad(url, context),
  })
  const { chromium } = await import('playwright').finally(() => hooks.deregister())
  return chromium
}
