// Starts one Chromium as an unprivileged user in its sandbox, with no way out but a capture's proxy, and ends it for certain.
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { browserEnvironment } from '#lib/config/process-environment.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { Log } from '#lib/kernel/log.ts'
import { privateMemoryOfGroup } from './browser-memory.ts'
import { loadChromium } from './playwright.ts'

const LAUNCH_TIMEOUT_MS = 30_000
const CLOSE_TIMEOUT_MS = 5_000
const FOLDER_PREFIX = 'linkhome-browser-'
/**
 * Owns no file and no process but those of browsers: not Debian's `nobody`, as whom PostgreSQL runs, whose password file it
 * could read. No distribution gives this number out (Debian Policy, 9.2.2: 65000 to 65533 are reserved).
 */
const UNPRIVILEGED_ID = 65_533
const SETPRIV_PATHS = ['/usr/bin/setpriv', '/bin/setpriv']
/** A port that nothing listens on: a context without its own proxy fails closed. */
const CLOSED_PROXY = 'http://127.0.0.1:9'

/**
 * What lies beyond the window is drawn as well, so that a photograph may show any part of a page: Chromium's own way to
 * that (`captureBeyondViewport`) records the whole page anew twice for each tile. The rest is Playwright's list: of a flag
 * given twice the last one counts.
 */
export const DRAWS_BEYOND =
  '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4,mainFrameClipsContent=false'

/**
 * Without each of the first four, packets leave beside the proxy. The WebRTC policy has two names: the headless shell
 * obeys only the one with `force-`, the whole Chromium only the other (both measured with 156).
 */
const FLAGS = [
  '--proxy-bypass-list=<-loopback>',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-quic',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  '--js-flags=--max-old-space-size=1024',
  // Of a flag given twice the last one counts: Playwright's list without CDPScreenshotNewSurface, which draws each tile on a
  // surface beside the page's own, with as many pixels again. Around the window 512 rows are drawn ahead instead of 3,000.
  '--enable-features=SkipListAccountsWithoutGaiaCookies,SmallerInterestArea:size_in_pixels/512',
  DRAWS_BEYOND,
]

export interface LaunchedBrowser {
  browser: Browser
  /** Ends the browser with all its processes: politely within 5 s, else by SIGKILL to its process group. */
  close(): Promise<void>
  /** Ends all its processes at once. */
  kill(): Promise<void>
  /** Memory of all its processes, in bytes; null where the system does not tell. */
  memoryBytes(): Promise<number | null>
}

/** How much protection this machine grants; each step down is logged by who steps. */
interface Confinement {
  /** Run as `nobody`: only root can, and only root needs to. */
  dropsPrivileges: boolean
  hasSandbox: boolean
}

/** Steps down only when the machine itself said no; found once per process, as the answer does not change. */
let granted: Confinement | null = null

/**
 * Launches a browser that serves contexts with a proxy of their own.
 *
 * @throws AppError `browser_crash` when it does not come up within 30 s or at all
 */
export async function launchBrowser(executablePath: string, log: Log): Promise<LaunchedBrowser> {
  const isRoot = process.getuid?.() === 0
  let confinement = granted ?? { dropsPrivileges: isRoot && findSetpriv() !== null, hasSandbox: true }
  for (;;) {
    try {
      const launched = await launchConfined(executablePath, confinement)
      granted = confinement
      return launched
    } catch (cause) {
      const weaker = stepDown(confinement, cause, isRoot)
      if (weaker === null) throw new AppError('browser_crash', {}, { cause })
      log.warn('browser.confinement_weakened', { ...weaker })
      confinement = weaker
    }
  }
}

/** The next weaker confinement that the machine's refusal calls for; null when the failure has another reason. */
function stepDown(confinement: Confinement, cause: unknown, isRoot: boolean): Confinement | null {
  const output = cause instanceof Error ? cause.message : ''
  if (confinement.dropsPrivileges && /setpriv: |Permission denied/.test(output)) {
    return { dropsPrivileges: false, hasSandbox: !isRoot }
  }
  const isRefused = /No usable sandbox|Failed to move to new namespace|no-sandbox/i.test(output)
  return confinement.hasSandbox && isRefused ? { ...confinement, hasSandbox: false } : null
}

async function launchConfined(executablePath: string, confinement: Confinement): Promise<LaunchedBrowser> {
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX))
  try {
    const home = join(folder, 'home')
    await mkdir(home)
    const wrapper = await writeWrapper({ folder, home }, executablePath, confinement.dropsPrivileges)
    const chromium = await loadChromium()
    const browser = await chromium.launch({
      executablePath: wrapper,
      args: FLAGS,
      env: browserEnvironment(home),
      chromiumSandbox: confinement.hasSandbox,
      proxy: { server: CLOSED_PROXY },
      timeout: LAUNCH_TIMEOUT_MS,
      // The worker decides when a browser ends; a signal to it must not cut captures that it still finishes.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    const groupId = Number(await readFile(join(folder, 'pid'), 'utf8'))
    return supervise(browser, groupId, folder)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/**
 * Writes the script that Playwright starts instead of Chromium. It notes its process id (which `exec` keeps), moves the
 * profile into our folder and gives that to the unprivileged user. Its session, which is its own, gets our priority
 * (sched(7), autogroup). The pipes of the protocol survive `exec`.
 */
async function writeWrapper(
  { folder, home }: { folder: string; home: string },
  executablePath: string,
  dropsPrivileges: boolean,
): Promise<string> {
  await chmod(folder, 0o711)
  const id = UNPRIVILEGED_ID
  const drop = `${findSetpriv()} --reuid ${id} --regid ${id} --clear-groups --inh-caps=-all`
  const script = `#!/bin/sh
echo $$ > ${quote(join(folder, 'pid'))}
echo ${getPriority()} 2>/dev/null > /proc/self/autogroup
left=$#
while [ $left -gt 0 ]; do
  case "$1" in
    --user-data-dir=*) set -- "$@" --user-data-dir=${quote(join(home, 'profile'))} ;;
    *) set -- "$@" "$1" ;;
  esac
  shift
  left=$((left - 1))
done
${dropsPrivileges ? `chown ${id}:${id} ${quote(home)}` : ''}
exec ${dropsPrivileges ? drop : ''} ${quote(executablePath)} "$@"
`
  const path = join(folder, 'chromium')
  await writeFile(path, script, { mode: 0o755 })
  return path
}

/** Removes the folders of browsers whose worker died before it could. A browser itself ends when its pipe breaks. */
export async function removeStaleFolders(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(FOLDER_PREFIX))
  for (const folder of names.map((name) => join(tmpdir(), name))) {
    const age =
      Date.now() -
      (await stat(folder).then(
        (facts) => facts.mtimeMs,
        () => Date.now(),
      ))
    const processId = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => Number.NaN))
    // A folder without a process id yet belongs to a browser that is just starting.
    if (age < LAUNCH_TIMEOUT_MS || isAlive(processId)) continue
    // Refused: it belongs to another user of this machine, who will remove it.
    await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}

function isAlive(processId: number): boolean {
  try {
    return processId > 0 && process.kill(processId, 0)
  } catch {
    return false // ESRCH: no such process.
  }
}

function supervise(browser: Browser, groupId: number, folder: string): LaunchedBrowser {
  const disconnected = new Promise<void>((resolve) => browser.once('disconnected', () => resolve()))
  const end = async () => {
    signalGroup(groupId)
    await disconnected
    await rm(folder, { recursive: true, force: true })
  }
  return {
    browser,
    kill: end,
    memoryBytes: () => privateMemoryOfGroup(groupId),
    async close() {
      // However politely it went: what is left of the group is killed afterwards.
      await withDeadline(CLOSE_TIMEOUT_MS, undefined, () => browser.close()).catch(() => {})
      await end()
    },
  }
}

function signalGroup(groupId: number): void {
  try {
    process.kill(-groupId, 'SIGKILL')
  } catch {
    // ESRCH: the group is gone, as wanted.
  }
}

function findSetpriv(): string | null {
  return SETPRIV_PATHS.find((path) => existsSync(path)) ?? null
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
