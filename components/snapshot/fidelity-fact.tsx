// How faithful a copy is: one number, its parts, and folded away what is missing.
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import { formatPercent } from '#lib/i18n/format.ts'
import type { MessageKey, Translate } from '#lib/i18n/translate.ts'

type Fidelity = NonNullable<SnapshotView['fidelity']>

const PARTS = ['visual', 'text', 'resources'] as const

/** The first that fits says it in words; the reason itself stays as the title. */
const REASONS: [RegExp, MessageKey][] = [
  [/^too_large$/, 'missing.too_large'],
  [/^body_gone$|^not_in_archive$/, 'missing.not_kept'],
  [/TIMED_OUT|^timeout$|^unfinished$/, 'missing.timeout'],
  [/^blocked|BLOCKED|^net::ERR_CERT|INSECURE/, 'missing.blocked'],
  [/^net::|^(?:connection_failed|dns_failure|tls_error|empty_response)$/, 'missing.unreachable'],
]

function reasonOf(t: Translate, reason: string): string {
  const words = REASONS.find(([pattern]) => pattern.test(reason))
  return words ? t(words[1]) : reason
}

/** `host/…/name`: enough to know it again; the whole address is one hover away. */
function nameOf(address: string): string {
  const url = URL.parse(address)
  return url ? `${url.host}${url.pathname}` : address
}

function Missing({ t, missing }: { t: Translate; missing: NonNullable<Fidelity['missing']> }) {
  return (
    <details className="mt-1.5">
      <summary className="cursor-pointer py-1 text-accent">
        {t('missing.title', { count: missing.length })}
      </summary>
      <ul className="mt-1.5 max-h-80 space-y-2 overflow-y-auto border-l-2 border-line pl-3">
        {missing.map(({ url, reason }) => (
          <li key={url}>
            <span className="line-clamp-2 break-all" title={url}>
              {nameOf(url)}
            </span>
            <span className="block text-muted" title={reason}>
              {reasonOf(t, reason)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

interface FidelityFactProps {
  t: Translate
  fidelity: Fidelity
  /** Copies of error pages and walls are not compared. */
  verdict: SnapshotView['verdict']
}

export function FidelityFact({ t, fidelity, verdict }: FidelityFactProps) {
  const isToCompare = fidelity.visual === null && (verdict === 'good' || verdict === 'partial')
  const { score, missing = [] } = fidelity
  const parts = PARTS.flatMap((part) => {
    const share = fidelity[part]
    return share === null ? [] : [t(`fidelity.${part}`, { share: formatPercent(t, share) })]
  })
  return (
    <>
      <span className="font-medium tabular-nums">{formatPercent(t, score)}</span>
      {parts.length > 0 && (
        <span className="block text-muted tabular-nums">{parts.join(t('fidelity.and'))}</span>
      )}
      {isToCompare && <span className="block text-muted">{t('fidelity.not_compared')}</span>}
      {missing.length > 0 && <Missing t={t} missing={missing} />}
    </>
  )
}
