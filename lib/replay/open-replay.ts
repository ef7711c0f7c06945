// Answers for the bytes of a frozen page: checks the token, finds the artifact of the snapshot, opens the blob.
import type { Readable } from 'node:stream'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { Db } from '#lib/db/client.ts'
import { isDigest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { isId } from '#lib/kernel/ids.ts'
import { parseRange } from './byte-range.ts'
import { pageHeaders, partHeaders } from './replay-policy.ts'
import { verifyReplay } from './replay-token.ts'

export interface ReplayDeps {
  db: Db
  blobs: BlobStore
  secret: string
  /** Origin of the application, which may show pages in a frame. */
  appOrigin: string
  now?: () => Date
}

export interface ReplayRequest {
  snapshotId: string
  token: string
  /** `page`, or the digest of a part. */
  name: string
  acceptEncoding?: string | null
  range?: string | null
}

export interface ReplayResponse {
  status: 200 | 206 | 416
  headers: Record<string, string>
  body: Readable | null
}

/**
 * The bytes under one replay address, with the headers that keep them harmless.
 *
 * @throws AppError `replay_expired` for a token whose time is over; `not_found` for everything that this token does not
 *         open: another snapshot, a blob of another page, a forged token
 */
export async function openReplay(deps: ReplayDeps, request: ReplayRequest): Promise<ReplayResponse> {
  const { snapshotId, token, name } = request
  if (!isId(snapshotId)) throw new AppError('not_found')
  const verdict = verifyReplay(token, snapshotId, deps.secret, deps.now?.() ?? new Date())
  if (verdict === 'forged') throw new AppError('not_found')
  if (verdict === 'expired') throw new AppError('replay_expired')
  const kind = name === 'page' ? 'page' : isDigest(name) ? `part:${name}` : null
  if (kind === null) throw new AppError('not_found')
  const artifact = await deps.db.artifact.findUnique({
    where: { snapshotId_kind: { snapshotId, kind } },
    select: { blobDigest: true, contentType: true, sizeBytes: true },
  })
  if (!artifact) throw new AppError('not_found')
  const headers = kind === 'page' ? pageHeaders(deps.appOrigin) : partHeaders(artifact.contentType)
  const isMedia = /^(audio|video)\//.test(headers['Content-Type'] ?? '')
  if (isMedia)
    return openMedia(deps.blobs, artifact.blobDigest, Number(artifact.sizeBytes), headers, request.range)
  return openWhole(deps.blobs, artifact.blobDigest, headers, request.acceptEncoding)
}

async function openWhole(
  blobs: BlobStore,
  digest: string,
  headers: Record<string, string>,
  acceptEncoding: string | null | undefined,
): Promise<ReplayResponse> {
  const opened = await blobs.open(digest, { acceptZstd: acceptsZstd(acceptEncoding) })
  if (!opened) throw new AppError('not_found')
  const encoding: Record<string, string> =
    opened.encoding === 'zstd'
      ? { 'Content-Encoding': 'zstd' }
      : { 'Content-Length': String(opened.sizeBytes) }
  return { status: 200, headers: { ...headers, ...encoding, Vary: 'Accept-Encoding' }, body: opened.stream }
}

async function openMedia(
  blobs: BlobStore,
  digest: string,
  sizeBytes: number,
  headers: Record<string, string>,
  header: string | null | undefined,
): Promise<ReplayResponse> {
  const range = parseRange(header, sizeBytes)
  if (range === 'unsatisfiable') {
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${sizeBytes}` }, body: null }
  }
  const opened = await blobs.open(digest, range ? { range } : {})
  if (!opened) throw new AppError('not_found')
  const length = range ? range.end - range.start + 1 : sizeBytes
  const sent = { ...headers, 'Accept-Ranges': 'bytes', 'Content-Length': String(length) }
  if (!range) return { status: 200, headers: sent, body: opened.stream }
  const contentRange = `bytes ${range.start}-${range.end}/${sizeBytes}`
  return { status: 206, headers: { ...sent, 'Content-Range': contentRange }, body: opened.stream }
}

/** Does the client take zstd (RFC 8878 section 7.2)? A weight of zero is a no. */
export function acceptsZstd(header: string | null | undefined): boolean {
  return (header ?? '').split(',').some((item) => {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
    return name === 'zstd' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
  })
}
