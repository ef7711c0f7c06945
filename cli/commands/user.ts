// `linkhome user create`: an account, from the terminal of the machine.
import { text } from 'node:stream/consumers'
import { createUserInput } from '#lib/contract/account.ts'
import { createUserFromTerminal } from '#lib/usecases/account/create-user.ts'
import { needsSetup } from '#lib/usecases/account/setup-token.ts'
import { parseInput } from '#lib/usecases/define-use-case.ts'
import { defineCommand, UsageError } from '../command.ts'
import { printLine } from '../print.ts'
import { withRuntime } from '../with-runtime.ts'

const usage = 'user create --email <email> --password-stdin [--name <name>] [--role owner|admin|member]'

export const command = defineCommand({
  usage,
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    'password-stdin': { type: 'boolean' },
  },
  positionals: { min: 1, max: 1 },
  async run({ 'password-stdin': fromStdin, ...about }, [action]) {
    // An argument would be read by everybody who lists the processes.
    if (action !== 'create' || !fromStdin) throw new UsageError(usage)
    const password = (await text(process.stdin)).replace(/\r?\n$/, '')
    const user = await withRuntime(async (runtime) => {
      // The first account of a house is its owner's.
      const role = about.role ?? ((await needsSetup(runtime)) ? 'owner' : 'member')
      return createUserFromTerminal(runtime.db, parseInput(createUserInput, { ...about, role, password }))
    })
    printLine(user.id, user.role, user.email)
  },
})
