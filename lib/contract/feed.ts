// Feed: a search that a feed reader follows by a secret address.
import { z } from 'zod'
import { entityId, pageInput, pageOf } from './fields.ts'
import { savedQuery, savedSearchName } from './saved-search.ts'

export const feedView = z
  .object({
    id: z.string(),
    /** Its own, or that of the saved search. */
    name: z.string(),
    q: z.string(),
    /** The saved search whose changes it follows; null for a query of its own. */
    savedSearchId: z.string().nullable(),
    createdAt: z.string(),
    /** To the hour. */
    lastUsedAt: z.string().nullable(),
  })
  .meta({ id: 'Feed' })
export type FeedView = z.output<typeof feedView>

export const feedPage = pageOf(feedView).meta({ id: 'FeedPage' })
export const listFeedsInput = z.strictObject(pageInput)
export const feedIdInput = z.strictObject({ id: entityId })

export const createFeedInput = z
  .strictObject({
    /** What it follows. */
    savedSearchId: entityId.optional(),
    /** Or a query of its own, in the language of the search box. */
    q: savedQuery.optional(),
    /** Of a query of its own; its beginning when left out. */
    name: savedSearchName.optional(),
  })
  .refine(({ savedSearchId, q }) => (savedSearchId === undefined) !== (q === undefined), {
    path: ['q'],
    message: 'required',
  })
  .refine(({ savedSearchId, name }) => savedSearchId === undefined || name === undefined, {
    path: ['name'],
    message: 'unknown_field',
  })

/** The address carries the secret: it is shown this once. Behind it `.atom` and `.json` name the format. */
export const createdFeed = z.object({ url: z.string(), view: feedView }).meta({ id: 'CreatedFeed' })

export const readFeedInput = z.strictObject({
  token: z.string(),
  /** Where the reader asks from, when that is known. */
  address: z.string().nullable(),
})

/** What a feed holds, before it is written in a format. Texts are those of strangers. */
export const feedContent = z.object({
  id: z.string(),
  title: z.string(),
  /** The search in the web. */
  homeUrl: z.string(),
  /** Since when it has held this. */
  changedAt: z.date(),
  /** Of all that it holds. */
  digest: z.string(),
  entries: z.array(
    z.object({
      /** Of the link. */
      id: z.string(),
      title: z.string(),
      url: z.string(),
      /** The page of its newest copy; null while there is none. */
      snapshotUrl: z.string().nullable(),
      summary: z.string(),
      tags: z.array(z.string()),
      addedAt: z.string(),
      updatedAt: z.string(),
    }),
  ),
})
export type FeedContent = z.output<typeof feedContent>
