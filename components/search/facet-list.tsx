// What the matches of a search are spread over: each value narrows the search.
import { Link } from '#components/ui/link.tsx'
import type { z } from 'zod'
import type { facets } from '#lib/contract/facet.ts'
import type { Locale, Translate } from '#lib/i18n/translate.ts'

type Facets = z.output<typeof facets>
type FacetKind = keyof Facets['values']

interface FacetListProps {
  t: Translate
  locale: Locale
  facets: Facets
  /** The address of the search with one condition more. */
  hrefWith(condition: string): string
}

const ORDER: readonly FacetKind[] = ['tag', 'site', 'kind', 'lang', 'year']
const MAX_SHOWN = 8

const quoted = (value: string) => (/^[\p{L}\p{N}._/-]+$/u.test(value) ? value : `"${value}"`)

/** The condition that says the same as the value. */
function conditionOf(kind: FacetKind, value: string): string | null {
  switch (kind) {
    case 'year':
      return `after:${value} before:${Number(value) + 1}`
    case 'kind':
      return (
        {
          file: 'has:file',
          article: 'has:article',
          page: '-has:article -has:file has:copy',
          none: '-has:copy',
        }[value] ?? null
      )
    default:
      return `${kind}:${quoted(value)}`
  }
}

function labelOf(t: Translate, locale: Locale, kind: FacetKind, value: string): string {
  if (kind === 'lang')
    return new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }).of(value) ?? value
  if (kind !== 'kind') return value
  return t(
    value === 'file' || value === 'article' || value === 'page' ? `search.kind_${value}` : 'search.kind_none',
  )
}

const BOX_CLASS = 'mb-5 min-h-11 max-w-3xl rounded-xl border border-line bg-surface px-4 text-sm'

/** The same box while the counts are on their way: what is below it does not move. */
export function FacetListSkeleton({ t }: { t: Translate }) {
  return <div className={`${BOX_CLASS} py-2.5 leading-6 text-muted`}>{t('search.narrow')}</div>
}

/** Kinds with one value alone say nothing and are left out. */
export function FacetList({ t, locale, facets, hrefWith }: FacetListProps) {
  const kinds = ORDER.filter((kind) => facets.values[kind].length > 1)
  if (kinds.length === 0)
    return <div className={`${BOX_CLASS} py-2.5 leading-6 text-muted`}>{t('search.narrow_none')}</div>
  return (
    <details className={BOX_CLASS}>
      <summary className="-mx-4 cursor-pointer rounded-xl px-4 py-2.5 leading-6 font-medium">
        {t('search.narrow')}
        {!facets.isExact && (
          <span className="ms-2 font-normal text-muted">
            {t('search.sampled', { count: String(facets.counted) })}
          </span>
        )}
      </summary>
      <dl className="grid gap-x-4 gap-y-1.5 pb-3 sm:grid-cols-[max-content_minmax(0,1fr)]">
        {kinds.map((kind) => (
          <div key={kind} className="contents">
            <dt className="py-1 text-muted max-sm:pt-2">{t(`search.facet_${kind}`)}</dt>
            <dd>
              <ul className="flex flex-wrap gap-1.5">
                {facets.values[kind].slice(0, MAX_SHOWN).map(({ value, count }) => {
                  const condition = conditionOf(kind, value)
                  if (condition === null) return null
                  return (
                    <li key={value} className="max-w-full">
                      <Link
                        href={hrefWith(condition)}
                        className="inline-flex min-h-11 max-w-full items-center gap-1.5 rounded-md bg-sunken px-2.5 hover:bg-line md:min-h-8"
                      >
                        <span className="truncate">{labelOf(t, locale, kind, value)}</span>
                        <span className="text-muted tabular-nums">
                          {facets.isExact ? count : `≈${count}`}
                        </span>
                      </Link>
                    </li>
                  )
                })}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
