// Stores what a capture became: first the bytes, then in one transaction every row that speaks of them.
import { countResources, fidelityReport } from '#lib/archive/fidelity.ts'
import { MANIFEST_TYPE, writeManifest } from '#lib/archive/manifest.ts'
import type { StoredBlob } from '#lib/blobs/blob-store.ts'
import type { Capture, CapturedScreenshot, EarlierVersion } from '#lib/capture/capture.ts'
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import type { Verdict } from '#lib/contract/snapshot.ts'
import { markReady, type Attempt, type ReadyFields } from '#lib/db/attempts.ts'
import { inTransaction } from '#lib/db/client.ts'
import { noteAddress } from '#lib/db/link-addresses.ts'
import { putFingerprint } from '#lib/db/fingerprints.ts'
import { findLinkForCapture, type LinkForCapture } from '#lib/db/links.ts'
import { insertArtifacts, insertBlobs, insertResources, type NewArtifact } from '#lib/db/resources.ts'
import { lockTags } from '#lib/db/tags.ts'
import { storable, storableLabel, storableOrNull } from '#lib/db/storable.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { MAX_EXCERPT_CHARACTERS, MAX_TITLE_CHARACTERS, MAX_URL_CHARACTERS } from '#lib/kernel/limits.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { fingerprint, FINGERPRINT_VERSION } from '#lib/search/fingerprint.ts'
import { indexFront } from '#lib/search/index-front.ts'
import { restOfPage } from '#lib/search/rest-of-page.ts'
import { applyRules } from '#lib/tagging/apply-rules.ts'
import type { OtherAddress } from './find-addresses.ts'
import type { Reading } from './read-page.ts'

type StoreDeps = Pick<Runtime, 'config' | 'db' | 'blobs' | 'queue' | 'events'>

/** A finished capture with all that was learned from it. */
export interface Finished {
  attempt: Attempt
  capture: Capture
  reading: Reading
  verdict: Verdict
  /** Of what read the page; UNREAD_VERSION when nothing did. */
  extractorVersion: number
  /** Other addresses of the page, for whoever saves one of them later. */
  addresses: readonly OtherAddress[]
  durationMs: number
  /** The version with which the texts are compared. */
  earlier: EarlierVersion | null
}

const ARTICLE_TYPE = 'text/html; charset=utf-8'
const SENT_TYPE = 'application/octet-stream'
const TEXT_TYPE = 'text/plain; charset=utf-8'

/**
 * Stores article, text and manifest beside the blobs of the capture, then commits rows, front, search document and
 * event together.
 *
 * @returns whether this version is now in front of its link, and what the blob store grew by
 * @throws LeaseLost when the snapshot was cancelled, deleted or taken over; AppError `disk_full`
 */
export async function storeSnapshot(
  deps: StoreDeps,
  finished: Finished,
): Promise<{ isFront: boolean; newBytes: number }> {
  const { attempt, capture, reading, verdict, earlier } = finished
  const like = (kind: string) => earlier?.texts.get(kind) ?? null
  const textBlob = await deps.blobs.put(reading.text, { contentType: TEXT_TYPE, like: like('text') })
  const articleBlob =
    reading.html === null
      ? null
      : await deps.blobs.put(reading.html, { contentType: ARTICLE_TYPE, like: like('article') })
  const visibleBlob = await deps.blobs.put(capture.visibleText, {
    contentType: TEXT_TYPE,
    like: like('visible'),
  })
  const made = listArtifacts(capture, { text: textBlob, visible: visibleBlob, article: articleBlob })
  const link = await findLinkForCapture(deps.db, attempt.libraryId, attempt.linkId)
  const { manifest, contents } = await putManifest(deps, finished, link, made)
  const artifacts = [
    ...made,
    { kind: 'contents', ...contents, contentType: MANIFEST_TYPE },
    { kind: 'manifest', ...manifest, contentType: MANIFEST_TYPE },
  ]
  const texts = [textBlob, visibleBlob, ...(articleBlob ? [articleBlob] : [])]
  const blobs = [...capture.blobs, ...texts, contents, manifest]
  const newBytes = blobs.reduce((sum, { isNew, storedBytes }) => sum + (isNew ? storedBytes : 0), 0)
  // What an earlier version put already is kept by this one as well.
  const sizes = new Map([...blobs, ...artifacts].map(({ digest, sizeBytes }) => [digest, sizeBytes]))
  const keptBytes = [...sizes.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0)
  const fields = readyFields(finished, { manifestDigest: manifest.digest, newBytes, keptBytes })

  const isFirst = link.link.frontId === null
  const print = fingerprint(reading.text)
  return inTransaction(deps.db, async (tx) => {
    // Rules give tags: whoever changes many links holds the tags before the links, and so does this.
    if (isFirst) await lockTags(tx, attempt.libraryId, 'shared')
    await insertBlobs(tx, blobs)
    const { isFront } = await markReady(tx, attempt, fields)
    await insertResources(tx, attempt.snapshotId, capture.resources)
    await insertArtifacts(tx, attempt.snapshotId, artifacts)
    if (isFront)
      await indexFront(tx, {
        ...attempt,
        ...fields,
        text: reading.text,
        rest: restOfPage(capture.visibleText, reading.text),
        html: reading.html,
      })
    if (isFront && isFirst) await applyRules(tx, attempt.libraryId, attempt.linkId, { setsVisibility: false })
    if (isFront)
      await putFingerprint(tx, {
        linkId: attempt.linkId,
        libraryId: attempt.libraryId,
        ...print,
        version: FINGERPRINT_VERSION,
      })
    for (const address of finished.addresses)
      await noteAddress(tx, attempt.libraryId, attempt.linkId, address)
    if (deps.config.assess && (verdict === 'good' || verdict === 'partial'))
      await deps.queue.enqueue(
        tx,
        'assess',
        { snapshotId: attempt.snapshotId },
        { priority: JOB_PRIORITY.background },
      )
    await deps.events.publish(tx, attempt, { kind: 'snapshot.ready', verdict })
    return { isFront, newBytes }
  })
}

interface Texts {
  text: StoredBlob
  /** Everything that could be seen: what the frozen page is compared with. */
  visible: StoredBlob
  article: StoredBlob | null
}

function listArtifacts(capture: Capture, { text, visible, article }: Texts): NewArtifact[] {
  const { file, page, parts, screenshot, thumbnail } = capture
  return [
    ...(file ? [{ ...file, kind: 'file', contentType: file.type }] : []),
    { kind: 'page', ...page },
    { kind: 'text', ...text, contentType: TEXT_TYPE },
    { kind: 'visible', ...visible, contentType: TEXT_TYPE },
    ...(article ? [{ kind: 'article', ...article, contentType: ARTICLE_TYPE }] : []),
    ...(screenshot ? picturesOf(screenshot) : []),
    ...(thumbnail ? [{ kind: 'thumbnail', ...thumbnail }] : []),
    ...parts.map((part) => ({ kind: `part:${part.digest}`, ...part })),
    ...sentBodies(capture).map((body) => ({ kind: `sent:${body.digest}`, ...body, contentType: SENT_TYPE })),
  ].map(({ kind, digest, contentType, sizeBytes }) => ({ kind, digest, contentType, sizeBytes }))
}

/** The whole picture that a patch needs is held by this version too, whatever becomes of the one that took it. */
function picturesOf(screenshot: CapturedScreenshot) {
  const { base, strips } = screenshot
  return [
    { kind: 'screenshot', ...screenshot },
    ...(base ? [{ kind: 'screenshot:base', ...base }] : []),
    { kind: 'screenshot:strips', ...strips },
  ]
}

/** What the page's requests carried: blobs of this snapshot that no resource names. */
function sentBodies({ exchanges }: Capture) {
  return exchanges.flatMap(({ requestBody }) => requestBody ?? [])
}

function readyFields(
  { capture, reading, verdict, extractorVersion, durationMs }: Finished,
  stored: Pick<ReadyFields, 'manifestDigest' | 'newBytes' | 'keptBytes'>,
): ReadyFields {
  const counts = countResources(capture.resources)
  return {
    verdict,
    finalUrl: storable(capture.finalUrl, MAX_URL_CHARACTERS),
    httpStatus: capture.httpStatus,
    contentType: storableOrNull(capture.contentType),
    title: storableLabel(reading.title ?? capture.title, MAX_TITLE_CHARACTERS),
    byline: storableLabel(reading.byline, MAX_TITLE_CHARACTERS),
    siteName: storableLabel(reading.siteName, MAX_TITLE_CHARACTERS),
    excerpt: storableLabel(reading.excerpt, MAX_EXCERPT_CHARACTERS),
    lang: storableLabel(reading.lang),
    publishedAt: reading.publishedAt,
    wordCount: reading.wordCount,
    capturedAt: capture.capturedAt,
    durationMs,
    resourcesTotal: counts.total,
    resourcesStored: counts.stored,
    resourcesFailed: counts.failed,
    resourcesBytes: counts.bytes,
    ...stored,
    interventions: capture.interventions,
    fidelity: { ...fidelityReport(capture.exchanges) },
    contentDigest: sha256(reading.text),
    extractorVersion,
  }
}

function putManifest(
  { blobs }: StoreDeps,
  { attempt, capture, reading, verdict, extractorVersion, durationMs, earlier }: Finished,
  { link, tags }: LinkForCapture,
  artifacts: NewArtifact[],
): ReturnType<typeof writeManifest> {
  return writeManifest(
    blobs,
    {
      library: attempt.libraryId,
      link: { ...link, tags, createdAt: link.createdAt.toISOString() },
      snapshot: {
        id: attempt.snapshotId,
        url: attempt.url,
        finalUrl: capture.finalUrl,
        httpStatus: capture.httpStatus,
        contentType: capture.contentType,
        verdict,
        createdAt: attempt.createdAt.toISOString(),
        capturedAt: capture.capturedAt.toISOString(),
        attempt: attempt.attempt,
        durationMs,
        title: storableOrNull(capture.title, MAX_TITLE_CHARACTERS),
        passOf: attempt.passOf,
      },
      article: {
        ...reading,
        publishedAt: reading.publishedAt?.toISOString() ?? null,
        contentDigest: sha256(reading.text),
        extractorVersion,
      },
      interventions: capture.interventions,
      fidelity: fidelityReport(capture.exchanges),
      artifacts,
      exchanges: capture.exchanges,
    },
    { like: earlier?.texts.get('contents') ?? null },
  )
}
