// `linkhome search`: links by words, in the language of the search box.
import { listLinks } from '#lib/usecases/links/list-links.ts'
import { contextFor, userOption } from '../acting-user.ts'
import { defineCommand } from '../command.ts'
import { jsonOption, printJson, printLine, printLink } from '../print.ts'
import { withRuntime } from '../with-runtime.ts'

export const command = defineCommand({
  usage: 'search <query> [--limit <n>] [--json] [--user <email>]',
  options: { ...userOption, ...jsonOption, limit: { type: 'string' } },
  positionals: { min: 1, max: 64 },
  async run({ user, json, ...options }, words, { t }) {
    const page = await withRuntime(async (runtime) =>
      listLinks.invoke(await contextFor(runtime, user, t), { q: words.join(' '), ...options }),
    )
    if (json) return printJson(page)
    for (const link of page.items) {
      printLink(link)
      const inText = link.highlights?.find(({ field }) => field === 'text' || field === 'code')
      if (inText) printLine('', inText.text)
    }
  },
})
