// `linkhome list`: the newest links of the library.
import { listLinks } from '#lib/usecases/links/list-links.ts'
import { contextFor, userOption } from '../acting-user.ts'
import { defineCommand } from '../command.ts'
import { jsonOption, printJson, printLink } from '../print.ts'
import { withRuntime } from '../with-runtime.ts'

export const command = defineCommand({
  options: {
    ...userOption,
    ...jsonOption,
    tag: { type: 'string' },
    site: { type: 'string' },
    limit: { type: 'string' },
  },
  async run({ user, json, ...filters }, _positionals, { t }) {
    const page = await withRuntime(async (runtime) =>
      listLinks.invoke(await contextFor(runtime, user, t), { sort: 'newest', ...filters }),
    )
    if (json) printJson(page)
    else page.items.forEach(printLink)
  },
})
