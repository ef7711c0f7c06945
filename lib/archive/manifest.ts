// The manifest of a snapshot: one blob that says what the others are, so that a library can be rebuilt from files alone.
import { z } from 'zod'
import type { BlobStore, StoredBlob } from '#lib/blobs/blob-store.ts'
import { verdict } from '#lib/contract/snapshot.ts'
import { visibility } from '#lib/contract/fields.ts'
import { canonicalJson } from '#lib/kernel/canonical-json.ts'

/** First key of every manifest ("@" sorts before letters): how it is recognised among the blobs. */
export const MANIFEST_FORMAT = 'linkhome-snapshot/1'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const share = z.number().nullable()

/** Everything that the rows of a ready snapshot say, and what its link said at that moment. Times are ISO 8601 UTC. */
export const manifest = z.object({
  '@format': z.literal(MANIFEST_FORMAT),
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
  }),
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
  fidelity: z.object({ score: z.number(), visual: share, text: share, resources: share }),
  /** The parts of the page are artifacts too: `part:<digest>`. */
  artifacts: z.array(
    z.object({
      kind: z.string(),
      digest,
      contentType: z.string(),
      sizeBytes: z.number().int(),
    }),
  ),
  resources: z.array(
    z.object({
      url: z.string(),
      method: z.string(),
      httpStatus: z.number().int().nullable(),
      contentType: z.string().nullable(),
      sizeBytes: z.number().int(),
      digest: digest.nullable(),
      failure: z.string().nullable(),
    }),
  ),
})
export type Manifest = z.infer<typeof manifest>

/** Stores the manifest as a blob of canonical JSON. The blobs that it names must be stored already. */
export function writeManifest(
  blobs: Pick<BlobStore, 'put'>,
  content: Omit<Manifest, '@format'>,
): Promise<StoredBlob> {
  // The schema drops what a richer object brings along: the manifest holds what it promises and nothing else.
  const text = canonicalJson(manifest.parse({ '@format': MANIFEST_FORMAT, ...content }))
  return blobs.put(text, { contentType: 'application/json' })
}

/** Reads a manifest back; null when the blob is missing or no manifest of ours. */
export async function readManifest(
  blobs: Pick<BlobStore, 'read'>,
  manifestDigest: string,
): Promise<Manifest | null> {
  const bytes = await blobs.read(manifestDigest)
  if (!bytes?.subarray(0, 64).includes(MANIFEST_FORMAT)) return null
  return manifest.safeParse(JSON.parse(bytes.toString())).data ?? null
}
