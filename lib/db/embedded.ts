// The embedded PostgreSQL: real server binaries from npm, a data folder of ours, no system service.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { readFile, readlink, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#lib/kernel/errors.ts'
import { awaitServer } from './await-server.ts'
import { ensureCluster, passwordFile, spawnBinary } from './embedded-cluster.ts'

/** A fast shutdown writes one checkpoint; a server that needs longer than this hangs. */
const STOP_TIMEOUT_MS = 20_000
/** After a kill -9 the server's children linger for a moment and hold its shared memory: that long we try again. */
const LINGERING_CHILDREN_MS = 10_000

export interface EmbeddedDatabase {
  /** Connection URL, with the password of the cluster's one role. */
  url: string
  port: number
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

/** A TCP port of 127.0.0.1 that nobody uses at this moment. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (!address || typeof address === 'string') throw new Error('no TCP port on 127.0.0.1')
  return address.port
}

const urlOf = (dataDir: string, port: number) => {
  const password = readFileSync(passwordFile(dataDir), 'utf8').trim()
  return `postgresql://linkhome:${password}@127.0.0.1:${port}/postgres`
}

interface Postmaster {
  pid: number
  port: number
}

/** What `postmaster.pid` says: line 1 is the process, line 4 the port (PostgreSQL 18, src/include/miscadmin.h). */
async function readPostmaster(dataDir: string): Promise<Postmaster | null> {
  const lines = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').then(
    (file) => file.split('\n'),
    () => null, // no file: no server
  )
  const pid = Number(lines?.[0])
  return Number.isInteger(pid) && pid > 1 ? { pid, port: Number(lines?.[3]) } : null
}

/** Is that process a server that lives in this folder? Process numbers are used again, above all in containers. */
async function livesHere({ pid }: Postmaster, dataDir: string): Promise<boolean> {
  if (process.platform === 'linux')
    return readlink(`/proc/${pid}/cwd`).then(
      (folder) => folder === realpathSync(dataDir),
      () => false, // no such process, or not ours to look at
    )
  try {
    return process.kill(pid, 0)
  } catch {
    return false // ESRCH: no such process
  }
}

/** The server that runs on this cluster now, whoever started it; null when there is none. */
export async function findEmbedded(dataDir: string): Promise<{ pid: number; url: string } | null> {
  const postmaster = await readPostmaster(dataDir)
  if (!postmaster || !(await livesHere(postmaster, dataDir))) return null
  return { pid: postmaster.pid, url: urlOf(dataDir, postmaster.port) }
}

/** Ends what an earlier life of ours left behind: a server without its supervisor, or only its lock file. */
async function clearRemains(dataDir: string): Promise<void> {
  const postmaster = await readPostmaster(dataDir)
  if (!postmaster) return
  const deadline = Date.now() + STOP_TIMEOUT_MS
  if (await livesHere(postmaster, dataDir)) process.kill(postmaster.pid, 'SIGINT')
  // It is no child of ours: there is no event to wait for.
  while (await livesHere(postmaster, dataDir)) {
    if (Date.now() > deadline) throw new AppError('database_failed', { problem: `PID ${postmaster.pid}` })
    await delay(50)
  }
  await rm(join(dataDir, 'postmaster.pid'), { force: true })
}

function spawnServer(dataDir: string, port: number, durable: boolean): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '64MB',
    jit: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return spawnBinary('postgres', ['-D', dataDir, '-p', String(port), ...args], dataDir, {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own process group: a terminal's Ctrl-C must reach it through our ordered stop only.
    detached: true,
  })
}

/**
 * Ends the server when this process is gone, however it went: a shell that waits for the end of a pipe whose other
 * end is ours. A kill -9 leaves no time to stop anything, but the kernel still closes the pipe.
 */
function spawnKeeper(server: ChildProcess): ChildProcess {
  const keeper = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'keeper', String(server.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  keeper.unref()
  // A pipe of a child process is a socket underneath; it must not keep this process alive.
  ;(keeper.stdin as unknown as Socket).unref()
  keeper.stdin.on('error', () => {}) // the keeper is gone: so is the server
  server.once('exit', () => keeper.kill('SIGKILL'))
  return keeper
}

interface Launched {
  server: ChildProcess
  /** Null when the server could not even be spawned. */
  keeper: ChildProcess | null
}

async function launch(dataDir: string, port: number, durable: boolean): Promise<Launched> {
  const server = spawnServer(dataDir, port, durable)
  const keeper = server.pid === undefined ? null : spawnKeeper(server)
  await awaitServer(server)
  return { server, keeper }
}

/**
 * Starts the server on a cluster that is created when missing, and waits until it answers. A server that an earlier,
 * killed process left on this cluster is stopped first: callers see to it that no living one is theirs.
 *
 * @throws AppError `database_failed` with `{ problem }`, the server's last words
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, durable = true } = options
  await ensureCluster(dataDir, durable)
  const crashed = existsSync(join(dataDir, 'postmaster.pid'))
  await clearRemains(dataDir)
  const port = options.port ?? (await freePort())
  const patience = Date.now() + (crashed ? LINGERING_CHILDREN_MS : 0)
  let launched: Launched | undefined
  while (!launched) {
    launched = await launch(dataDir, port, durable).catch(async (failure: unknown) => {
      if (Date.now() > patience) throw failure
      await delay(500)
      return undefined
    })
  }
  const running = launched
  return {
    url: urlOf(dataDir, port),
    port,
    process: running.server,
    stop: () => stop(running),
  }
}

async function stop({ server, keeper }: Launched): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill('SIGINT')
  // Immediate shutdown: the next start replays the log. SIGKILL would leave its children behind.
  const hurry = setTimeout(() => server.kill('SIGQUIT'), STOP_TIMEOUT_MS)
  await exited
  clearTimeout(hurry)
  if (!keeper || keeper.exitCode !== null || keeper.signalCode !== null) return
  // Killed by now; on a busy machine it takes a moment, and nothing of ours may be left when we end.
  keeper.ref()
  await once(keeper, 'exit')
}
