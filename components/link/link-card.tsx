// A link as a card: what its page looked like, what it is called, where it is from, and how its capture stands.
import { CircleAlert, Globe, RotateCw } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import type { LinkView } from '#lib/contract/link.ts'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import { formatRelativeTime } from '#lib/i18n/format.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { CardProgress } from '#components/snapshot/live-library.tsx'
import { VerdictBadge } from '#components/snapshot/verdict-badge.tsx'
import { TagChip } from '#components/tag/tag-chip.tsx'
import { Address } from '#components/ui/address.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { SelectBox } from './selection.tsx'
import { linkState, type LinkState } from './link-state.ts'

export interface CardProps {
  t: Translate
  now: Date
  link: LinkView
  /** Tries a failed capture again; the form carries the snapshot's `id`. */
  retry(form: FormData): Promise<void>
}

/** The place of a page that has no picture: the first letter of its site. */
function Placeholder({ site }: { site: string }) {
  return (
    <div aria-hidden className="grid size-full place-items-center bg-sunken">
      <span className="font-serif text-5xl text-muted/50 uppercase">{site.slice(0, 1)}</span>
    </div>
  )
}

/** What the page looked like; while there is no picture yet, how far its capture is. */
function Picture({ shown, running, site, href }: LinkState & { site: string; href: string }) {
  const thumbnail = shown?.artifacts.thumbnail
  const frame = 'block aspect-[16/10] overflow-hidden border-b border-line bg-sunken'
  if (!thumbnail && running)
    return (
      <div className={`${frame} flex flex-col justify-end p-4`}>
        <CardProgress id={running.id} stage={running.stage} url={running.url} />
      </div>
    )
  // The card's title is the same link in words: this one is for the pointer alone.
  return (
    <Link href={href} tabIndex={-1} aria-hidden className={frame}>
      {thumbnail ? (
        <img
          src={thumbnail.url}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-cover object-top transition-transform duration-300 group-hover:scale-[1.015] dark:brightness-90"
        />
      ) : (
        <Placeholder site={site} />
      )}
    </Link>
  )
}

function Failure({ t, failed, retry }: { t: Translate; failed: SnapshotView; retry: CardProps['retry'] }) {
  const reason = failed.error?.message ?? t('error.internal')
  return (
    <div className="flex items-start gap-2 rounded-lg bg-danger-soft py-1.5 ps-3 pe-1.5 text-sm">
      <CircleAlert aria-hidden className="mt-1.5 size-4 shrink-0 text-danger" />
      <p className="min-w-0 flex-1 py-1">{t('progress.failed', { reason })}</p>
      <form action={retry}>
        <input type="hidden" name="id" value={failed.id} />
        <button className={buttonClass({ look: 'ghost', size: 'small' }, 'text-danger')}>
          <RotateCw aria-hidden />
          {t('action.retry')}
        </button>
      </form>
    </div>
  )
}

export function LinkCard({ t, now, link, retry }: CardProps) {
  const state = linkState(link)
  const { shown, running, failed } = state
  const href = shown ? `/s/${shown.id}` : link.url
  return (
    <article className="group relative flex flex-col overflow-hidden rounded-card border border-line bg-surface shadow-card transition-shadow hover:shadow-pop">
      <Picture {...state} site={link.site} href={href} />
      <SelectBox
        id={link.id}
        title={link.title ?? link.url}
        className="absolute start-1 top-1 rounded-lg md:start-1.5 md:top-1.5"
      />
      <div className="flex flex-1 flex-col gap-2.5 p-4">
        <h2 className="leading-snug font-medium text-wrap">
          <Link href={href} className="line-clamp-2 hover:text-accent" lang={shown?.lang ?? undefined}>
            {link.title ?? <Address url={running?.url ?? link.url} />}
          </Link>
        </h2>
        <p className="flex items-center gap-1.5 text-sm text-muted">
          <a
            href={link.url}
            rel="noreferrer noopener"
            target="_blank"
            title={t('library.open_original')}
            className="-my-1.5 truncate py-1.5 hover:text-accent hover:underline"
          >
            {link.site}
          </a>
          <span aria-hidden>·</span>
          <time dateTime={link.createdAt} className="shrink-0">
            {formatRelativeTime(t, link.createdAt, now)}
          </time>
          {link.visibility === 'public' && (
            <span className="ms-auto flex shrink-0 items-center gap-1">
              <Globe aria-hidden className="size-3.5" />
              {t('library.public')}
            </span>
          )}
        </p>
        {running && shown?.artifacts.thumbnail && (
          <CardProgress id={running.id} stage={running.stage} url={running.url} />
        )}
        <VerdictBadge t={t} snapshot={shown} />
        {failed && <Failure t={t} failed={failed} retry={retry} />}
        {link.tags.length > 0 && (
          <ul className="mt-auto flex flex-wrap gap-1.5 pt-0.5">
            {link.tags.map((tag) => (
              <li key={tag.id} className="max-w-full">
                <TagChip tag={tag} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </article>
  )
}
