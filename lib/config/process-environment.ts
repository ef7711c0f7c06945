// The environment that a process of ours hands to another one: the same settings, and no secret more than it needs.
import { resolve } from 'node:path'
import { COMPILE_CACHE } from './compile-cache.ts'
import { foundBrowser } from './found-browser.ts'
import { readDotEnv } from './load-config.ts'

/** What each kind of process must not see. Archived pages are rendered below the worker. */
const WITHHELD = {
  prepare: ['LINKHOME_UPSTREAM_PROXY', 'LINKHOME_SUGGEST_KEY'],
  web: ['LINKHOME_OWNER_PASSWORD', 'LINKHOME_UPSTREAM_PROXY'],
  worker: ['LINKHOME_OWNER_PASSWORD', 'LINKHOME_SECRET', 'LINKHOME_SUGGEST_KEY'],
} as const

/**
 * The threads that pack pictures and texts would each have an arena of glibc's malloc, which keeps what was freed: one for
 * all holds less and takes no more time (malloc(3), mallopt(3); docs/decisions/012). The thresholds are fixed, since
 * they rise with what is freed: pixels of a page then go back to the system at once, and leave no holes.
 */
const ALLOCATOR = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '1048576',
  MALLOC_TRIM_THRESHOLD_: '1048576',
}

/**
 * In a worker what is taken for a moment (64 KiB of a socket, 32 KiB of V8's compiler) goes back to the system by itself as
 * well, two hundred times a second: its holes were 16 MiB.
 */
export const WORKER_ALLOCATOR = { ...ALLOCATOR, MALLOC_MMAP_THRESHOLD_: '32768' }

const ALLOCATORS = { prepare: {}, web: ALLOCATOR, worker: WORKER_ALLOCATOR }

/**
 * Node's own flags for a worker. What a capture leaves behind for a moment (messages of the browser, pictures as text)
 * would let the young generation grow to 96 MiB, which it keeps; a sixteenth of that takes no more time. The old one may
 * grow by a third of what is held before it is collected, instead of threefold.
 */
export const WORKER_FLAGS = ['--max-semi-space-size=2', '--heap-growing-percent=30']

/**
 * Node's own flags for the web. What it holds is 80 MiB, yet by itself V8 lets three times as much pile up before it
 * collects: after 400 captures it is 247 MiB of resident memory instead of 398, for some 15 % more of its processor time.
 */
export const WEB_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=30']

export type Service = keyof typeof WITHHELD

/** Variables by name, as `spawn` takes them. */
export type Environment = Record<string, string | undefined>

/** All settings made explicit (`.env` read, folders absolute), so that a process may run in another folder. */
function explicitEnvironment(): Environment {
  const folder = process.cwd()
  const settings: Environment = { ...readDotEnv(folder), ...process.env }
  return {
    ...settings,
    LINKHOME_DATA_DIR: resolve(folder, settings.LINKHOME_DATA_DIR || './data'),
    CHROMIUM_PATH: settings.CHROMIUM_PATH || foundBrowser(),
  }
}

/** The environment of a process that `start` spawns; `given` wins over everything (database, port, secret). */
export function serviceEnvironment(service: Service, given: Environment): Environment {
  // On a terminal the one line with the address matters; elsewhere somebody collects the logs.
  const logLevel = process.env.LOG_LEVEL ?? (process.stdout.isTTY ? 'warn' : 'info')
  const environment: Environment = {
    ...ALLOCATORS[service],
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    ...explicitEnvironment(),
    LOG_LEVEL: logLevel,
    ...given,
  }
  for (const name of WITHHELD[service]) {
    // The web goes out for suggestions alone, and then it goes the same way as everything else.
    const isNeeded =
      name === 'LINKHOME_UPSTREAM_PROXY' && service === 'web' && environment.LINKHOME_SUGGEST_URL
    if (!isNeeded) delete environment[name]
  }
  return environment
}

/** Makes the settings explicit for the rest of this very process, which is about to change its folder. */
export function pinEnvironment(given: Environment): void {
  Object.assign(process.env, explicitEnvironment(), given)
}

/** Where fonts and libraries lie, and the time zone. */
const SHOWN_TO_BROWSERS = ['LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'FONTCONFIG_FILE']

/** All that a browser knows of our environment: no secret. @param home  a folder of its own */
export function browserEnvironment(home: string): Record<string, string> {
  const shown: Record<string, string> = { PATH: '/usr/bin:/bin', HOME: home, TMPDIR: home }
  for (const name of SHOWN_TO_BROWSERS) {
    const value = process.env[name]
    if (value) shown[name] = value
  }
  return shown
}
