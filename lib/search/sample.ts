// A sample of all documents, and which of them hold a lexeme. It tells what share of all links hold words together, which the
// planner's statistics cannot: pairs of one word stand together, the words of one language do, tags of one thing.
import { inTransaction, type Db, type Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'

/** Of fewer documents the index counts what there is in less time than it takes to look here. */
export const SAMPLED_FROM = 20_000
/** Documents of a sample: as many blocks, taken at random, as should hold them. */
const SAMPLE_SIZE = 2_000
/** Longer ones are fewer: it takes a second for a million characters. */
const MAX_CHARACTERS = 5_000_000
/** What fewer of them hold is not kept: nothing could be told from it. */
const MIN_HOLDERS = 10

/**
 * Takes the sample anew, where there are enough documents for it.
 *
 * @returns how many documents are in it
 */
export function takeSample(db: Db, { from = SAMPLED_FROM, size = SAMPLE_SIZE } = {}): Promise<number> {
  return inTransaction(db, async (tx) => {
    const [{ documents } = { documents: 0 }] = await tx.$queryRaw<{ documents: number }[]>(
      sql`SELECT "reltuples"::float8 AS "documents" FROM pg_class WHERE "oid" = '"SearchDocument"'::regclass`,
    )
    // Of two workers, one waits for the other.
    await tx.$executeRaw(sql`LOCK TABLE "SearchSample" IN SHARE ROW EXCLUSIVE MODE`)
    await tx.$executeRaw(sql`DELETE FROM "SearchSample"`)
    if (documents < from) return 0
    // Lexemes by the hundred thousand are grouped.
    await tx.$queryRaw(sql`SELECT set_config('work_mem', '128MB', true)`)
    await tx.$executeRaw(sql`
      WITH sampled AS MATERIALIZED (
        SELECT (row_number() OVER ())::int - 1 AS "place", "bodyVector"
        FROM (
          SELECT d."bodyVector", sum(d."textLength") OVER (ORDER BY md5(d."linkId"::text)) AS "characters"
          FROM "SearchDocument" d TABLESAMPLE SYSTEM (${Math.min(100, (100 * size) / documents)}::real) REPEATABLE (0)
        ) AS mixed WHERE "characters" <= ${MAX_CHARACTERS}::int
      ), held AS (
        SELECT "lexeme", array_agg("place") AS "places"
        FROM sampled, unnest(array_append(tsvector_to_array("bodyVector"), '')) AS "lexeme"
        GROUP BY "lexeme" HAVING count(*) >= ${MIN_HOLDERS}::int
      )
      INSERT INTO "SearchSample" ("lexeme", "holders")
      SELECT "lexeme", (SELECT bit_or(set_bit("none", "at", 1)) FROM unnest("places") AS "at")
      FROM held, (SELECT repeat('0', count(*)::int)::varbit AS "none" FROM sampled OFFSET 0) AS empty`)
    const [{ size: taken } = { size: 0 }] = await tx.$queryRaw<{ size: number }[]>(
      sql`SELECT length("holders") AS "size" FROM "SearchSample" WHERE "lexeme" = ''`,
    )
    return taken
  })
}

/** Of an expression of tsquery: its lexemes, as they are within quotes, beginnings, and operators. */
const TOKEN = /'((?:[^'\\]|''|\\\\)*)'(:\*)?|[&|!()]/g

/** What a sample says of an expression: of so many documents of it, it is true of so many. */
export interface Sampled {
  holders: number
  documents: number
}

/**
 * How many links should there be, and how many at least: three deviations less, of a sample of which so many hold it by
 * chance. Of too few it says nothing.
 */
export function expectedOf(
  { holders, documents }: Sampled,
  links: number,
): { expected: number; least: number } {
  const of = (count: number) => (count * links) / documents
  return {
    expected: of(holders),
    least: holders < MIN_HOLDERS ? 0 : of(holders - 3 * Math.sqrt(holders)),
  }
}

/**
 * What the sample says of an expression of tsquery; null where there is no sample, or where it does not tell: beginnings of
 * lexemes are not looked for.
 */
export async function askSample(tx: Tx, expression: string): Promise<Sampled | null> {
  const tokens = [...expression.matchAll(TOKEN)]
  if (tokens.some(([, , isBegun]) => isBegun)) return null
  const lexemeIn = (quoted: string) => quoted.replace(/''|\\\\/g, (twice) => twice[0]!)
  const lexemes = tokens.flatMap(([, quoted]) => (quoted === undefined ? [] : lexemeIn(quoted)))
  const rows = await tx.$queryRaw<{ lexeme: string; holders: string }[]>(
    sql`SELECT "lexeme", "holders"::text FROM "SearchSample" WHERE "lexeme" = ANY(${['', ...lexemes]}::text[])`,
  )
  const held = new Map(rows.map(({ lexeme, holders }) => [lexeme, BigInt(`0b${holders}`)]))
  const all = held.get('')
  if (all === undefined) return null
  let at = 0
  const operand = (): bigint => {
    const [sign, quoted] = tokens[at++] ?? ['']
    if (quoted !== undefined) return held.get(lexemeIn(quoted)) ?? 0n
    if (sign === '!') return all & ~operand()
    const inside = alternatives()
    at += 1
    return inside
  }
  const together = (): bigint => {
    let found = operand()
    for (; tokens[at]?.[0] === '&';) {
      at += 1
      found &= operand()
    }
    return found
  }
  const alternatives = (): bigint => {
    let found = together()
    for (; tokens[at]?.[0] === '|';) {
      at += 1
      found |= together()
    }
    return found
  }
  return { holders: countBits(alternatives()), documents: countBits(all) }
}

const countBits = (bits: bigint) => bits.toString(2).replaceAll('0', '').length
