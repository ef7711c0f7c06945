// How a search can be written: each form with what it means.
import type { Translate } from '#lib/i18n/translate.ts'

const FORMS = ['phrase', 'tag', 'site', 'code', 'without'] as const

export function SearchHints({ t }: { t: Translate }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2 text-start text-sm">
      {FORMS.map((form) => (
        <div key={form} className="contents">
          <dt>
            <code className="rounded bg-sunken px-1.5 py-0.5 font-mono whitespace-nowrap [text-autospace:no-autospace]">
              {t(`search.hint_${form}`)}
            </code>
          </dt>
          <dd className="text-muted">{t(`search.hint_${form}_why`)}</dd>
        </div>
      ))}
    </dl>
  )
}
