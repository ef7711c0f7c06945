// The other archiver of the comparisons: single-file-cli, as a fair user would set it, ended for certain when it hangs.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { processTree, survivors } from '#test/process-tree.ts'

const LAUNCHER = fileURLToPath(import.meta.resolve('single-file-cli/single-file-node.js'))
/** It never ends with the headless shell: only the whole Chromium will do. */
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable']
/** Its "Execution context not found" comes and goes; who archives would try again. */
const TRIES = 3

export interface SavedFile {
  /** Null: there is no file, and this is why. */
  failure: string | null
  sizeBytes: number
  wallSeconds: number
  tries: number
}

/** The whole Chromium of this machine, or a clear sentence for who has none. */
export function findWholeChromium(): string {
  const found = BROWSERS.find((path) => existsSync(path))
  if (found === undefined)
    throw new Error(
      `single-file-cli needs a whole Chromium (apt-get install chromium): none of ${BROWSERS.join(', ')} is there. With --ours it is not asked.`,
    )
  return found
}

/** Saves a page as one HTML file, with up to three tries, each at most `timeoutMs` long. */
export async function saveWithSingleFile(
  browserPath: string,
  url: string,
  path: string,
  timeoutMs = 60_000,
): Promise<SavedFile> {
  const startedAt = performance.now()
  let failure: string | null = null
  let tries = 0
  while (tries < TRIES) {
    tries += 1
    failure = await saveOnce(browserPath, url, path, timeoutMs)
    if (failure === null || failure === 'hangs') break
  }
  const sizeBytes = failure === null ? (await stat(path)).size : 0
  return { failure, sizeBytes, wallSeconds: (performance.now() - startedAt) / 1_000, tries }
}

async function saveOnce(
  browserPath: string,
  url: string,
  path: string,
  timeoutMs: number,
): Promise<string | null> {
  const options = [
    `--browser-executable-path=${browserPath}`,
    `--browser-args=${JSON.stringify(process.getuid?.() === 0 ? ['--no-sandbox'] : [])}`,
    '--browser-width=1280',
    '--browser-height=900',
    '--load-deferred-images-dispatch-scroll-event=true',
    '--filename-conflict-action=overwrite',
  ]
  const child = spawn(process.execPath, [LAUNCHER, url, path, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Profiles that it leaves behind go with the folder of the bench.
    env: { ...process.env, TMPDIR: dirname(path) },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (said += text))
  let isTooLate = false
  const timer = setTimeout(() => {
    isTooLate = true
    const family = processTree(child.pid ?? 0)
    for (const { pid } of survivors(family)) kill(pid)
  }, timeoutMs)
  const [code] = await once(child, 'exit')
  clearTimeout(timer)
  if (isTooLate) return 'hangs'
  if (existsSync(path)) return null
  return said.trim().split('\n')[0]?.slice(0, 120) || `exit ${code} without a file`
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}
