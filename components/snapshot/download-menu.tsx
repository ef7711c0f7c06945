// The forms in which a snapshot can be taken away, with their sizes: a list of links that opens without scripts.
import { ChevronDown, Download } from 'lucide-react'
import type { ArtifactKind, SnapshotView } from '#lib/contract/snapshot.ts'
import { formatBytes } from '#lib/i18n/format.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { buttonClass } from '#components/ui/button.tsx'

const FORMS = [
  'file',
  'single.html',
  'archive.mhtml',
  'archive.wacz',
  'pdf',
  'markdown',
  'screenshot',
] as const satisfies ArtifactKind[]

const NAMES = {
  file: 'download.file',
  'single.html': 'download.html',
  'archive.mhtml': 'download.mhtml',
  'archive.wacz': 'download.wacz',
  pdf: 'download.pdf',
  markdown: 'download.markdown',
  screenshot: 'download.screenshot',
} as const

export function DownloadMenu({ t, snapshot }: { t: Translate; snapshot: SnapshotView }) {
  const forms = FORMS.flatMap((kind) => {
    const artifact = snapshot.artifacts[kind]
    return artifact ? [{ kind, ...artifact }] : []
  })
  if (forms.length === 0) return null
  return (
    <details className="group relative">
      <summary
        className={buttonClass(
          { size: 'small' },
          'cursor-pointer list-none [&::-webkit-details-marker]:hidden',
        )}
      >
        <Download aria-hidden />
        {t('download.title')}
        <ChevronDown aria-hidden className="transition-transform group-open:rotate-180" />
      </summary>
      <ul className="absolute z-20 mt-1 w-72 max-w-[calc(100vw-2rem)] rounded-card border border-line bg-surface p-1 shadow-card">
        {forms.map(({ kind, url, bytes, failed }) => (
          <li key={kind}>
            <a
              href={url}
              download
              className="flex min-h-11 items-center justify-between gap-4 rounded-lg whitespace-nowrap px-3 text-[0.9375rem] hover:bg-sunken"
            >
              {t(NAMES[kind])}
              <span className="text-sm text-muted tabular-nums">
                {failed
                  ? t('download.failed')
                  : bytes === null
                    ? t('download.on_demand')
                    : formatBytes(t, bytes)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
