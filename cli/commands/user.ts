// `linkhome user create` and `user reset-password`: accounts, from the terminal of the machine.
import { text } from 'node:stream/consumers'
import { createUserInput, resetPasswordInput } from '#lib/contract/account.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { newSecret } from '#lib/kernel/ids.ts'
import { createUserFromTerminal } from '#lib/usecases/account/create-user.ts'
import { findForRemoval, removePersonFromTerminal } from '#lib/usecases/account/remove-person.ts'
import { endTwoFactorFromTerminal, resetPasswordFromTerminal } from '#lib/usecases/account/reset-password.ts'
import { needsSetup } from '#lib/usecases/account/setup-token.ts'
import { parseInput } from '#lib/usecases/define-use-case.ts'
import { defineCommand, UsageError } from '../command.ts'
import { printLine } from '../print.ts'
import { USAGE } from '../usage.ts'
import { withRuntime } from '../with-runtime.ts'

interface Given {
  email?: string
  name?: string
  role?: string
}

// An argument would be read by everybody who lists the processes.
const readPassword = async () => (await text(process.stdin)).replace(/\r?\n$/, '')

async function create(about: Given): Promise<void> {
  const password = await readPassword()
  const user = await withRuntime(async (runtime) => {
    // The first account of a house is its owner's.
    const role = about.role ?? ((await needsSetup(runtime)) ? 'owner' : 'member')
    return createUserFromTerminal(runtime.db, parseInput(createUserInput, { ...about, role, password }))
  })
  printLine(user.id, user.role, user.email)
}

/** Without a password on stdin one is made up and printed. */
async function resetPassword(email: string | undefined, fromStdin: boolean): Promise<void> {
  const password = fromStdin ? await readPassword() : newSecret(12)
  const user = await withRuntime(({ db }) =>
    resetPasswordFromTerminal(db, parseInput(resetPasswordInput, { email, password })),
  )
  if (fromStdin) printLine(user.id, user.role, user.email)
  else process.stdout.write(`${password}\n`)
}

/** Without `--yes` it says what would go, and does nothing. */
async function remove(email: string, isSure: boolean, t: Translate): Promise<number> {
  if (isSure) {
    const user = await withRuntime(({ db }) => removePersonFromTerminal(db, email))
    printLine(user.id, user.role, user.email)
    return 0
  }
  const { user, links } = await withRuntime(({ db }) => findForRemoval(db, email))
  const why = t(links === 0 ? 'people.remove_why_empty' : 'people.remove_why', { count: links })
  process.stderr.write(`${t('people.remove_title', { name: user.name })} ${why} --yes\n`)
  return 1
}

export const command = defineCommand({
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    'password-stdin': { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  positionals: { min: 1, max: 1 },
  async run({ 'password-stdin': fromStdin = false, yes = false, ...about }, [action], { t }) {
    if (action === 'create' && fromStdin) return create(about)
    if (action === 'reset-password' && !about.name && !about.role)
      return resetPassword(about.email, fromStdin)
    if (action === 'reset-two-factor' && about.email) {
      const { email } = about
      const user = await withRuntime(({ db }) => endTwoFactorFromTerminal(db, email))
      return printLine(user.id, user.role, user.email)
    }
    if (action === 'remove' && about.email) return remove(about.email, yes, t)
    throw new UsageError(USAGE.user)
  },
})
