// What the library says about a link's words: which other links hold them, and what tags those bear.
import type { Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { libraryLexeme } from '#lib/search/index-document.ts'
import { forgetPrices, tellPrices } from '#lib/search/prepare-search.ts'
import { stem } from '#lib/search/stem.ts'
import { askFor, quoteLexeme } from '#lib/search/lexeme.ts'

/** Links taken for one word, or for the site: of words that more links hold, the number says enough. */
export const LINKS_PER_WORD = 200

export interface TagEvidence {
  /** For each word, links that hold it. */
  linksByGram: Map<string, string[]>
  /** Links of the same site. */
  siteLinks: string[]
  /** Ids of tags, by link. */
  tagsByLink: Map<string, string[]>
  /** Links of the library, counted up to LINKS_PER_WORD. */
  size: number
}

/** A word stands in a text by its stem; a gram that is a stem has none of its own there. */
const formsOf = (gram: string) => [...new Set([gram, stem(gram)])]
/** Documents may be of any tokenizer. */
const asked = (gram: string) => askFor(gram, { vector: 'body', isCurrent: false })

/** Asks the search index; the link itself says nothing. */
export async function readEvidence(
  tx: Tx,
  libraryId: string,
  { linkId, site, grams }: { linkId: string; site: string; grams: readonly string[] },
): Promise<TagEvidence> {
  const own = quoteLexeme(libraryLexeme(libraryId))
  const expressions = grams.map((gram) => `${own} & (${formsOf(gram).map(asked).join(' | ')})`)
  await tellPrices(tx)
  const hits = await tx.$queryRaw<{ gram: string; linkIds: string[] }[]>(sql`
    SELECT f."gram", ARRAY(
      SELECT d."linkId"::text FROM "SearchDocument" d
      WHERE d."bodyVector" @@ f."expression"::tsquery AND d."linkId" <> ${linkId}::uuid
      LIMIT ${LINKS_PER_WORD}::int) AS "linkIds"
    FROM unnest(${[...grams]}::text[], ${expressions}::text[]) AS f("gram", "expression")`)
  await forgetPrices(tx)
  const siteRows = await tx.$queryRaw<{ id: string }[]>(sql`
    SELECT "id"::text FROM "Link" WHERE "libraryId" = ${libraryId}::uuid AND "site" = ${site} AND "id" <> ${linkId}::uuid
    ORDER BY "id" DESC LIMIT ${LINKS_PER_WORD}::int`)
  const siteLinks = siteRows.map(({ id }) => id)
  const linkIds = [...new Set([...siteLinks, ...hits.flatMap((hit) => hit.linkIds)])]
  const pairs = await tx.$queryRaw<{ linkId: string; tagIds: string[] }[]>(sql`
    SELECT "linkId"::text, array_agg("tagId"::text) AS "tagIds" FROM "LinkTag"
    WHERE "linkId" = ANY(${linkIds}::uuid[]) GROUP BY 1`)
  const [counted] = await tx.$queryRaw<{ size: number }[]>(sql`
    SELECT count(*)::int AS "size" FROM (
      SELECT FROM "Link" WHERE "libraryId" = ${libraryId}::uuid LIMIT ${LINKS_PER_WORD}::int) l`)
  return {
    linksByGram: new Map(hits.map((hit) => [hit.gram, hit.linkIds])),
    siteLinks,
    tagsByLink: new Map(pairs.map((pair) => [pair.linkId, pair.tagIds])),
    size: counted?.size ?? 0,
  }
}
