// Snapshot: one version of a link, as every front shows it.
import { z } from 'zod'
import { captureOptions } from './capture-options.ts'
import { intervention } from './intervention.ts'
import { entityId, noteText, pageInput, pageOf, tagPaths, titleText, urlText, visibility } from './fields.ts'

export const snapshotStatus = z.enum(['queued', 'capturing', 'ready', 'failed'])
export const stage = z.enum([
  'queued',
  'loading',
  'settling',
  'freezing',
  'storing',
  'extracting',
  'indexing',
  'done',
])
export const verdict = z.enum(['good', 'http_error', 'wall', 'empty', 'partial'])
export type Stage = z.infer<typeof stage>
export type Verdict = z.infer<typeof verdict>

/** Forms that are made from a ready snapshot when somebody first asks for them, and then kept. */
export const MADE_KINDS = ['markdown', 'single.html', 'archive.mhtml', 'archive.wacz', 'pdf'] as const
export type MadeKind = (typeof MADE_KINDS)[number]

/** Those of them that need a browser. A version rises whenever the output changes: older outputs are then made again. */
export const RENDERED_FORMS = { pdf: { version: 1, contentType: 'application/pdf' } } as const

/**
 * The forms of a snapshot: those that the capture leaves behind, then those made on demand. `file` is what the link leads
 * to when that is no page.
 */
export const artifactKind = z.enum([
  'page',
  'article',
  'text',
  'screenshot',
  'thumbnail',
  'file',
  ...MADE_KINDS,
])
export type ArtifactKind = z.infer<typeof artifactKind>

export const artifactView = z.object({
  url: z.string(),
  contentType: z.string(),
  bytes: z.number().int().nullable().describe('Null for a form that is made when its url is asked for.'),
  failed: z
    .literal(true)
    .optional()
    .describe('It was tried in vain a short while ago; later it is tried again.'),
})

export const snapshotView = z
  .object({
    id: z.string(),
    linkId: z.string(),
    url: z.string(),
    canonicalUrl: z.string(),
    finalUrl: z.string().nullable(),
    status: snapshotStatus,
    stage,
    verdict: verdict.nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    httpStatus: z.number().int().nullable(),
    contentType: z.string().nullable(),
    title: z.string().nullable(),
    byline: z.string().nullable(),
    siteName: z.string().nullable(),
    excerpt: z.string().nullable(),
    lang: z.string().nullable(),
    publishedAt: z.string().nullable(),
    wordCount: z.number().int().nullable(),
    capturedAt: z.string().nullable(),
    createdAt: z.string(),
    durationMs: z.number().int().nullable(),
    attempts: z.number().int(),
    capture: captureOptions.describe('What was said of its capture; rules may say more.'),
    resources: z.object({
      total: z.number().int(),
      stored: z.number().int(),
      failed: z.number().int(),
      bytes: z.number().int(),
      newBytes: z.number().int(),
    }),
    fidelity: z
      .object({
        score: z.number(),
        visual: z.number().nullable(),
        text: z.number().nullable(),
        resources: z.number().nullable(),
        missing: z
          .array(z.object({ url: z.string(), reason: z.string() }))
          .optional()
          .describe('What the page lost, the worst first; told where one snapshot is asked for.'),
      })
      .nullable(),
    interventions: z
      .array(intervention)
      .describe('What the capture did to the page beyond looking at it: banners rejected, folds opened.'),
    contentHash: z.string().nullable(),
    /** Is this the copy shown in front of its link? */
    isFront: z.boolean(),
    artifacts: z
      .record(artifactKind, artifactView.nullable())
      .describe('Null for a form that this snapshot does not have and that cannot be made of it.'),
  })
  .meta({ id: 'Snapshot' })
export type SnapshotView = z.output<typeof snapshotView>

export const snapshotPage = pageOf(snapshotView).meta({ id: 'SnapshotPage' })

/** `POST /snapshots`: accept a URL, make its link when new, queue a capture. */
export const submitInput = z.strictObject({
  url: urlText,
  tags: tagPaths.default([]),
  title: titleText.optional(),
  note: noteText.optional(),
  visibility: visibility.optional(),
  /** How it is captured, before what rules say; kept when the version is tried again. */
  capture: captureOptions.optional(),
  /** Seconds: when a good snapshot is younger than this, it is returned and nothing is captured. */
  ifOlderThan: z.number().int().min(0).optional(),
})

export const snapshotIdInput = z.strictObject({ id: entityId })

export const listSnapshotsInput = z.strictObject({
  link: entityId.optional(),
  status: snapshotStatus.optional(),
  ...pageInput,
})

export const readArtifactInput = z.strictObject({ id: entityId, kind: artifactKind })
