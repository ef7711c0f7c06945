// What is known about a snapshot: addresses, time, size, what is missing, fingerprint.
import type { ReactNode } from 'react'
import type { Intervention } from '#lib/contract/intervention.ts'
import type { LinkView } from '#lib/contract/link.ts'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import { formatBytes, formatDuration, formatNumber } from '#lib/i18n/format.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { FidelityFact } from '#components/snapshot/fidelity-fact.tsx'
import { LocalTime } from '#components/ui/local-time.tsx'

function Address({ url }: { url: string }) {
  return (
    <a
      href={url}
      rel="noreferrer noopener"
      target="_blank"
      className="line-clamp-3 break-all text-accent hover:underline"
    >
      {url}
    </a>
  )
}

function Interventions({ t, done }: { t: Translate; done: Intervention[] }) {
  return (
    <ul>
      {done.map(({ rule, what, count }) => (
        <li key={`${rule} ${what}`}>{t(`intervention.${what}`, { rule, count })}</li>
      ))}
    </ul>
  )
}

function Addresses({ addresses }: { addresses: NonNullable<LinkView['addresses']> }) {
  return (
    <ul className="space-y-1">
      {addresses.map(({ url }) => (
        <li key={url}>
          <Address url={url} />
        </li>
      ))}
    </ul>
  )
}

function facts(t: Translate, snapshot: SnapshotView, link: LinkView): [string, ReactNode][] {
  const { resources, fidelity, contentHash } = snapshot
  const size = formatBytes(t, resources.bytes)
  const rows: [string, ReactNode][] = [[t('facts.url'), <Address key="url" url={snapshot.url} />]]
  if (snapshot.finalUrl && snapshot.finalUrl !== snapshot.url)
    rows.push([t('facts.final_url'), <Address key="final" url={snapshot.finalUrl} />])
  const others = link.addresses?.filter(({ url }) => url !== snapshot.url && url !== snapshot.finalUrl) ?? []
  if (others.length > 0) rows.push([t('facts.addresses'), <Addresses key="others" addresses={others} />])
  if (snapshot.capturedAt) rows.push([t('facts.captured'), <LocalTime key="at" iso={snapshot.capturedAt} />])
  if (snapshot.durationMs !== null) rows.push([t('facts.duration'), formatDuration(t, snapshot.durationMs)])
  if (snapshot.wordCount)
    rows.push([t('facts.words'), t('format.characters', { count: formatNumber(t, snapshot.wordCount) })])
  if (snapshot.httpStatus !== null) rows.push([t('facts.http_status'), snapshot.httpStatus])
  if (resources.total > 0) {
    const added = formatBytes(t, resources.newBytes)
    rows.push([t('facts.size'), t('facts.size_new', { size, added })])
    const counts = { stored: resources.stored, failed: resources.failed }
    rows.push([
      t('facts.resources'),
      t(resources.failed > 0 ? 'facts.resources_missing' : 'facts.resources_all', counts),
    ])
  }
  if (fidelity)
    rows.push([
      t('facts.fidelity'),
      <FidelityFact key="fidelity" t={t} fidelity={fidelity} verdict={snapshot.verdict} />,
    ])
  if (snapshot.interventions.length > 0)
    rows.push([t('facts.interventions'), <Interventions key="done" t={t} done={snapshot.interventions} />])
  if (contentHash)
    rows.push([
      t('facts.hash'),
      <code key="hash" className="font-mono text-xs break-all text-muted">
        {contentHash}
      </code>,
    ])
  return rows
}

/** Below this a reader may notice. */
const ALIKE = 0.95

const isAlike = ({ fidelity }: SnapshotView) =>
  [fidelity?.visual, fidelity?.text, fidelity?.resources].every((share) => (share ?? 1) >= ALIKE)

interface FactsPanelProps {
  t: Translate
  snapshot: SnapshotView
  link: LinkView
}

export function FactsPanel({ t, snapshot, link }: FactsPanelProps) {
  return (
    <section aria-labelledby="facts">
      <h2 id="facts" className="mb-2 font-semibold">
        {t('facts.title')}
      </h2>
      {snapshot.verdict === 'good' && (
        <p className="mb-3 text-sm text-muted">
          {t(isAlike(snapshot) ? 'verdict.good' : 'verdict.good_but')}
        </p>
      )}
      <dl className="space-y-2.5 text-sm">
        {facts(t, snapshot, link).map(([name, value]) => (
          <div key={name}>
            <dt className="text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
