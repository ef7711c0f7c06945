// A Chromium that launches, found or installed, with fonts that can draw Chinese. The answer is kept in .cache.
import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { canDrawChinese, fetchFonts } from './fonts.mjs'
import { inProject, readMark, runQuietly, say } from './project.mjs'
import { unpackChromium } from './unpacked-chromium.mjs'

const ANSWER = inProject('.cache/browser.json')
const WRAPPER = inProject('.cache/chromium/run')
const LAUNCH_TIMEOUT_MS = 30_000

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** Debian's packages: the browser without a window, the tool that lists fonts, Chinese, Japanese, Korean, and emoji. */
const BROWSER_PACKAGES = ['chromium-headless-shell']
const FONT_PACKAGES = ['fontconfig', 'fonts-noto-cjk', 'fonts-noto-color-emoji']

/**
 * Does it start and listen? Only a probe without a page: no sandbox is needed, and root could not have one. Reduced
 * builds hang on `--dump-dom` and its like, but all of them open the port that drives them.
 */
async function launches(path) {
  const profile = mkdtempSync(join(tmpdir(), 'linkhome-probe-'))
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0']
  const child = spawn(path, [...args, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  const ended = new Promise((resolve) => child.once('error', resolve).once('exit', resolve))
  const isListening = new Promise((resolve) => {
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
      if (said.includes('DevTools listening on')) resolve(true)
    })
    ended.then(() => resolve(false))
    setTimeout(() => resolve(false), LAUNCH_TIMEOUT_MS).unref()
  })
  const answer = await isListening
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // it never came up, or is gone already
  }
  await ended
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  return answer
}

/** Browsers that Playwright has once installed for this user, newest first. */
function playwrightBrowsers() {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH || join(homedir(), '.cache/ms-playwright')
  if (!existsSync(cache)) return []
  const places = [
    'chrome-headless-shell-linux64/chrome-headless-shell',
    'chrome-linux64/chrome',
    'chrome-linux/chrome',
  ]
  return readdirSync(cache)
    .filter((name) => name.startsWith('chromium'))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .flatMap((name) => places.map((place) => join(cache, name, place)))
}

async function firstThatLaunches(paths) {
  for (const path of paths) if (existsSync(path) && (await launches(path))) return path
  return null
}

const isRoot = () => process.getuid?.() === 0

/** Installs packages with apt; false where that is not possible. */
async function aptInstall(packages) {
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) return false
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  say(`installing ${packages.join(', ')} with apt`)
  // Without a network this must end soon: it is tried again at each start until there is a browser.
  const patience = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20']
  await runQuietly('apt-get', ['update', '-qq', ...patience], { env })
  const install = ['install', '-y', '-qq', ...patience, '--no-install-recommends', ...packages]
  return (await runQuietly('apt-get', install, { env })).code === 0
}

/** What the operator names must work: falling through to another browser would hide a mistake. */
async function namedBrowser(path) {
  if (!existsSync(path)) throw new Error(`CHROMIUM_PATH is set to ${path}, and there is no such file.`)
  if (!(await launches(path))) throw new Error(`CHROMIUM_PATH is set to ${path}, which does not launch.`)
  return path
}

async function findBrowser(dependencies) {
  const found = await firstThatLaunches([...SYSTEM_BROWSERS, ...playwrightBrowsers()])
  if (found) return found
  await aptInstall([...BROWSER_PACKAGES, ...FONT_PACKAGES])
  const installed = await firstThatLaunches(SYSTEM_BROWSERS)
  if (installed) return installed
  await dependencies
  return firstThatLaunches(await unpackChromium())
}

/** The browser itself, or a small script that starts it with fonts of our own where the system has no Chinese ones. */
async function withFonts(path) {
  if ((await canDrawChinese()) || ((await aptInstall(FONT_PACKAGES)) && (await canDrawChinese()))) return path
  const fontsConf = await fetchFonts()
  if (!fontsConf) {
    say('no Chinese font was found or could be installed: snapshots will show boxes (install fonts-noto-cjk)')
    return path
  }
  mkdirSync(join(WRAPPER, '..'), { recursive: true })
  writeFileSync(WRAPPER, `#!/bin/sh\nFONTCONFIG_FILE='${fontsConf}' exec '${path}' "$@"\n`, { mode: 0o755 })
  return WRAPPER
}

function namedPath() {
  const dotEnv = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}
  return process.env.CHROMIUM_PATH || dotEnv.CHROMIUM_PATH || ''
}

/** What an answer depends on: it is asked anew when the browser was removed, replaced, or another one is named. */
const identity = (path, named) => {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${named}:${path}:${stat.size}:${Math.trunc(stat.mtimeMs)}` : null
}

function knownAnswer(named) {
  const mark = readMark(ANSWER)
  if (mark === null) return false
  const { path, program, identity: known } = JSON.parse(mark)
  return existsSync(path) && known === identity(program, named)
}

/**
 * Leaves `.cache/browser.json` `{ path, program, identity }`, or no such file when no browser can be had: links are
 * then saved and wait.
 *
 * @param dependencies  a promise of them, for who brings a browser along
 * @throws Error when CHROMIUM_PATH names a browser that does not launch
 */
export async function ensureBrowser(dependencies) {
  const named = namedPath()
  if (knownAnswer(named)) return
  const program = named ? await namedBrowser(named) : await findBrowser(dependencies)
  if (!program) {
    say(
      'no browser was found or could be installed: links are saved, snapshots wait (install chromium-headless-shell)',
    )
    return
  }
  const path = await withFonts(program)
  mkdirSync(inProject('.cache'), { recursive: true })
  writeFileSync(ANSWER, `${JSON.stringify({ path, program, identity: identity(program, named) })}\n`)
}
