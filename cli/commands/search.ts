// `linkhome search`: links by words, in the language of the search box, or by a search that was saved.
import { listLinks } from '#lib/usecases/links/list-links.ts'
import { lookupSavedSearch } from '#lib/usecases/search/lookup-saved-search.ts'
import { contextFor, userOption } from '../acting-user.ts'
import { defineCommand, UsageError } from '../command.ts'
import { jsonOption, printJson, printLine, printLink } from '../print.ts'
import { USAGE } from '../usage.ts'
import { withRuntime } from '../with-runtime.ts'

export const command = defineCommand({
  options: { ...userOption, ...jsonOption, saved: { type: 'string' }, limit: { type: 'string' } },
  positionals: { min: 0, max: 64 },
  async run({ user, json, saved, ...options }, words, { t }) {
    const hasWords = words.length > 0
    // One of both.
    if (hasWords === (saved !== undefined)) throw new UsageError(USAGE.search)
    const page = await withRuntime(async (runtime) => {
      const ctx = await contextFor(runtime, user, t)
      if (saved === undefined) return listLinks.invoke(ctx, { q: words.join(' '), ...options })
      const { q, sort } = await lookupSavedSearch(ctx, { name: saved })
      return listLinks.invoke(ctx, { q, sort, ...options })
    })
    if (json) return printJson(page)
    for (const link of page.items) {
      printLink(link)
      const inText = link.highlights?.find(({ field }) => field === 'text' || field === 'code')
      if (inText) printLine('', inText.text)
    }
  },
})
