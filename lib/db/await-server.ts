// Waits until a PostgreSQL server that was spawned answers.
import type { ChildProcess } from 'node:child_process'
import { AppError } from '#lib/kernel/errors.ts'

/**
 * A server that says nothing for so long hangs. Crash recovery may take many minutes of a slow disk, and says every ten
 * seconds how far it is (`log_startup_progress_interval`): whoever ended it would begin it again for ever.
 */
const SILENCE_MS = 60_000

/**
 * Ends when the server takes connections; its standard error has to be a pipe.
 *
 * @throws AppError `database_failed` with `{ problem }`, its last words: it ended, or was silent for too long and killed
 */
export function awaitServer(server: ChildProcess, silenceMs = SILENCE_MS): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = (why: string) => {
      clearTimeout(timer)
      reject(new AppError('database_failed', { problem: `${why} ${said}`.trim() }))
    }
    const onError = (error: Error) => fail(error.message)
    const onExit = (code: number | null) => fail(`PostgreSQL: ${code}`)
    const timer = setTimeout(() => {
      server.kill('SIGKILL')
      fail('PostgreSQL: timeout')
    }, silenceMs)
    const onData = (chunk: string) => {
      said = (said + chunk).slice(-4_000)
      timer.refresh()
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
