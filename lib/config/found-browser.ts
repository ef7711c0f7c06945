// The browser that the set-up found or installed (scripts/browser.mjs), and the fonts that came with it.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const ANSWER = join(import.meta.dirname, '../../.cache/browser.json')

const answer = z.object({
  path: z.string(),
  /** A fontconfig file that adds fonts of our own, where the system's could not be installed. */
  fontconfigFile: z.string().nullable(),
})

export type FoundBrowser = z.output<typeof answer>

/** Null when no set-up has run, none was found, or it is gone since. */
export function foundBrowser(): FoundBrowser | null {
  if (!existsSync(ANSWER)) return null
  const found = answer.safeParse(JSON.parse(readFileSync(ANSWER, 'utf8')))
  return found.success && existsSync(found.data.path) ? found.data : null
}
