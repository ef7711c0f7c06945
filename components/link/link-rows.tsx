// Search results: title, the places that matched, and where it is from.
import { Link } from '#components/ui/link.tsx'
import type { Highlight, LinkView } from '#lib/contract/link.ts'
import { formatRelativeTime } from '#lib/i18n/format.ts'
import { Highlighted } from '#components/search/highlighted.tsx'
import { viewHref } from '#components/snapshot/snapshot-views.ts'
import { VerdictBadge } from '#components/snapshot/verdict-badge.tsx'
import { TagChip } from '#components/tag/tag-chip.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { Address } from '#components/ui/address.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { CardProps } from './link-card.tsx'
import { SelectBox } from './selection.tsx'
import { linkState } from './link-state.ts'

export const ROWS_CLASS = 'max-w-3xl divide-y divide-line'

/** Snippets of one result; more would hide the next result. */
const MAX_SNIPPETS = 2

const inField = (link: LinkView, field: Highlight['field']) =>
  link.highlights?.filter((highlight) => highlight.field === field) ?? []

interface RowProps extends Omit<CardProps, 'retry' | 'link'> {
  /** The search that found the links. */
  words: string
}

/** Where its words stand in the article, the reader opens there. */
function hrefOf(link: LinkView, words: string): string {
  const { shown } = linkState(link)
  if (!shown) return link.url
  // Of another version than the one that was searched, nothing is known.
  const isMarked = link.matches && link.matches.count > 0 && shown.id === link.snapshot?.id
  const view = shown.artifacts.article ? 'read' : 'text'
  return isMarked ? `${viewHref(shown.id, view, words)}#match-1` : `/s/${shown.id}`
}

function LinkRow({ t, now, link, words }: RowProps & { link: LinkView }) {
  const { shown } = linkState(link)
  const [title] = inField(link, 'title')
  const [url] = inField(link, 'url')
  const snippets = [...inField(link, 'text'), ...inField(link, 'code'), ...inField(link, 'note')].slice(
    0,
    MAX_SNIPPETS,
  )
  const thumbnail = shown?.artifacts.thumbnail
  return (
    <li className="group relative flex gap-4 py-5 first:pt-0">
      <SelectBox id={link.id} title={link.title ?? link.url} className="-mx-2 -mt-2 self-start" />
      <div className="min-w-0 flex-1 space-y-1.5">
        <h2 className="text-[1.0625rem] leading-snug font-medium text-wrap">
          <Link
            href={hrefOf(link, words)}
            className="hover:text-accent hover:underline"
            lang={shown?.lang ?? undefined}
          >
            {title ? <Highlighted highlight={title} /> : (link.title ?? <Address url={link.url} />)}
          </Link>
        </h2>
        <p className="text-sm text-muted">
          {url ? (
            <span className="break-all">
              <Highlighted highlight={url} />
            </span>
          ) : (
            link.site
          )}
          {' · '}
          <time dateTime={link.createdAt}>{formatRelativeTime(t, link.createdAt, now)}</time>
          {link.matches && link.matches.count > 1 && (
            <>
              {' · '}
              {t('search.matches', { count: `${link.matches.count}${link.matches.exact ? '' : '+'}` })}
            </>
          )}
        </p>
        <VerdictBadge t={t} snapshot={shown} />
        {snippets.map((snippet) => (
          <p
            key={`${snippet.field} ${snippet.text}`}
            className={classNames(
              'line-clamp-3 text-[0.9375rem] leading-relaxed',
              snippet.field === 'code' && 'font-mono text-sm',
            )}
          >
            <Highlighted highlight={snippet} />
          </p>
        ))}
        {snippets.length === 0 && shown?.excerpt && (
          <p className="line-clamp-2 text-[0.9375rem] leading-relaxed text-muted">{shown.excerpt}</p>
        )}
        {link.tags.length > 0 && (
          <ul className="flex flex-wrap gap-1.5 pt-1">
            {link.tags.map((tag) => (
              <li key={tag.id} className="max-w-full">
                <TagChip tag={tag} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {thumbnail && (
        <img
          src={thumbnail.url}
          alt=""
          loading="lazy"
          className="hidden aspect-[16/10] w-40 shrink-0 self-start rounded-lg border border-line bg-sunken object-cover object-top sm:block"
        />
      )}
    </li>
  )
}

export function LinkRows({ links, ...row }: RowProps & { links: readonly LinkView[] }) {
  return links.map((link) => <LinkRow key={link.id} link={link} {...row} />)
}

export function RowSkeletons() {
  return Array.from({ length: 3 }, (_, index) => (
    <li key={index} aria-hidden className="space-y-3 py-5">
      <Skeleton className="h-5 w-3/5" />
      <Skeleton className="h-4 w-1/4" />
      <Skeleton className="h-10 w-full" />
    </li>
  ))
}
