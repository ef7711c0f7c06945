// The forms in which a snapshot can be fetched: bytes of ours, or the way to the replayed page.
import { Readable } from 'node:stream'
import { z } from 'zod'
import { isPatch, readPicture } from '#lib/archive/read-picture.ts'
import { PICTURE_TYPE } from '#lib/pictures/picture-types.ts'
import { artifactKind, readArtifactInput, type ArtifactKind, type MadeKind } from '#lib/contract/snapshot.ts'
import { findArtifact } from '#lib/db/resources.ts'
import { findSnapshot, type SnapshotWithLink } from '#lib/db/snapshots.ts'
import { sha256, type Digest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { replayUrl } from '#lib/replay/replay-url.ts'
import { defineUseCase, type Ctx } from '../define-use-case.ts'
import { viewerOf } from '../viewer.ts'
import { downloadName } from './download-name.ts'
import { isMadeKind, makerOf } from './form-makers.ts'
import { makeForm } from './make-form.ts'

/** When to ask again for what a worker makes. */
const PENDING_RETRY_SECONDS = 2

const artifactAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('redirect'), location: z.string() }),
  z.object({ kind: z.literal('pending'), retryAfterSeconds: z.number().int() }),
  z.object({
    kind: z.literal('bytes'),
    contentType: z.string(),
    sizeBytes: z.number(),
    /** SHA-256 of the bytes. */
    digest: z.string(),
    /** The name for somebody who saves it. */
    fileName: z.string(),
    form: artifactKind,
    /** Opens the bytes, or a range of them (last inclusive); not called, nothing is opened. */
    open: z.custom<(range?: { start: number; end: number }) => Promise<Readable>>(
      (value) => typeof value === 'function',
    ),
  }),
])
export type ArtifactAnswer = z.output<typeof artifactAnswer>

/** The type that each kind is served as: chosen here, never by the page. */
const CONTENT_TYPES: Record<Exclude<ArtifactKind, 'page' | MadeKind>, readonly string[]> = {
  article: ['text/html; charset=utf-8'],
  text: ['text/plain; charset=utf-8'],
  screenshot: ['image/png', 'image/webp', 'image/jpeg'],
  thumbnail: ['image/webp', 'image/png', 'image/jpeg'],
  file: [
    'application/octet-stream',
    'application/pdf',
    'application/zip',
    'application/gzip',
    'application/json',
    'text/plain',
    'text/csv',
    'text/markdown',
    'image/png',
    'image/jpeg',
    'image/gif',
    'image/webp',
    'image/avif',
    'audio/mpeg',
    'audio/mp4',
    'audio/ogg',
    'audio/wav',
    'audio/flac',
    'video/mp4',
    'video/webm',
    'video/ogg',
  ],
}

function contentTypeOf(kind: Exclude<ArtifactKind, 'page'>, stored: string): string {
  if (isMadeKind(kind)) return stored
  const [first = 'application/octet-stream', ...others] = CONTENT_TYPES[kind]
  return others.includes(stored) ? stored : first
}

/** Without a replay origin a path: right for every name under which the caller reached us. */
function replayLocation({ config, now }: Ctx, id: string): string {
  if (config.secret === null) throw new Error('replay addresses need a secret')
  return replayUrl({ baseUrl: '', replayUrl: config.replayUrl }, id, config.secret, now())
}

/** A picture that is kept as a patch: pasted now, once for all who ask for it at the same time. */
async function pastedAnswer(
  ctx: Ctx,
  snapshot: SnapshotWithLink,
  kind: ArtifactKind,
  { blobDigest, contentType }: { blobDigest: Digest; contentType: string },
): Promise<ArtifactAnswer> {
  if (ctx.actor.kind === 'anonymous') ctx.making.countStranger(ctx.now())
  const picture = await ctx.making.once(blobDigest, () =>
    readPicture(ctx.blobs, { digest: blobDigest, contentType }),
  )
  if (!picture) throw new Error(`the blob ${blobDigest} has a row and no bytes`)
  return {
    kind: 'bytes',
    form: kind,
    fileName: downloadName(snapshot, kind, PICTURE_TYPE),
    contentType: PICTURE_TYPE,
    sizeBytes: picture.length,
    digest: sha256(picture),
    open: async (range) => Readable.from([range ? picture.subarray(range.start, range.end + 1) : picture]),
  }
}

/**
 * An artifact of a snapshot that the actor may see. `page` is a short-lived signed address of the replay, which needs no
 * cookie and no header; the others are bytes. A form that is made on demand is made now, or somewhere else: `pending`.
 *
 * @throws AppError `not_found`; `artifact_missing` when this snapshot has no such form and none can be made; what
 *         `makeForm` throws
 */
export const readArtifact = defineUseCase({
  name: 'snapshots.readArtifact',
  scope: 'public',
  input: readArtifactInput,
  output: artifactAnswer,
  async run(ctx, { id, kind }): Promise<ArtifactAnswer> {
    const snapshot = await findSnapshot(ctx.db, viewerOf(ctx.actor), id)
    const maker = isMadeKind(kind) ? makerOf(kind, snapshot) : null
    const made = isMadeKind(kind) && maker ? await makeForm(ctx, snapshot, kind, maker) : null
    if (made?.kind === 'pending') return { kind: 'pending', retryAfterSeconds: PENDING_RETRY_SECONDS }
    const artifact = made?.artifact ?? (await findArtifact(ctx.db, id, kind))
    if (!artifact) throw new AppError('artifact_missing')
    if (kind === 'page') return { kind: 'redirect', location: replayLocation(ctx, id) }
    if (isPatch(artifact.contentType)) return pastedAnswer(ctx, snapshot, kind, artifact)
    const contentType = contentTypeOf(kind, artifact.contentType)
    return {
      kind: 'bytes',
      form: kind,
      fileName: downloadName(snapshot, kind, contentType),
      contentType,
      sizeBytes: Number(artifact.sizeBytes),
      digest: artifact.blobDigest,
      async open(range) {
        const blob = await ctx.blobs.open(artifact.blobDigest, { range })
        if (!blob) throw new Error(`the blob ${artifact.blobDigest} has a row and no bytes`)
        return blob.stream
      },
    }
  },
})
