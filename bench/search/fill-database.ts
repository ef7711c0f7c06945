// Fills a library with articles of the bench, by bulk statements and with the product's own tokenizer.
import pg from 'pg'
import { TAGS, articleAt, type Prose } from './corpus.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { newId } from '#lib/kernel/ids.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { lexemesOf } from '#lib/search/index-document.ts'
import { quoteLexeme } from '#lib/search/lexeme.ts'
import { TOKENIZER_VERSION } from '#lib/search/tokenize.ts'

const ROWS_AT_ONCE = 1_000
const FIRST_MS = Date.UTC(2019, 0, 1)
/** A link every three minutes: a million of them take six years. */
const PAUSE_MS = 180_000

const INDEXES_LATER = ['SearchDocument_title', 'SearchDocument_body', 'SearchDocument_libraryId_linkId_idx']

export interface Filled {
  libraryId: string
  /** Links that are there now. */
  links: number
  /** Are the indexes there as well, from an earlier run? */
  isFinished: boolean
  /** Characters of text put in by this call, and the processor's time of cutting them into grams. */
  characters: number
  cutMs: number
}

/** The library of the bench and how many links it has; an earlier run may have left some. */
async function openLibrary(
  client: pg.Client,
): Promise<{ libraryId: string; links: number; tagIds: string[] }> {
  const known = await client.query<{ id: string }>('SELECT "id" FROM "Library" LIMIT 1')
  const libraryId = known.rows[0]?.id ?? newId()
  if (!known.rows[0]) {
    const userId = newId()
    await client.query(
      `INSERT INTO "User" ("id", "name", "email", "updatedAt") VALUES ($1, 'bench', 'bench@a.test', now())`,
      [userId],
    )
    await client.query(`INSERT INTO "Library" ("id", "ownerId") VALUES ($1, $2)`, [libraryId, userId])
    await client.query(
      `INSERT INTO "Tag" ("id", "libraryId", "path", "key")
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])`,
      [TAGS.map(() => newId()), TAGS.map(() => libraryId), TAGS, TAGS.map(tagKey)],
    )
  }
  const tags = await client.query<{ id: string; path: string }>('SELECT "id", "path" FROM "Tag"')
  const idByPath = new Map(tags.rows.map(({ id, path }) => [path, id]))
  const count = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM "Link"')
  return { libraryId, links: count.rows[0]!.count, tagIds: TAGS.map((path) => idByPath.get(path)!) }
}

/** Adds links until there are `size`, or until the time is over: a later call goes on where this one ended. */
export async function fillDatabase(
  url: string,
  prose: Prose,
  { size, meanCharacters, untilMs }: { size: number; meanCharacters: number; untilMs: number },
): Promise<Filled> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // Triggers and foreign keys of a million rows are not what is measured.
  await client.query('SET session_replication_role = replica')
  const { libraryId, links, tagIds } = await openLibrary(client)
  if (links < size) for (const name of INDEXES_LATER) await client.query(`DROP INDEX IF EXISTS "${name}"`)
  const indexes = await client.query<{ name: string }>(
    `SELECT "indexname" AS name FROM "pg_indexes" WHERE "indexname" = ANY($1)`,
    [INDEXES_LATER],
  )
  const isFinished = indexes.rows.length === INDEXES_LATER.length
  const filled: Filled = { libraryId, links, isFinished, characters: 0, cutMs: 0 }
  let writing: Promise<unknown> = Promise.resolve()
  for (let at = links; at < size && performance.now() < untilMs; at += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, size - at) }, (_, nth) => {
      const article = articleAt(prose, at + nth, meanCharacters)
      const createdMs = FIRST_MS + (at + nth) * PAUSE_MS
      return { ...article, linkId: newId(createdMs), createdAt: new Date(createdMs) }
    })
    const before = process.cpuUsage()
    const vectors = rows.map((row) => {
      const tags = row.tags.map((tag) => TAGS[tag]!)
      const { title, body } = lexemesOf({ ...row, libraryId, note: '', tags })
      return { title: vector(title), body: vector(body) }
    })
    filled.cutMs += process.cpuUsage(before).user / 1_000
    filled.characters += rows.reduce((sum, { text, title }) => sum + text.length + title.length, 0)
    await writing
    writing = write(client, libraryId, rows, vectors, tagIds)
    writing.catch(() => {}) // awaited by the next round
    filled.links = at + rows.length
  }
  await writing
  await client.end()
  return filled
}

const vector = (lexemes: readonly string[]) => lexemes.map(quoteLexeme).join(' ')

type Row = ReturnType<typeof articleAt> & { linkId: string; createdAt: Date }

async function write(
  client: pg.Client,
  libraryId: string,
  rows: readonly Row[],
  vectors: readonly { title: string; body: string }[],
  tagIds: readonly string[],
): Promise<void> {
  const ids = rows.map(({ linkId }) => linkId)
  const urls = rows.map(({ url }) => url)
  const sites = rows.map(({ site }) => site)
  await client.query('BEGIN')
  await client.query(
    `INSERT INTO "Link" ("id", "libraryId", "originalUrl", "canonicalUrl", "canonicalDigest", "site", "createdAt", "updatedAt")
     SELECT a.id, $2::uuid, a.url, a.url, a.digest, a.site, a.moment, a.moment
     FROM unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) AS a(id, url, digest, site, moment)`,
    [ids, libraryId, urls, urls.map(sha256), sites, rows.map(({ createdAt }) => createdAt)],
  )
  await client.query(
    `INSERT INTO "SearchDocument" ("linkId", "libraryId", "site", "lang", "titleVector", "bodyVector", "textLength", "tokenizer")
     SELECT a.id, $2::uuid, a.site, a.lang, a.title::tsvector, a.body::tsvector, a.length, $8
     FROM unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[]) AS a(id, site, lang, title, body, length)`,
    [
      ids,
      libraryId,
      sites,
      rows.map(({ lang }) => lang),
      vectors.map(({ title }) => title),
      vectors.map(({ body }) => body),
      rows.map(({ text }) => text.length),
      TOKENIZER_VERSION,
    ],
  )
  await client.query(
    `INSERT INTO "SearchText" ("linkId", "title", "url", "text")
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])`,
    [ids, rows.map(({ title }) => title), urls, rows.map(({ text }) => text)],
  )
  const pairs = rows.flatMap(({ linkId, tags }) => tags.map((tag) => [tagIds[tag]!, linkId] as const))
  await client.query(
    `INSERT INTO "LinkTag" ("tagId", "linkId") SELECT * FROM unnest($1::uuid[], $2::uuid[])`,
    [pairs.map(([tagId]) => tagId), pairs.map(([, linkId]) => linkId)],
  )
  await client.query('COMMIT')
}

/** Makes the indexes that filling left out, as the migrations define them, and what the planner has to know. */
export async function finishDatabase(url: string): Promise<number> {
  const startMs = performance.now()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`SET maintenance_work_mem = '1500MB'`)
  await client.query(
    `CREATE INDEX IF NOT EXISTS "SearchDocument_title" ON "SearchDocument" USING gin ("titleVector") WITH (gin_pending_list_limit = 256)`,
  )
  await client.query(
    `CREATE INDEX IF NOT EXISTS "SearchDocument_libraryId_linkId_idx" ON "SearchDocument" ("libraryId", "linkId" DESC)`,
  )
  await client.query(
    `CREATE INDEX IF NOT EXISTS "SearchDocument_body" ON "SearchDocument" USING gin ("bodyVector") WITH (gin_pending_list_limit = 1024)`,
  )
  await client.query(
    `UPDATE "Tag" t SET "linkCount" = c.n FROM (SELECT "tagId", count(*)::int AS n FROM "LinkTag" GROUP BY 1) c WHERE c."tagId" = t."id"`,
  )
  await client.query('VACUUM ANALYZE')
  await client.end()
  return (performance.now() - startMs) / 1_000
}
