// Search: the query lies in the address, results show where it was found.
import { Search, SearchX } from 'lucide-react'
import type { Metadata } from 'next'
import { Link } from '#components/ui/link.tsx'
import { Suspense } from 'react'
import { searchSort } from '#lib/contract/link.ts'
import { FacetListSkeleton } from '#components/search/facet-list.tsx'
import { FollowButton } from '#components/search/follow-button.tsx'
import { nameOfSearch } from '#components/search/name-of-search.ts'
import { SaveSearchButton } from '#components/search/save-search.tsx'
import { SearchBox } from '#components/search/search-box.tsx'
import { SearchHints } from '#components/search/search-hints.tsx'
import { searchHref } from '#components/search/search-href.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { segmentClass, SEGMENTS_CLASS } from '#components/ui/segments.ts'
import { memberContext } from '#app/_server/context.ts'
import { Frame } from '#app/_server/frame.tsx'
import { LinkList } from '#app/_server/link-list.tsx'
import { requestTranslate } from '#app/_server/preferences.ts'
import { savedSearches } from '#app/_server/saved-searches.ts'
import { createFeedAction, saveSearchAction, updateSearchAction } from '#app/_server/search-actions.ts'
import { SearchFacets } from '#app/_server/search-facets.tsx'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'

interface SearchPageProps {
  searchParams: SearchParams
}

export async function generateMetadata({ searchParams }: SearchPageProps): Promise<Metadata> {
  const [t, query] = await Promise.all([requestTranslate(), paramOf(searchParams, 'q')])
  return { title: query ? t('search.title', { query }) : t('search.label') }
}

export default async function SearchPage({ searchParams }: SearchPageProps) {
  const query = (await paramOf(searchParams, 'q'))?.trim()
  const sort = searchSort.catch('relevance').parse(await paramOf(searchParams, 'sort'))
  await memberContext(query ? searchHref(query, sort) : '/search')
  const t = await requestTranslate()
  const box = (
    <SearchBox
      label={t('search.label')}
      placeholder={t('search.placeholder')}
      query={query}
      key={query}
      className="mb-6 md:hidden"
    />
  )
  if (!query)
    return (
      <Frame>
        {box}
        <EmptyState
          isPage
          icon={<Search />}
          title={t('search.start')}
          why={t('search.start_why')}
          action={<SearchHints t={t} />}
        />
      </Frame>
    )
  const kept = (await savedSearches()).find(({ q }) => q === query)
  return (
    <Frame query={query}>
      {box}
      <div className="mb-4 flex max-w-3xl flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold tracking-tight [text-autospace:no-autospace]">
          {t('search.title', { query })}
        </h1>
        <div className="flex flex-wrap items-center gap-2">
          <nav aria-label={t('search.order')} className={SEGMENTS_CLASS}>
            {(['relevance', 'newest'] as const).map((order) => (
              <Link
                key={order}
                href={searchHref(query, order)}
                aria-current={order === sort ? 'true' : undefined}
                className={segmentClass(order === sort)}
              >
                {t(order === 'relevance' ? 'search.by_relevance' : 'search.by_date')}
              </Link>
            ))}
          </nav>
          <div className="flex flex-wrap gap-2">
            <SaveSearchButton
              query={query}
              sort={sort}
              kept={kept}
              save={saveSearchAction}
              update={updateSearchAction}
            />
            <FollowButton
              name={kept?.name ?? nameOfSearch(query)}
              source={kept ? { savedSearchId: kept.id } : { q: query }}
              follow={createFeedAction}
            />
          </div>
        </div>
      </div>
      <LinkList
        filters={{ q: query, sort }}
        cursor={await paramOf(searchParams, 'cursor')}
        href={searchHref(query, sort)}
        hrefOf={(other) => searchHref(other, sort)}
        beside={
          <Suspense fallback={<FacetListSkeleton t={t} />}>
            <SearchFacets query={query} hrefOf={(other) => searchHref(other, sort)} />
          </Suspense>
        }
        empty={
          <EmptyState icon={<SearchX />} title={t('search.empty', { query })} why={t('search.empty_why')} />
        }
      />
    </Frame>
  )
}
