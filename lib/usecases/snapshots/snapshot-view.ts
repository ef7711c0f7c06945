// How a snapshot is shown: the same to web, API and terminal.
import { isPatch } from '#lib/archive/read-picture.ts'
import { PICTURE_TYPE } from '#lib/pictures/picture-types.ts'
import { z } from 'zod'
import { captureOptionsOf } from '#lib/contract/capture-options.ts'
import { intervention } from '#lib/contract/intervention.ts'
import type { ArtifactKind, MadeKind, SnapshotView } from '#lib/contract/snapshot.ts'
import { formFailure } from '#lib/db/failed-forms.ts'
import type { SnapshotWithArtifacts, SnapshotWithLink } from '#lib/db/snapshots.ts'
import { errorMessage, translator } from '#lib/i18n/translate.ts'
import { ERROR_RULES, type ErrorCode } from '#lib/kernel/errors.ts'
import type { Ctx } from '../define-use-case.ts'
import { makerOf } from './form-makers.ts'

type ViewCtx = Pick<Ctx, 'locale' | 'linkOrigin' | 'now'>

const detailShape = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).catch({})
const fidelityShape = z
  .object({
    score: z.number(),
    visual: z.number().nullable().default(null),
    text: z.number().nullable().default(null),
    resources: z.number().nullable().default(null),
    missing: z.array(z.object({ url: z.string(), reason: z.string() })).default([]),
  })
  .nullable()
  .catch(null)

/** Kinds of a later version are not told. */
const interventionsShape = z.array(intervention).catch([])

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_RULES, code)

/** The error of a snapshot with its sentence; a code of a later version reads as an internal error. */
function errorOf({ locale = 'zh-CN' }: ViewCtx, row: SnapshotWithArtifacts): SnapshotView['error'] {
  if (row.errorCode === null) return null
  const code = isErrorCode(row.errorCode) ? row.errorCode : 'internal'
  // Not every detail names what a sentence does.
  const detail = {
    host: URL.parse(row.url)?.host ?? row.url,
    contentType: '?',
    ...detailShape.parse(row.errorDetail),
  }
  return { code: row.errorCode, message: errorMessage(translator(locale), code, detail) }
}

function artifactsOf(
  { linkOrigin = '', now }: ViewCtx,
  row: SnapshotWithArtifacts,
): SnapshotView['artifacts'] {
  const view = (kind: string) => {
    const artifact = row.artifacts.find((one) => one.kind === kind)
    return artifact
      ? {
          url: `${linkOrigin}/api/v1/snapshots/${row.id}/${kind}`,
          ...(isPatch(artifact.contentType)
            ? { contentType: PICTURE_TYPE, bytes: null }
            : { contentType: artifact.contentType, bytes: Number(artifact.sizeBytes) }),
        }
      : null
  }
  const made = (kind: MadeKind) => {
    const maker = makerOf(kind, row)
    const url = `${linkOrigin}/api/v1/snapshots/${row.id}/${kind}`
    if (!maker) return view(kind)
    const failure = formFailure(row, { form: kind, version: maker.version, now: now() })
    const offered = { url, contentType: maker.contentType, bytes: null }
    return view(kind) ?? (failure ? { ...offered, failed: true as const } : offered)
  }
  return {
    page: view('page'),
    article: view('article'),
    text: view('text'),
    screenshot: view('screenshot'),
    thumbnail: view('thumbnail'),
    file: view('file'),
    markdown: made('markdown'),
    'single.html': made('single.html'),
    'archive.mhtml': made('archive.mhtml'),
    'archive.wacz': made('archive.wacz'),
    pdf: made('pdf'),
  } satisfies Record<ArtifactKind, unknown>
}

/** What a version's view says of its link. */
interface OfLink {
  canonicalUrl: string
  frontId: string | null
}

/** Lists do without what is missing: it may be longer than everything else. */
function fidelityOf(row: SnapshotWithArtifacts): SnapshotView['fidelity'] {
  const fidelity = fidelityShape.parse(row.fidelity)
  return fidelity && { ...fidelity, missing: undefined }
}

/** The view of a version of this link; the error's sentence is in the context's language. */
export function versionView(ctx: ViewCtx, row: SnapshotWithArtifacts, link: OfLink): SnapshotView {
  return {
    id: row.id,
    linkId: row.linkId,
    url: row.url,
    canonicalUrl: link.canonicalUrl,
    finalUrl: row.finalUrl,
    status: row.status,
    stage: row.stage,
    verdict: row.verdict,
    error: errorOf(ctx, row),
    httpStatus: row.httpStatus,
    contentType: row.contentType,
    title: row.title,
    byline: row.byline,
    siteName: row.siteName,
    excerpt: row.excerpt,
    lang: row.lang,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    wordCount: row.wordCount,
    capturedAt: row.capturedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    durationMs: row.durationMs,
    attempts: row.attempts,
    capture: captureOptionsOf(row.capture),
    resources: {
      total: row.resourcesTotal,
      stored: row.resourcesStored,
      failed: row.resourcesFailed,
      bytes: Number(row.resourcesBytes),
      newBytes: Number(row.newBytes),
    },
    fidelity: fidelityOf(row),
    interventions: interventionsShape.parse(row.interventions),
    contentHash: row.contentDigest === null ? null : `sha256:${row.contentDigest}`,
    isFront: row.id === link.frontId,
    artifacts: artifactsOf(ctx, row),
  }
}

/** The view of a snapshot that was read with its link. */
export function snapshotViewOf(ctx: ViewCtx, row: SnapshotWithLink): SnapshotView {
  return versionView(ctx, row, row.link)
}

/** The view of one snapshot that somebody asked for: with all that is known of it. */
export function wholeViewOf(ctx: ViewCtx, row: SnapshotWithLink): SnapshotView {
  return { ...snapshotViewOf(ctx, row), fidelity: fidelityShape.parse(row.fidelity) }
}
