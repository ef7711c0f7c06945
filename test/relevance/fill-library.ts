// Puts the corpus of the gold set into a library of its own.
import { inTransaction, type Db } from '#lib/db/client.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'
import { indexDocument } from '#lib/search/index-document.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { searchLinks } from '#lib/search/search-index.ts'
import { makeLibrary } from '../factories.ts'
import { ARTICLES } from './gold.ts'

const START_MS = Date.UTC(2026, 0, 1)
const AN_HOUR_MS = 3_600_000

/** @returns how the product's search answers: the places of its first twenty hits */
export async function fillLibrary(db: Db): Promise<(typed: string) => Promise<number[]>> {
  const { libraryId } = await makeLibrary(db)
  const places = new Map<string, number>()
  await inTransaction(db, async (tx) => {
    for (const [at, { title, text, url }] of ARTICLES.entries()) {
      const addedMs = START_MS + at * AN_HOUR_MS
      const linkId = newId(addedMs)
      const site = new URL(url).hostname
      places.set(linkId, at)
      await tx.link.create({
        data: {
          id: linkId,
          libraryId,
          title,
          originalUrl: url,
          canonicalUrl: url,
          canonicalDigest: sha256(url),
          site,
          createdAt: new Date(addedMs),
        },
      })
      await indexDocument(tx, { linkId, libraryId, title, text, url, site, lang: 'zh', note: '', tags: [] })
    }
  })
  return async (typed) => {
    const options = { order: 'relevance', cursor: null, limit: 20, filters: {} } as const
    const { hits } = await searchLinks(db, libraryId, parseQuery(typed), options)
    return hits.map(({ linkId }) => places.get(linkId)!)
  }
}
