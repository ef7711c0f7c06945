// What the tests of an index share: a database of their own, libraries in it, links with their documents, and searches.
import { afterAll, beforeAll } from 'vitest'
import type { Db } from '#lib/db/client.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import type { SearchIndex } from '#lib/search/postgres-index.ts'
import type { SearchOptions } from '#lib/search/search-index.ts'
import { cloneDatabase, type TestDatabase } from '../database.ts'

export interface GivenLink {
  title?: string
  text?: string
  rest?: string
  code?: string
  url?: string
  site?: string
  lang?: string
  note?: string
  tags?: string[]
  createdAt?: Date
}

export type IndexKit = ReturnType<typeof openIndexKit>

/** Called while tests are being defined: the database is there while they run. */
export function openIndexKit(index: SearchIndex) {
  let database: TestDatabase
  let mine: string
  let clockMs = Date.UTC(2026, 0, 1)

  async function makeLibrary(): Promise<string> {
    const [userId, libraryId] = [newId(), newId()]
    await database.db.user.create({ data: { id: userId, name: 'n', email: `${userId}@a.test` } })
    await database.db.library.create({ data: { id: libraryId, ownerId: userId } })
    return libraryId
  }

  async function tagOf(libraryId: string, path: string): Promise<string> {
    const key = path.toLowerCase()
    const where = { libraryId_key: { libraryId, key } }
    return (
      await database.db.tag.upsert({ where, update: {}, create: { id: newId(), libraryId, path, key } })
    ).id
  }

  /** A link with its search document, a second younger than the one before. */
  async function addLink(libraryId: string, given: GivenLink): Promise<string> {
    clockMs += 1_000
    const createdAt = given.createdAt ?? new Date(clockMs)
    const id = newId(createdAt.getTime())
    const {
      title = '',
      text = '',
      rest = '',
      code = '',
      site = 'a.test',
      lang = null,
      note = '',
      tags = [],
    } = given
    const url = given.url ?? `https://${site}/${id}`
    await database.db.link.create({
      data: {
        id,
        libraryId,
        originalUrl: url,
        canonicalUrl: url,
        canonicalDigest: sha256(url + id),
        site,
        note,
        createdAt,
      },
    })
    for (const path of tags)
      await database.db.linkTag.create({ data: { linkId: id, tagId: await tagOf(libraryId, path) } })
    await index.put(database.db, {
      linkId: id,
      libraryId,
      title,
      url,
      site,
      lang,
      note,
      tags,
      text,
      rest,
      code,
    })
    return id
  }

  async function search(typed: string, options: Partial<SearchOptions> & { libraryId?: string } = {}) {
    const { libraryId = mine, ...rest } = options
    return index.search(database.db, libraryId, parseQuery(typed), {
      order: 'relevance',
      cursor: null,
      limit: 20,
      filters: {},
      ...rest,
    })
  }

  const idsOf = async (typed: string, options: Parameters<typeof search>[1] = {}) =>
    (await search(typed, options)).hits.map((hit) => hit.linkId)

  beforeAll(async () => {
    database = await cloneDatabase()
    mine = await makeLibrary()
  })
  afterAll(() => database.close())
  return {
    index,
    db: (): Db => database.db,
    /** The library that is searched when none is named. */
    mine: () => mine,
    /** The moment of the next link, and much later ones to come. */
    leap: (ms: number) => (clockMs += ms),
    makeLibrary,
    tagOf,
    addLink,
    search,
    idsOf,
  }
}
