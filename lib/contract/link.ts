// Link: a URL that a user keeps, with its tags and its snapshot in front.
import { z } from 'zod'
import { MAX_LINKS_PER_SUBMIT, MAX_QUERY_CHARACTERS } from '#lib/kernel/limits.ts'
import { entityId, noteText, pageInput, pageOf, tagPaths, titleText, urlText, visibility } from './fields.ts'
import { captureOptions } from './capture-options.ts'
import { snapshotStatus, snapshotView } from './snapshot.ts'
import { textMatches } from './text-matches.ts'

/** A piece of text cut around what was searched: marks are [start, end) in UTF-16 units of `text`. */
export const highlight = z.object({
  field: z.enum(['title', 'text', 'code', 'url', 'note', 'tag']),
  text: z.string(),
  marks: z.array(z.tuple([z.number().int(), z.number().int()])),
})
export type Highlight = z.infer<typeof highlight>

/** How another address of a link is known: by the table of hosts, because it led there, or because its page names it. */
export const addressSource = z.enum(['host', 'redirect', 'canonical'])
export type AddressSource = z.infer<typeof addressSource>

export const linkTagView = z.object({ id: z.string(), path: z.string(), color: z.string().nullable() })

export const linkView = z
  .object({
    id: z.string(),
    url: z.string(),
    canonicalUrl: z.string(),
    site: z.string(),
    /** The user's title, else the front snapshot's, else null. */
    title: z.string().nullable(),
    /** The user's own title alone. */
    ownTitle: z.string().nullable(),
    note: z.string(),
    visibility,
    tags: z.array(linkTagView),
    /** Other addresses that find it; told to its owner where one link is asked for. */
    addresses: z.array(z.object({ url: z.string(), source: addressSource })).optional(),
    createdAt: z.string(),
    updatedAt: z.string(),
    /** The good copy in front; null while there is none. */
    snapshot: snapshotView.nullable(),
    /** The newest version when it is not the one in front: queued, running, failed, or not worth the front. */
    latest: snapshotView.nullable(),
    highlights: z.array(highlight).optional(),
    /** Beside `highlights`, of the article alone. */
    matches: textMatches.optional(),
  })
  .meta({ id: 'Link' })
export type LinkView = z.output<typeof linkView>

/** A query as it was understood: canonical spelling, and its conditions one by one. */
export const queryView = z
  .object({
    text: z.string(),
    parts: z.array(
      z.object({
        kind: z.enum(['word', 'phrase', 'field']),
        /** `tag`, `site`, ...; null for words and phrases. */
        field: z
          .enum(['tag', 'site', 'url', 'title', 'code', 'lang', 'before', 'after', 'is', 'in', 'has'])
          .nullable(),
        value: z.string(),
        isNegated: z.boolean(),
        /** The query without this part, as it would be typed. */
        without: z.string(),
      }),
    ),
  })
  .meta({ id: 'Query' })

export const linkPage = pageOf(linkView)
  .extend({
    /** Only when `q` says something. */
    query: queryView.optional(),
    /** Only when `q` itself finds nothing, and these links were found by something else. */
    fallback: z
      .object({ kind: z.enum(['all_words', 'some_words', 'pinyin', 'spelling']), text: z.string() })
      .optional(),
  })
  .meta({ id: 'LinkPage' })
export type LinkPage = z.output<typeof linkPage>

export const searchSort = z.enum(['relevance', 'newest', 'oldest'])

export const linkIdInput = z.strictObject({ id: entityId })

export const listLinksInput = z.strictObject({
  q: z.string().max(MAX_QUERY_CHARACTERS).optional(),
  /** Tag path; its children are included. Several, separated by commas, must all be there. */
  tag: z.string().max(1_000).optional(),
  site: z.string().max(253).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  status: snapshotStatus.optional(),
  visibility: visibility.optional(),
  sort: searchSort.optional(),
  ...pageInput,
})
export type ListLinksInput = z.input<typeof listLinksInput>

export const updateLinkInput = z.strictObject({
  id: entityId,
  title: titleText.nullable().optional(),
  note: noteText.optional(),
  visibility: visibility.optional(),
  tags: tagPaths.optional(),
})

/** `POST /links`: the same door as `POST /snapshots`, answering with the link. */
export const createLinkInput = z.strictObject({
  url: urlText,
  tags: tagPaths.default([]),
  title: titleText.optional(),
  note: noteText.optional(),
  visibility: visibility.optional(),
  capture: captureOptions.optional(),
})

/** Several links at once, each accepted or refused by itself. */
export const submitManyInput = z.strictObject({
  urls: z.array(z.string()).min(1, 'required').max(MAX_LINKS_PER_SUBMIT, 'too_many'),
  tags: tagPaths.default([]),
  capture: captureOptions.optional(),
})
export const submitManyResult = z.object({
  results: z.array(
    z.union([
      z.object({ url: z.string(), snapshot: snapshotView, isNewLink: z.boolean() }),
      z.object({ url: z.string(), error: z.object({ code: z.string(), message: z.string() }) }),
    ]),
  ),
})

export const lookupInput = z.strictObject({ url: urlText })

/** Links that hold nearly the same article: reposts of it, or what it was reposted from. */
export const sameArticles = z
  .object({
    items: z.array(
      z.object({
        link: linkView,
        /** From 0 to 1: how much alike the texts are. */
        likeness: z.number(),
      }),
    ),
  })
  .meta({ id: 'SameArticles' })
export type SameArticles = z.output<typeof sameArticles>
