// Writes what search reads: two sets of grams for a link, and the text that hits are verified and cut from.
import type { DbOrTx } from '#lib/db/client.ts'
import { sql, type Sql } from '#lib/db/sql.ts'
import { storable } from '#lib/db/storable.ts'
import { MAX_INDEX_CHARACTERS } from '#lib/kernel/limits.ts'
import { lexemeOf, type VectorOf } from './lexeme.ts'
import { addressMarks, documentMarks } from './marks.ts'
import { CJK, TOKENIZER_VERSION, tokenizeCode, tokenizeStems, tokenizeText } from './tokenize.ts'

/** A tsvector holds 1 MiB of lexemes (PostgreSQL 18, MAXSTRPOS). */
const MAX_VECTOR_BYTES = 1_000_000

export interface SearchableLink {
  linkId: string
  libraryId: string
  /** The title shown: the user's own, else the snapshot's, else ''. */
  title: string
  url: string
  /** As `url`, when it is left out. */
  canonicalUrl?: string
  /** Host without "www.", lower case. */
  site: string
  lang: string | null
  note: string
  /** Paths of the tags that the link has in this transaction. */
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

const CJK_CHARACTER = new RegExp(`^[${CJK}]$`, 'v')

/**
 * Each gram once. The last character of a run is asked for as the beginning of a gram, so it stands alone only where no
 * pair begins with it: a twentieth of all grams need not be there.
 */
function distinctGrams(gramsOfTexts: readonly string[][]): string[] {
  const grams: string[] = []
  const lasts: string[] = []
  const begun = new Set<string>()
  for (const gram of new Set(gramsOfTexts.flat())) {
    if (gram.length === 1 && CJK_CHARACTER.test(gram)) lasts.push(gram)
    else {
      grams.push(gram)
      begun.add(gram[0]!)
    }
  }
  return [...grams, ...lasts.filter((character) => !begun.has(character))]
}

/** The marks, and the lexemes of the grams as far as there is room for them. */
function distinctLexemes(
  vector: VectorOf,
  marks: readonly string[],
  gramsOfTexts: readonly string[][],
): string[] {
  const lexemes = [...marks]
  let bytes = marks.reduce((sum, lexeme) => sum + Buffer.byteLength(lexeme), 0)
  for (const gram of distinctGrams(gramsOfTexts)) {
    const lexeme = lexemeOf(gram, vector)
    bytes += Buffer.byteLength(lexeme)
    if (bytes > MAX_VECTOR_BYTES) break
    lexemes.push(lexeme)
  }
  return lexemes
}

/**
 * The lexemes of a link's two vectors. Words in every form stand in that of the title, where the beginning of one is looked
 * for, and among the marks of the address; of all else there are stems.
 */
export function lexemesOf(link: SearchableLink): { title: string[]; body: string[] } {
  const { libraryId, title, tags, site, url, canonicalUrl = url, note, text, rest = '', code = '' } = link
  const marks = [libraryLexeme(libraryId), ...documentMarks(link)]
  return {
    title: distinctLexemes('title', marks, [title, ...tags, site].map(tokenizeText)),
    body: distinctLexemes(
      'body',
      [...new Set([...marks, ...addressMarks([url, canonicalUrl])])],
      [...[title, ...tags, url, note, text, rest].map(tokenizeStems), tokenizeCode(code)],
    ),
  }
}

// Stripped vectors: positions would only cost storage, phrases are verified on the text.
function vector(lexemes: string[]): Sql {
  return sql`array_to_tsvector(${lexemes}::text[])`
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
  const { title, body } = lexemesOf({ ...link, text, rest, code })
  await tx.$executeRaw(sql`
    INSERT INTO "SearchDocument"
      ("linkId", "libraryId", "site", "lang", "titleVector", "bodyVector", "textLength", "tokenizer")
    VALUES (${link.linkId}::uuid, ${link.libraryId}::uuid, ${link.site}, ${link.lang},
      ${vector(title)}, ${vector(body)}, ${text.length}, ${tokenizer})
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
