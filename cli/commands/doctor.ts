// `linkhome doctor`: looks at everything that the product needs on this machine, and says what is missing.
import { loadConfig } from '#lib/config/load-config.ts'
import { defineCommand } from '../command.ts'
import { examinations } from '../examinations.ts'

export const command = defineCommand({
  options: {},
  async run() {
    const config = loadConfig()
    let allWell = true
    for (const { name, examine } of examinations) {
      const { ok, finding } = await examine(config).catch((error: unknown) => ({
        ok: false,
        finding: error instanceof Error ? error.message : String(error),
      }))
      allWell &&= ok
      process.stdout.write(`${ok ? 'ok  ' : 'fail'}  ${name.padEnd(10)}  ${finding}\n`)
    }
    return allWell ? 0 : 1
  },
})
