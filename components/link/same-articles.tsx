// Where else in the library the same article is.
import { Link } from '#components/ui/link.tsx'
import type { SameArticles as Found } from '#lib/contract/link.ts'
import { formatPercent } from '#lib/i18n/format.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { Address } from '#components/ui/address.tsx'
import { linkState } from './link-state.ts'

export function SameArticles({ t, found: { items } }: { t: Translate; found: Found }) {
  if (items.length === 0) return null
  return (
    <section aria-labelledby="same-articles" className="space-y-2">
      <h2 id="same-articles" className="font-semibold">
        {t('same.title')}
      </h2>
      <p className="text-sm text-muted">{t('same.why')}</p>
      <ul className="space-y-1">
        {items.map(({ link, likeness }) => {
          const { shown } = linkState(link)
          return (
            <li key={link.id} className="text-[0.9375rem]">
              <Link
                href={shown ? `/s/${shown.id}` : link.url}
                className="block rounded-lg py-1.5 hover:text-accent"
              >
                <span className="line-clamp-2 underline decoration-line underline-offset-4">
                  {link.title ?? <Address url={link.url} />}
                </span>
                <span className="text-sm text-muted">
                  {link.site} · {t('same.likeness', { percent: formatPercent(t, likeness) })}
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
