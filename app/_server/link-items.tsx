// The items of one page of a list: pictures for browsing, rows with their found words for a search.
import type { LinkPage, ListLinksInput } from '#lib/contract/link.ts'
import { LinkGrid } from '#components/link/link-grid.tsx'
import { LinkRows } from '#components/link/link-rows.tsx'
import { requestContext } from './context.ts'
import { retryAction } from './link-actions.ts'
import { requestTranslate } from './preferences.ts'

export type LinkFilters = Pick<ListLinksInput, 'q' | 'tag' | 'status' | 'sort'>

interface LinkItemsProps {
  /** The search that found the links; without one they are browsed. */
  words: string | undefined
  links: LinkPage['items']
}

export async function LinkItems({ words, links }: LinkItemsProps) {
  const [t, ctx] = await Promise.all([requestTranslate(), requestContext()])
  const props = { t, now: ctx.now(), links }
  return words ? <LinkRows {...props} words={words} /> : <LinkGrid {...props} retry={retryAction} />
}
