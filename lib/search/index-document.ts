// Writes what search reads: two sets of grams for a link, and the text that hits are verified and cut from.
import type { DbOrTx } from '#lib/db/client.ts'
import { sql, type Sql } from '#lib/db/sql.ts'
import { storable } from '#lib/db/storable.ts'
import { MAX_INDEX_CHARACTERS } from '#lib/kernel/limits.ts'
import { TOKENIZER_VERSION, tokenizeCode, tokenizeText } from './tokenize.ts'

/** A tsvector holds 1 MiB of lexemes (PostgreSQL 18, MAXSTRPOS); the rest is room for the library's own lexeme. */
const MAX_VECTOR_BYTES = 1_000_000

export interface SearchableLink {
  linkId: string
  libraryId: string
  /** The title shown: the user's own, else the snapshot's, else ''. */
  title: string
  url: string
  /** Host without "www.", lower case. */
  site: string
  lang: string | null
  note: string
  /** Tag paths. */
  tags: readonly string[]
  /** Text of the article; '' while there is no snapshot. Beyond 200,000 characters it is not found. */
  text: string
  /** What else could be seen on the page. It is found, and ranks least. */
  rest?: string
  /** The blocks of code of the text alone. */
  code?: string
}

/** The lexeme that stands in every vector of a library, so that the index itself keeps libraries apart. */
export function libraryLexeme(libraryId: string): string {
  return `@l:${libraryId}`
}

export function distinctGrams(texts: readonly string[], first: string, code = ''): string[] {
  const grams = new Set([first])
  let bytes = 0
  for (const some of [...texts.map(tokenizeText), tokenizeCode(code)]) {
    for (const gram of some) {
      if (grams.has(gram)) continue
      bytes += Buffer.byteLength(gram)
      if (bytes > MAX_VECTOR_BYTES) return [...grams]
      grams.add(gram)
    }
  }
  return [...grams]
}

// Stripped vectors: positions would only cost storage, phrases are verified on the text.
function vector(grams: string[]): Sql {
  return sql`array_to_tsvector(${grams}::text[])`
}

/**
 * Makes a link findable, or findable by its new words: call it in the transaction that adds the link, edits it, or
 * brings a snapshot to its front. Everything is written anew; nothing of an earlier call stays.
 *
 * @param tokenizer  an older version, where texts of the copy are not all known: the chore then indexes the link again
 */
export async function indexDocument(
  tx: DbOrTx,
  link: SearchableLink,
  tokenizer = TOKENIZER_VERSION,
): Promise<void> {
  const text = storable(link.text, MAX_INDEX_CHARACTERS)
  const rest = storable(link.rest ?? '')
  const code = storable(link.code ?? '', MAX_INDEX_CHARACTERS)
  const marker = libraryLexeme(link.libraryId)
  const titleGrams = distinctGrams([link.title, ...link.tags, link.site], marker)
  const bodyGrams = distinctGrams([link.title, ...link.tags, link.url, link.note, text, rest], marker, code)
  await tx.$executeRaw(sql`
    INSERT INTO "SearchDocument"
      ("linkId", "libraryId", "site", "lang", "titleVector", "bodyVector", "textLength", "tokenizer")
    VALUES (${link.linkId}::uuid, ${link.libraryId}::uuid, ${link.site}, ${link.lang},
      ${vector(titleGrams)}, ${vector(bodyGrams)}, ${text.length}, ${tokenizer})
    ON CONFLICT ("linkId") DO UPDATE SET "site" = EXCLUDED."site", "lang" = EXCLUDED."lang",
      "titleVector" = EXCLUDED."titleVector", "bodyVector" = EXCLUDED."bodyVector",
      "textLength" = EXCLUDED."textLength", "tokenizer" = EXCLUDED."tokenizer"`)
  await tx.$executeRaw(sql`
    INSERT INTO "SearchText" ("linkId", "title", "url", "text", "rest", "code")
    VALUES (${link.linkId}::uuid, ${storable(link.title)}, ${storable(link.url)}, ${text}, ${rest}, ${code})
    ON CONFLICT ("linkId") DO UPDATE SET "title" = EXCLUDED."title", "url" = EXCLUDED."url",
      "text" = EXCLUDED."text", "rest" = EXCLUDED."rest", "code" = EXCLUDED."code"`)
}

/** Takes a link out of search. A deleted link leaves by itself: its rows go with it. */
export async function removeDocument(tx: DbOrTx, linkId: string): Promise<void> {
  await tx.$executeRaw(sql`DELETE FROM "SearchDocument" WHERE "linkId" = ${linkId}::uuid`)
}
