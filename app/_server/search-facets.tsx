// The facets of a search: they come after its list, and when they take too long they stay away.
import { FacetList } from '#components/search/facet-list.tsx'
import { AppError } from '#lib/kernel/errors.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { printQuery } from '#lib/search/query.ts'
import { linkFacets } from '#lib/usecases/links/count-facets.ts'
import { requestContext } from './context.ts'
import { requestLocale, requestTranslate } from './preferences.ts'

export async function SearchFacets({ query, hrefOf }: { query: string; hrefOf(query: string): string }) {
  const [t, locale, ctx] = await Promise.all([requestTranslate(), requestLocale(), requestContext()])
  const facets = await linkFacets(ctx, { q: query }).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'search_too_slow') return null
    throw thrown
  })
  if (!facets) return null
  return (
    <FacetList
      t={t}
      locale={locale}
      facets={facets}
      hrefWith={(condition) => hrefOf(printQuery(parseQuery(`(${query}) ${condition}`)))}
    />
  )
}
