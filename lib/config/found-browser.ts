// The browser that the set-up found or installed (scripts/steps/browser.mjs).
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const ANSWER = join(import.meta.dirname, '../../.cache/browser.json')

const answer = z.object({ path: z.string() })

/** Path of a program; undefined when no set-up has run, none was found, or it is gone since. */
export function foundBrowser(): string | undefined {
  if (!existsSync(ANSWER)) return undefined
  const found = answer.safeParse(JSON.parse(readFileSync(ANSWER, 'utf8')))
  return found.success && existsSync(found.data.path) ? found.data.path : undefined
}
