// A query as it was understood: each of its conditions as a chip that can be taken away.
import { X } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import type { LinkPage } from '#lib/contract/link.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { classNames } from '#components/ui/class-names.ts'

interface QueryChipsProps {
  t: Translate
  query: NonNullable<LinkPage['query']>
  /** The address of another query. */
  hrefOf(query: string): string
}

type Part = QueryChipsProps['query']['parts'][number]

function wordingOf(t: Translate, { kind, field, value }: Part): string {
  if (kind === 'phrase') return t('search.phrase', { text: value })
  return field === null ? value : `${t(`search.field_${field}`)} ${value}`
}

/** Nothing for a single word, which the box shows already. */
export function QueryChips({ t, query, hrefOf }: QueryChipsProps) {
  const [first, ...others] = query.parts
  if (!first || (others.length === 0 && first.kind === 'word')) return null
  return (
    // oxlint-disable react/no-array-index-key
    <ul aria-label={t('search.conditions')} className="mb-4 flex flex-wrap gap-2">
      {query.parts.map((part, at) => {
        const wording = wordingOf(t, part)
        return (
          <li
            // The same word may be there twice.
            key={`${at} ${wording}`}
            className={classNames(
              'inline-flex max-w-full items-center gap-1 rounded-full border border-line bg-surface ps-3 text-sm',
              part.isNegated && 'border-dashed',
            )}
          >
            <span className="truncate">
              {part.isNegated ? t('search.without', { condition: wording }) : wording}
            </span>
            <Link
              href={hrefOf(part.without)}
              aria-label={t('search.drop', { condition: wording })}
              className="grid size-11 shrink-0 place-items-center rounded-full text-muted hover:bg-sunken hover:text-ink md:size-7"
            >
              <X aria-hidden className="size-3.5" />
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
