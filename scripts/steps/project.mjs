// What all set-up steps share: where the project is, its own Node, and how a tool is run.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const inProject = (...names) => join(ROOT, ...names)

/** Node 24, brought by the dependencies: the machine's own may be older. */
export const NODE = inProject('node_modules/.bin/node')

/** One line about something that takes long enough to wonder. */
export const say = (line) => console.log(`link之家: ${line}`)

/**
 * Runs a program quietly in the project's folder and resolves with `{ code, output }`; `code` is null when it is
 * missing or was killed. Its words are kept for whoever has to tell about a failure (the last 20,000 characters).
 */
export function runQuietly(program, args, { env = process.env, cwd = ROOT, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    let output = ''
    const keep = (chunk) => (output = (output + chunk).slice(-20_000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', (error) => resolve({ code: null, output: error.message }))
    child.once('close', (code) => resolve({ code, output }))
  })
}

/** Is there such a program on the PATH? */
export async function has(program) {
  return (await runQuietly('/bin/sh', ['-c', 'command -v "$1"', 'sh', program])).code === 0
}

/** SHA-256 over the names and bytes of all files below `paths` that `wanted` accepts, in a fixed order. */
export function fingerprint(paths, wanted = () => true) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) return
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else if (wanted(relative(ROOT, path)))
      hash.update(relative(ROOT, path)).update('\0').update(readFileSync(path))
  }
  for (const path of paths) visit(inProject(path))
  return hash.digest('hex')
}

/** The text of a small file, or null when it is missing. */
export function readMark(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null // not made yet
  }
}
