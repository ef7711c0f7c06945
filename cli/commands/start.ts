// `linkhome start`: everything on one machine, in the foreground, until it is asked to stop.
import { loadConfig } from '#lib/config/load-config.ts'
import { openLog } from '#lib/kernel/log.ts'
import { defineCommand } from '../command.ts'
import { openHouse } from '../supervise.ts'

export const command = defineCommand({
  options: {},
  async run(_values, _positionals, { t }) {
    const asked = whenAskedToStop()
    const config = loadConfig()
    const house = new AsyncDisposableStack()
    try {
      const { address, setupUrl } = await openHouse(config, house, openLog('start', config.logLevel), asked)
      const lines = [t('start.ready', { url: address })]
      if (setupUrl !== null) lines.push(t('start.setup', { url: setupUrl }))
      process.stdout.write(`${lines.join('\n')}\n`)
      await aborted(asked)
      if (process.stdout.isTTY) process.stdout.write(`${t('start.stopping')}\n`)
    } catch (thrown) {
      // Whoever stops a start half-way has not met an error.
      if (!asked.aborted) throw thrown
    } finally {
      await house.disposeAsync()
    }
  },
})

/** Aborts when the terminal or the system asks this process to end; asking twice changes nothing. */
function whenAskedToStop(): AbortSignal {
  const asked = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked.abort())
  return asked.signal
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
