'use client'
// What the search box offers: searches of before while it is empty, what the library has while somebody types.
import { useEffect, useState } from 'react'
import type { Highlight } from '#lib/contract/link.ts'
import { listRecent, rememberSearch } from './recent-searches.ts'
import { searchHref } from './search-href.ts'

/** After the last key; a quick typist asks once for a word. */
const PAUSE_MS = 120

interface Suggestions {
  titles: { linkId: string; snapshotId: string | null; text: string; marks: [number, number][] }[]
  tags: { path: string; query: string }[]
  sites: { site: string; query: string }[]
  searches: { id: string; name: string; query: string; sort: string }[]
}

export type Offer =
  | { key: string; kind: 'tag' | 'site'; label: string; query: string }
  /** All of a search: it is opened. */
  | { key: string; kind: 'recent' | 'saved'; label: string; query: string; href: string }
  | { key: string; kind: 'title'; href: string; highlight: Highlight }

function offersOf({ titles, tags, sites, searches }: Suggestions): Offer[] {
  return [
    ...searches.map(({ id, name, query, sort }) => ({
      key: id,
      kind: 'saved' as const,
      label: name,
      query,
      href: searchHref(query, sort),
    })),
    ...tags.map(({ path, query }) => ({ key: `tag ${path}`, kind: 'tag' as const, label: path, query })),
    ...sites.map(({ site, query }) => ({ key: `site ${site}`, kind: 'site' as const, label: site, query })),
    ...titles.map(({ linkId, snapshotId, text, marks }) => ({
      key: linkId,
      kind: 'title' as const,
      href: snapshotId ? `/s/${snapshotId}` : `/search?${new URLSearchParams({ q: `"${text}"` })}`,
      highlight: { field: 'title' as const, text, marks },
    })),
  ]
}

const recentOffers = (typed: string): Extract<Offer, { kind: 'recent' | 'saved' }>[] =>
  listRecent(typed).map((query) => ({
    key: `recent ${query}`,
    kind: 'recent',
    label: query,
    query,
    href: `/search?${new URLSearchParams({ q: query })}`,
  }))

async function ask(typed: string, signal: AbortSignal): Promise<Offer[]> {
  const response = await fetch(`/api/v1/links/suggestions?${new URLSearchParams({ q: typed })}`, { signal })
  return response.ok ? offersOf(await response.json()) : []
}

/** Offers for the text; none for null. The answer to an older text is never shown for a newer one. */
export function useSuggestions(typed: string | null): { offers: Offer[]; remember(query: string): void } {
  const [found, setFound] = useState<{ typed: string; offers: Offer[] } | null>(null)
  const isAsked = typed !== null && typed.trim() !== ''
  useEffect(() => {
    if (!isAsked) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      ask(typed, stop.signal).then(
        (offers) => setFound({ typed, offers }),
        () => {}, // typed on, or offline: the search itself says so
      )
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [typed, isAsked])
  if (typed === null) return { offers: [], remember: rememberSearch }
  const recent = recentOffers(typed)
  if (!isAsked) return { offers: recent, remember: rememberSearch }
  // While the next answer is on its way the last one stays: a list that blinks cannot be chosen from.
  const offers = found?.offers ?? []
  const saved = new Set(offers.flatMap((offer) => (offer.kind === 'saved' ? offer.query : [])))
  const others = recent.filter(({ label }) => !saved.has(label))
  return { offers: [...others.slice(0, 3), ...offers], remember: rememberSearch }
}
