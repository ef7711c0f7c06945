// What people say about links and how versions fared, as records beside the blobs: with the manifests they tell all that a
// library shows. Rows change; a record is a row's last word (docs/decisions/022).
import { z } from 'zod'
import { addressSource, searchSort } from '#lib/contract/link.ts'
import { captureOptions } from '#lib/contract/capture-options.ts'
import { visibility } from '#lib/contract/fields.ts'
import { snapshotStatus, verdict } from '#lib/contract/snapshot.ts'
import { role } from '#lib/contract/account.ts'

const LINK_FORMAT = 'linkhome-link/1'
const LIBRARY_FORMAT = 'linkhome-library/1'
const COMPLETE_FORMAT = 'linkhome-complete/1'

const moment = z.iso.datetime()

const recordedVersion = z.object({
  id: z.uuid(),
  url: z.string(),
  /** What a person said of its capture. */
  capture: captureOptions.catch({}),
  status: snapshotStatus,
  verdict: verdict.nullable(),
  errorCode: z.string().nullable(),
  errorDetail: z.unknown(),
  attempts: z.number().int(),
  createdAt: moment,
  passOf: z.uuid().nullable(),
  newBytes: z.number(),
  /** The manifest of a ready version: everything else about it. */
  manifest: z.string().nullable(),
  assessedAt: moment.nullable(),
  /** The blob that the comparison with the live page left. */
  assessment: z.object({ digest: z.string(), sizeBytes: z.number() }).nullable().default(null),
  fidelity: z.unknown(),
})

const linkRecord = z.object({
  '@format': z.literal(LINK_FORMAT),
  recordedAt: moment,
  library: z.uuid(),
  link: z.object({
    id: z.uuid(),
    originalUrl: z.string(),
    canonicalUrl: z.string(),
    site: z.string(),
    title: z.string().nullable(),
    note: z.string(),
    visibility,
    frontId: z.uuid().nullable(),
    createdAt: moment,
    updatedAt: moment,
  }),
  /** Ids of the library's record. */
  tags: z.array(z.uuid()),
  /** Other addresses under which it is known. */
  addresses: z.array(z.object({ url: z.string(), source: addressSource })).default([]),
  versions: z.array(recordedVersion),
})
export type LinkRecord = Omit<z.infer<typeof linkRecord>, '@format'>
export type RecordedVersion = LinkRecord['versions'][number]

const libraryRecord = z.object({
  '@format': z.literal(LIBRARY_FORMAT),
  recordedAt: moment,
  library: z.object({ id: z.uuid(), createdAt: moment }),
  /** Without a password: whoever reads the store could guess at its hash. */
  owner: z.object({ id: z.uuid(), email: z.string(), name: z.string(), role }),
  tags: z.array(
    z.object({
      id: z.uuid(),
      path: z.string(),
      color: z.string().nullable(),
      createdAt: moment,
      aliases: z.array(z.object({ id: z.uuid(), name: z.string() })),
    }),
  ),
  rules: z
    .array(
      z.object({
        id: z.uuid(),
        q: z.string(),
        urlPattern: z.string().nullable(),
        addTags: z.array(z.string()),
        visibility: visibility.nullable(),
        capture: captureOptions.catch({}),
        isEnabled: z.boolean(),
        position: z.number().int(),
        createdAt: moment,
      }),
    )
    .default([]),
  savedSearches: z
    .array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        q: z.string(),
        sort: searchSort,
        createdAt: moment,
        updatedAt: moment,
      }),
    )
    .default([]),
})
export type LibraryRecord = Omit<z.infer<typeof libraryRecord>, '@format'>

const completeRecord = z.object({ '@format': z.literal(COMPLETE_FORMAT), at: moment })

/** A folder for each 256th: their last digits are random. */
export const linkRecordName = (linkId: string) => `links/${linkId.slice(-2)}/${linkId}.json`
export const libraryRecordName = (libraryId: string) => `libraries/${libraryId}.json`
/** Since when every link of a library has a record: a manifest of an earlier moment without one is of a link that was deleted. */
export const completeName = (libraryId: string) => `complete/${libraryId}.json`

export const writeLinkRecord = (record: LinkRecord) => JSON.stringify({ '@format': LINK_FORMAT, ...record })
export const writeLibraryRecord = (record: LibraryRecord) =>
  JSON.stringify({ '@format': LIBRARY_FORMAT, ...record })
export const writeComplete = (at: Date) =>
  JSON.stringify({ '@format': COMPLETE_FORMAT, at: at.toISOString() })

/** Null for a text that is none. */
export const readLinkRecord = (text: string) => linkRecord.safeParse(parsed(text)).data ?? null
export const readLibraryRecord = (text: string) => libraryRecord.safeParse(parsed(text)).data ?? null
export const readComplete = (text: string) => {
  const record = completeRecord.safeParse(parsed(text)).data
  return record ? new Date(record.at) : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
