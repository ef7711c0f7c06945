// What is under the tabs: the article, the archived page in its sandbox, the screenshot, or the text.
import { ExternalLink, FileQuestion } from 'lucide-react'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { TextWithMatches, type MarkedText } from '#components/search/text-with-matches.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LocalTime } from '#components/ui/local-time.tsx'
import { ARTIFACT_OF_VIEW, type View } from './snapshot-views.ts'
import './reader.css'

interface ViewContentProps {
  t: Translate
  view: View
  snapshot: SnapshotView
  title: string
  /** Sanitised HTML with its images in place, for `read`. */
  article: string | null
  /** For `text`, with what is marked in it. */
  text: MarkedText | null
}

function ArchivedPage({ t, snapshot, title }: Pick<ViewContentProps, 't' | 'snapshot' | 'title'>) {
  const { page } = snapshot.artifacts
  if (!page) return null
  return (
    <div className="overflow-hidden rounded-card border border-line bg-white shadow-card">
      <p className="flex min-h-11 items-center justify-between gap-3 border-b border-line bg-sunken ps-4 pe-1 text-sm text-muted">
        <span>
          {t('snapshot.archived_at', { time: '' })}
          {snapshot.capturedAt && <LocalTime iso={snapshot.capturedAt} />}
        </span>
        <a
          href={page.url}
          target="_blank"
          rel="noreferrer"
          className={buttonClass({ look: 'ghost', size: 'small' })}
        >
          <ExternalLink aria-hidden />
          <span className="max-sm:sr-only">{t('snapshot.open_page')}</span>
        </a>
      </p>
      {/* No scripts, an opaque origin: the archived page cannot reach anything of ours. */}
      <iframe
        src={page.url}
        title={t('snapshot.page_frame', { title })}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        className="h-[75dvh] w-full [color-scheme:light]"
      />
    </div>
  )
}

function Screenshot({ t, snapshot, title }: Pick<ViewContentProps, 't' | 'snapshot' | 'title'>) {
  const { screenshot } = snapshot.artifacts
  if (!screenshot) return null
  return (
    <a
      href={screenshot.url}
      target="_blank"
      rel="noreferrer"
      className="block overflow-hidden rounded-card border border-line bg-sunken shadow-card"
    >
      <img src={screenshot.url} alt={t('snapshot.screenshot_alt', { title })} className="min-h-80 w-full" />
    </a>
  )
}

export function ViewContent({ t, view, snapshot, title, article, text }: ViewContentProps) {
  const lang = snapshot.lang ?? undefined
  if (view === 'read' && article)
    // Sanitised when it was extracted; the page's policy runs no script that came with it either.
    return <div className="reader" lang={lang} dangerouslySetInnerHTML={{ __html: article }} />
  if (view === 'text' && text)
    return (
      <div
        className="mx-auto max-w-3xl font-mono text-[0.9375rem] leading-7 break-words whitespace-pre-wrap"
        lang={lang}
      >
        <TextWithMatches marked={text} />
      </div>
    )
  if (view === 'page' && snapshot.artifacts.page)
    return <ArchivedPage t={t} snapshot={snapshot} title={title} />
  if (view === 'screenshot' && snapshot.artifacts[ARTIFACT_OF_VIEW[view]])
    return <Screenshot t={t} snapshot={snapshot} title={title} />
  return <EmptyState icon={<FileQuestion />} title={t('snapshot.missing')} why={t('snapshot.missing_why')} />
}
