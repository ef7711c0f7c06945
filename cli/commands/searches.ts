// `linkhome searches`: the searches that the library keeps.
import { MAX_SAVED_SEARCHES } from '#lib/kernel/limits.ts'
import { listSavedSearches } from '#lib/usecases/search/list-saved-searches.ts'
import { contextFor, userOption } from '../acting-user.ts'
import { defineCommand } from '../command.ts'
import { jsonOption, printJson, printLine } from '../print.ts'
import { withRuntime } from '../with-runtime.ts'

export const command = defineCommand({
  options: { ...userOption, ...jsonOption },
  async run({ user, json }, _positionals, { t }) {
    const page = await withRuntime(async (runtime) =>
      listSavedSearches(await contextFor(runtime, user, t), { limit: MAX_SAVED_SEARCHES }),
    )
    if (json) return printJson(page)
    for (const { name, sort, q } of page.items) printLine(name, sort, q)
  },
})
