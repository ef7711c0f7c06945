// The file name of a download: the page's title and the day of its capture.
import type { ArtifactKind } from '#lib/contract/snapshot.ts'

const ENDINGS: Record<Exclude<ArtifactKind, 'screenshot' | 'thumbnail' | 'file'>, string> = {
  page: 'html',
  article: 'html',
  text: 'txt',
  markdown: 'md',
  'single.html': 'html',
  'archive.mhtml': 'mhtml',
  'archive.wacz': 'wacz',
  pdf: 'pdf',
}

const FILE_ENDINGS: Record<string, string> = {
  'application/gzip': 'gz',
  'application/octet-stream': 'bin',
  'audio/mp4': 'm4a',
  'audio/mpeg': 'mp3',
  'image/jpeg': 'jpg',
  'text/markdown': 'md',
  'text/plain': 'txt',
}
/** The rest of the table of types are named like their endings: `application/pdf`, `video/webm`. */
const fileEnding = (contentType: string) =>
  FILE_ENDINGS[contentType] ?? contentType.slice(contentType.indexOf('/') + 1)

/** File systems take 255 bytes, some 143 (eCryptfs): a Han character takes three. */
const MAX_TITLE_BYTES = 120

/** What some file system refuses or a shell trips over, and marks that turn the direction of what follows. */
const UNSAFE = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

function cut(text: string): string {
  let bytes = 0
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > MAX_TITLE_BYTES) break
    kept += segment
  }
  return kept
}

/** `标题 2026-11-23.md`: safe on every common file system, never hidden, at most some 140 bytes. */
export function downloadName(
  snapshot: { title: string | null; url: string; capturedAt: Date | null },
  kind: ArtifactKind,
  contentType: string,
): string {
  const name = (snapshot.title ?? new URL(snapshot.url).hostname).toWellFormed()
  const title = cut(name.replaceAll(UNSAFE, ' ').replaceAll(/\s+/g, ' ').trim())
  const safe = title.replace(/^[. -]+|[. ]+$/g, '') || 'snapshot'
  const day = snapshot.capturedAt ? ` ${snapshot.capturedAt.toISOString().slice(0, 10)}` : ''
  if (kind === 'file') return `${safe.replace(/\.\w{1,8}$/, '')}${day}.${fileEnding(contentType)}`
  const ending =
    kind === 'screenshot' || kind === 'thumbnail' ? contentType.replace('image/', '') : ENDINGS[kind]
  return `${safe}${day}.${ending}`
}
