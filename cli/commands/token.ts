// `linkhome token create`: a token for a program; on stdout there is the token and nothing else.
import { createToken } from '#lib/usecases/account/create-token.ts'
import { contextFor, userOption } from '../acting-user.ts'
import { defineCommand, UsageError } from '../command.ts'
import { USAGE } from '../usage.ts'
import { withRuntime } from '../with-runtime.ts'

export const command = defineCommand({
  options: { ...userOption, name: { type: 'string' }, scopes: { type: 'string' } },
  positionals: { min: 1, max: 1 },
  async run({ user, name, scopes }, [action], { t }) {
    if (action !== 'create') throw new UsageError(USAGE.token)
    const input = { name, ...(scopes === undefined ? {} : { scopes: scopes.split(',') }) }
    const { token } = await withRuntime(async (runtime) =>
      createToken.invoke(await contextFor(runtime, user, t), input),
    )
    process.stdout.write(`${token}\n`)
  },
})
