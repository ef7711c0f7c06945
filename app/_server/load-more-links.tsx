'use server'
// The next page of a list, drawn on the server.
import { listLinks } from '#lib/usecases/links/list-links.ts'
import type { MorePage } from '#components/link/more-links.tsx'
import { requestContext } from './context.ts'
import { LinkItems, type LinkFilters } from './link-items.tsx'

export async function loadMoreLinks(
  filters: LinkFilters,
  words: string | undefined,
  cursor: string,
): Promise<MorePage> {
  const page = await listLinks(await requestContext(), { ...filters, cursor })
  return { cards: <LinkItems words={words} links={page.items} />, nextCursor: page.nextCursor }
}
