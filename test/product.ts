// The whole product in a folder of its own: started by its command, spoken to over HTTP, stopped by a signal.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
/** The first start makes the database cluster; on a busy machine that takes a while. */
const START_TIMEOUT_MS = 90_000

export interface Product {
  /** Origin that it printed, e.g. `http://localhost:43211`. */
  url: string
  /** One-time link that creates the owner; null when there is one already. */
  setupUrl: string | null
  /** Its working folder; the data are in `data` below. */
  folder: string
  /** Process number of the supervisor. */
  pid: number
  /** All that it has written so far, stdout and stderr together. */
  output(): string
  /** Sends SIGTERM (or another signal) and resolves with the exit code, null when the signal itself ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export interface ProductOptions {
  /** Settings beside `PORT=0` and the folder; they win. */
  env?: Record<string, string>
  /** A folder of an earlier life; a fresh one when left out. */
  folder?: string
}

/** A temporary folder that also PostgreSQL's unprivileged user may enter. */
export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'linkhome-product-'))
}

/** Starts the product and waits for its address. Rejects with everything it said when it ends before that. */
export async function startProduct({ env = {}, folder }: ProductOptions = {}): Promise<Product> {
  const cwd = folder ?? (await newFolder())
  const { PATH, HOME, CHROMIUM_PATH } = process.env
  const child = spawn(process.execPath, [CLI, 'start'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing else of the tester's environment: a DATABASE_URL in it must not be used by mistake.
    env: { PATH, HOME, CHROMIUM_PATH, NODE_ENV: 'production', PORT: '0', LANG: 'en_US.UTF-8', ...env },
  })
  let output = ''
  const exited = once(child, 'exit')
  const announced = new Promise<string[]>((resolve) => {
    const listen = (chunk: string) => {
      output += chunk
      const urls = output
        .split('\n')
        .filter((line) => !line.startsWith('{'))
        .flatMap((line) => /https?:\/\/\S+$/.exec(line)?.[0] ?? [])
      if (urls.length > 0) resolve(urls)
    }
    child.stdout.setEncoding('utf8').on('data', listen)
    child.stderr.setEncoding('utf8').on('data', listen)
  })
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    const [code] = await exited
    return typeof code === 'number' ? code : null
  }
  const timer = setTimeout(() => void stop(), START_TIMEOUT_MS)
  const urls = await Promise.race([announced, exited.then(() => null)])
  clearTimeout(timer)
  if (!urls || child.pid === undefined) throw new Error(`the product did not start:\n${output}`)
  const [url = '', setupUrl = null] = urls
  return { url, setupUrl, folder: cwd, pid: child.pid, output: () => output, stop }
}

/** Removes a product's folder, bytes and database. */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true })
}
