// The manifest of a snapshot: one blob that says what the others are, so that a library can be rebuilt from files alone.
import { z } from 'zod'
import type { BlobStore, StoredBlob } from '#lib/blobs/blob-store.ts'
import { intervention } from '#lib/contract/intervention.ts'
import { verdict } from '#lib/contract/snapshot.ts'
import { visibility } from '#lib/contract/fields.ts'
import { canonicalJson } from '#lib/kernel/canonical-json.ts'
import { exchange, joinExchanges, moment, splitExchanges, stableExchange, type Exchange } from './exchange.ts'

/** First key of every manifest ("@" sorts before letters): how it is recognised among the blobs. */
export const MANIFEST_FORMAT = 'linkhome-snapshot/2'
const FIRST_FORMAT = 'linkhome-snapshot/1'
const CONTENTS_FORMAT = 'linkhome-contents/1'
export const MANIFEST_TYPE = 'application/json'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const share = z.number().nullable()

/** Everything that the rows of a ready snapshot say, and what its link said at that moment. Times are ISO 8601 UTC. */
const told = z.object({
  library: z.string(),
  link: z.object({
    id: z.string(),
    originalUrl: z.string(),
    canonicalUrl: z.string(),
    site: z.string(),
    title: z.string().nullable(),
    note: z.string(),
    visibility,
    tags: z.array(z.string()),
    createdAt: z.iso.datetime(),
  }),
  snapshot: z.object({
    id: z.string(),
    url: z.string(),
    finalUrl: z.string().nullable(),
    httpStatus: z.number().int().nullable(),
    contentType: z.string().nullable(),
    verdict,
    createdAt: z.iso.datetime(),
    capturedAt: z.iso.datetime(),
    attempt: z.number().int(),
    durationMs: z.number().int(),
    /** As the browser had it; the article may have another one. Unknown of older snapshots, like the next. */
    title: z.string().nullable().optional(),
    /** The version whose second pass it is. */
    passOf: z.string().nullable().optional(),
  }),
  fidelity: z.object({ score: z.number(), visual: share, text: share, resources: share }),
  /** Unknown of snapshots that were made before it was recorded. */
  interventions: z.array(intervention).optional(),
})

/** What a second capture of an unchanged page finds again: one blob, shared by both. */
const contents = z.object({
  article: z.object({
    title: z.string().nullable(),
    byline: z.string().nullable(),
    siteName: z.string().nullable(),
    excerpt: z.string().nullable(),
    lang: z.string().nullable(),
    publishedAt: z.iso.datetime().nullable(),
    wordCount: z.number().int(),
    contentDigest: digest,
    extractorVersion: z.number().int(),
  }),
  /** The parts of the page are artifacts too: `part:<digest>`. */
  artifacts: z.array(
    z.object({
      kind: z.string(),
      digest,
      contentType: z.string(),
      sizeBytes: z.number().int(),
    }),
  ),
  exchanges: z.array(stableExchange),
})

const resource = exchange.pick({
  url: true,
  method: true,
  httpStatus: true,
  contentType: true,
  sizeBytes: true,
  digest: true,
  failure: true,
})

const manifestBlob = told.extend({
  '@format': z.literal(MANIFEST_FORMAT),
  contents: digest,
  /** One for each exchange of the contents, in their order. */
  moments: z.array(moment),
  /** The address that answered, by host and port. */
  addresses: z.record(z.string(), z.string()),
})
const contentsBlob = contents.extend({ '@format': z.literal(CONTENTS_FORMAT) })
/** Until version 1 everything lay in one blob, and of exchanges their resources only. */
const firstBlob = told
  .extend(contents.shape)
  .omit({ exchanges: true })
  .extend({ '@format': z.literal(FIRST_FORMAT), resources: z.array(resource) })

export const manifest = told.extend(contents.shape).extend({
  exchanges: z.array(exchange),
  resources: z.array(resource),
  /** The blob of the second part; version 1 had none. */
  contents: digest.optional(),
})
export type Manifest = z.infer<typeof manifest>

/** A resource is an exchange that came to an end: not the hop of a redirect. */
const resourcesOf = (exchanges: readonly Exchange[]) =>
  exchanges
    .filter(({ digest, failure }) => digest !== null || failure !== null)
    .map((one) => resource.parse(one))

/**
 * Stores the manifest as two blobs of canonical JSON: what differs at every capture, and what need not. The blobs that
 * they name must be stored already.
 *
 * @param like  the contents of an earlier version of the link
 */
export async function writeManifest(
  blobs: Pick<BlobStore, 'put'>,
  content: Omit<Manifest, 'resources' | 'contents'>,
  { like = null }: { like?: string | null } = {},
): Promise<{ manifest: StoredBlob; contents: StoredBlob }> {
  const { stable, moments, addresses } = splitExchanges(
    content.exchanges,
    new Date(content.snapshot.capturedAt),
  )
  // The schemas drop what a richer object brings along: a manifest holds what it promises and nothing else.
  const shared = contentsBlob.parse({ ...content, '@format': CONTENTS_FORMAT, exchanges: stable })
  const stored = await blobs.put(canonicalJson(shared), { contentType: MANIFEST_TYPE, like })
  const own = manifestBlob.parse({
    ...content,
    '@format': MANIFEST_FORMAT,
    contents: stored.digest,
    moments,
    addresses,
  })
  const isManifest = true
  return {
    manifest: await blobs.put(canonicalJson(own), { contentType: MANIFEST_TYPE, isManifest }),
    contents: stored,
  }
}

/** Reads a manifest of any version back; null when a blob of it is missing or no manifest of ours. */
export async function readManifest(
  blobs: Pick<BlobStore, 'read'>,
  manifestDigest: string,
): Promise<Manifest | null> {
  const json = await readJson(blobs, manifestDigest)
  const first = firstBlob.safeParse(json).data
  if (first) return { ...first, exchanges: first.resources.map(exchangeOfResource) }
  const own = manifestBlob.safeParse(json).data
  const shared = own && contentsBlob.safeParse(await readJson(blobs, own.contents)).data
  if (!own || !shared) return null
  const capturedAt = new Date(own.snapshot.capturedAt)
  const exchanges = joinExchanges(shared.exchanges, own.moments, own.addresses, capturedAt)
  return manifest.parse({ ...shared, ...own, exchanges, resources: resourcesOf(exchanges) })
}

async function readJson(blobs: Pick<BlobStore, 'read'>, digest: string): Promise<unknown> {
  const bytes = await blobs.read(digest)
  return bytes?.subarray(0, 64).includes('{"@format":"linkhome-') ? JSON.parse(bytes.toString()) : null
}

/** An exchange of which only the resource is known: no headers but the type. */
export function exchangeOfResource(known: z.infer<typeof resource>): Exchange {
  return {
    ...known,
    resourceType: 'other',
    requestHeaders: [],
    requestBody: null,
    statusText: '',
    protocol: null,
    responseHeaders: known.contentType === null ? [] : [['content-type', known.contentType]],
    startedMs: 0,
    remoteAddress: null,
  }
}
