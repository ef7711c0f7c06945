// One supervisor per data folder: a lock that the kernel drops when its holder dies, however it dies.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, realpath } from 'node:fs/promises'
import { createServer } from 'node:net'
import { AppError } from '#lib/kernel/errors.ts'

/**
 * Takes the data folder for this process; it is made when missing. The lock is a socket in Linux's abstract namespace
 * (unix(7)): no file is left behind by a kill -9. Other systems have no such namespace and go without.
 *
 * @returns the lock; disposing it gives the folder back
 * @throws AppError `already_running` with `{ dataDir }`
 */
export async function lockDataDir(dataDir: string): Promise<AsyncDisposable> {
  await mkdir(dataDir, { recursive: true })
  if (process.platform !== 'linux') return { [Symbol.asyncDispose]: async () => {} }
  const name = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
  const holder = createServer((visitor) => visitor.destroy())
  holder.listen(`\0linkhome-${name}`)
  try {
    await once(holder, 'listening')
  } catch (cause) {
    throw new AppError('already_running', { dataDir }, { cause })
  }
  holder.unref()
  return {
    async [Symbol.asyncDispose]() {
      await new Promise((done) => holder.close(done))
    },
  }
}
