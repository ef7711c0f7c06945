// One master per data folder: a lock that the kernel drops when its holder dies, however it dies.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, realpath, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { AppError } from '#lib/kernel/errors.ts'

/** `start` keeps the database up for everybody; a command of the terminal, for itself and only for a moment. */
export type Holder = 'start' | 'command'

/**
 * The socket that is the lock. Linux's abstract namespace (unix(7)) leaves no file behind; elsewhere it is a file, which
 * a killed holder does leave. The folder is made when missing, so that it has one true path.
 */
async function socketOf(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true })
  const name = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
  return process.platform === 'linux' ? `\0linkhome-${name}` : join(tmpdir(), `linkhome-${name.slice(0, 16)}`)
}

/** Who holds the data folder now; null when nobody does. */
export async function holderOf(dataDir: string): Promise<Holder | null> {
  const asking = connect(await socketOf(dataDir))
  const answer = await text(asking).catch(() => null) // ECONNREFUSED, ENOENT: nobody is there
  return answer === 'start' || answer === 'command' ? answer : null
}

/**
 * Takes the data folder for this process.
 *
 * @returns the lock; disposing it gives the folder back
 * @throws AppError `already_running` with `{ dataDir }`
 */
export async function lockDataDir(dataDir: string, holder: Holder): Promise<AsyncDisposable> {
  const socket = await socketOf(dataDir)
  if (process.platform !== 'linux' && (await holderOf(dataDir)) === null) await rm(socket, { force: true })
  const lock = createServer((visitor) => visitor.on('error', () => visitor.destroy()).end(holder))
  lock.listen(socket)
  try {
    await once(lock, 'listening')
  } catch (cause) {
    throw new AppError('already_running', { dataDir }, { cause })
  }
  lock.unref()
  return {
    async [Symbol.asyncDispose]() {
      await new Promise((done) => lock.close(done))
    },
  }
}
