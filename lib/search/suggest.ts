// What the search box offers while somebody types: titles, tags and sites of one library.
import { inTransaction, type DbOrTx } from '#lib/db/client.ts'
import { isStatementTimeout } from '#lib/db/statement-timeout.ts'
import { boundStatements } from './prepare-search.ts'
import { searchTurns } from './search-turns.ts'
import { suggestSites } from './suggest-sites.ts'
import { suggestTags } from './suggest-tags.ts'
import { suggestTitles, type SuggestedTitle } from './suggest-titles.ts'
import { completed, readTyped } from './typed-text.ts'

/** Who types waits for nothing: what takes longer is left out. */
const SUGGEST_STATEMENT_MS = 500

export interface Suggestions {
  titles: SuggestedTitle[]
  /** `query` is what the box holds when it is chosen. */
  tags: { path: string; query: string }[]
  sites: { site: string; query: string }[]
}

/** Suggestions for what has been typed so far, `limit` of each kind; none when they would take too long. */
export async function suggest(
  db: DbOrTx,
  libraryId: string,
  typed: string,
  limit: number,
): Promise<Suggestions> {
  const text = readTyped(typed)
  try {
    return await searchTurns.run(() =>
      inTransaction(db, async (tx) => {
        await boundStatements(tx, SUGGEST_STATEMENT_MS)
        const { field, word } = text
        // Before titles, whose prices would keep the planner from reading the few tags at once.
        const tags = field === 'site' ? [] : await suggestTags(tx, libraryId, word, limit)
        const sites = field === 'tag' ? [] : await suggestSites(tx, libraryId, word, limit)
        const titles = field ? [] : await suggestTitles(tx, { libraryId, typed, limit })
        return {
          titles,
          tags: tags.map((path) => ({ path, query: completed(text, 'tag', path) })),
          sites: sites.map((site) => ({ site, query: completed(text, 'site', site) })),
        }
      }),
    )
  } catch (error) {
    if (isStatementTimeout(error)) return { titles: [], tags: [], sites: [] }
    throw error
  }
}
