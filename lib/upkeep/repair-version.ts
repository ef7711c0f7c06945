// A version some of whose bytes are lost: what can be derived again is, and the rest is said.
import { fidelity } from '#lib/archive/fidelity.ts'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { MADE_KINDS } from '#lib/contract/snapshot.ts'
import { inTransaction, type Db, type Tx } from '#lib/db/client.ts'
import { lockFront } from '#lib/db/front.ts'
import {
  chooseFront,
  dropArtifacts,
  findKeptVersion,
  LOST,
  markLost,
  markResourcesLost,
  replaceArtifact,
  saveLoss,
  type KeptVersion,
} from '#lib/db/lost-bytes.ts'
import { insertBlobs } from '#lib/db/resources.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { reindexLink } from '#lib/search/reindex-link.ts'
import { deriveForm, type DerivedForm } from './derive-form.ts'
import { deriveManifest } from './derive-manifest.ts'

interface RepairDeps {
  db: Db
  blobs: BlobStore
}

/** `derived`: as good as before. `marked`: something is lost, and the version says so. */
export type VersionFix = 'derived' | 'marked'

/** As many as the report of a capture tells. */
const MAX_MISSING = 50

/** Made again by themselves when somebody asks for them, or of use to our own work only. */
const EXPENDABLE = new Set<string>([
  ...MADE_KINDS,
  'visible',
  'screenshot:strips',
  'text:captured',
  'article:captured',
  'fidelity',
])
const isExpendable = (kind: string) => EXPENDABLE.has(kind) || kind.startsWith('sent:')

/** A version without all of these shows nothing. */
const READABLE = new Set(['page', 'article', 'text', 'screenshot', 'file'])

/** Without these the page is not what it was. */
const isOfPage = (kind: string) => kind === 'page' || kind === 'file' || kind.startsWith('part:')

/** Null when the version does not need the blob (any more). */
export async function repairVersion(
  deps: RepairDeps,
  snapshotId: string,
  digest: Digest,
): Promise<VersionFix | null> {
  const version = await findKeptVersion(deps.db, snapshotId)
  if (!version) return null
  const kinds = version.artifacts.filter((one) => one.digest === digest).map(({ kind }) => kind)
  const forms = (
    await Promise.all(kinds.map((kind) => deriveForm(deps.blobs, version, kind, digest)))
  ).flatMap((form) => form ?? [])
  const needsManifest = kinds.some((kind) => kind === 'manifest' || kind === 'contents')
  const others = version.artifacts.filter((one) => one.digest !== digest)
  const manifest = needsManifest ? await deriveManifest(deps, { id: snapshotId, artifacts: others }) : []
  const made = [...forms, ...manifest]
  return inTransaction(deps.db, (tx) => replaceLost(tx, deps, { version, digest, kinds, made }))
}

interface Loss {
  version: KeptVersion
  digest: Digest
  /** Of the artifacts that had these bytes. */
  kinds: readonly string[]
  made: readonly DerivedForm[]
}

async function replaceLost(
  tx: Tx,
  { blobs }: RepairDeps,
  { version, digest, kinds, made }: Loss,
): Promise<VersionFix | null> {
  const { id, linkId, status } = version
  const front = await lockFront(tx, linkId)
  if (front === undefined) return null
  const urls = await markResourcesLost(tx, id, digest)
  if (kinds.length === 0 && urls.length === 0) return null
  await insertBlobs(
    tx,
    made.map(({ blob }) => blob),
  )
  for (const { artifact, makerVersion } of made) await replaceArtifact(tx, id, artifact, makerVersion)
  const derived = new Set(made.map(({ artifact }) => artifact.kind))
  const gone = kinds.filter((kind) => !derived.has(kind))
  // A patch without the picture that it is pasted on is no picture.
  const dropped = gone.includes('screenshot:base') ? [...gone, 'screenshot'] : gone
  await dropArtifacts(tx, id, dropped)
  const left = version.artifacts.filter(({ kind }) => !dropped.includes(kind))
  const isLost = !left.some(({ kind }) => READABLE.has(kind))
  const isIncomplete = dropped.some(isOfPage)
  if (status === 'ready' && isLost) await markLost(tx, id)
  else if (status === 'ready' && isIncomplete)
    await saveLoss(tx, id, {
      verdict: version.verdict === 'good' || version.verdict === null ? 'partial' : version.verdict,
      fidelity: withLoss(version, urls[0] ?? version.finalUrl ?? version.url, dropped.includes('page')),
    })
  if (front?.id === id) {
    // A person's choice stays as long as there is something to show.
    if (isLost || isIncomplete) await chooseFront(tx, linkId)
    await reindexLink(tx, blobs, linkId)
  }
  return urls.length > 0 || dropped.some((kind) => !isExpendable(kind)) ? 'marked' : 'derived'
}

/** The report of what a page holds, with what it has lost since. */
function withLoss(version: KeptVersion, url: string, wholePage: boolean) {
  const unknown = { score: 0, visual: null, text: null, resources: null }
  const known = fidelity.safeParse(version.fidelity).data ?? { ...unknown, missing: [] }
  const missing = [{ url, reason: LOST }, ...known.missing].slice(0, MAX_MISSING)
  return { ...known, ...(wholePage ? unknown : {}), missing }
}
