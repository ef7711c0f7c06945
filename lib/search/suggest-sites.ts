// Sites that begin as the word being typed does.
import type { Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { foldCase } from './tokenize.ts'

/** Hosts in their order, each found behind the one before: the index is asked once for each, however many links it has. */
export async function suggestSites(
  tx: Tx,
  libraryId: string,
  word: string,
  limit: number,
): Promise<string[]> {
  const wanted = foldCase(word).replace(/^www\./, '')
  if (!/^[\p{L}\p{N}]/u.test(wanted)) return []
  const next = (than: ReturnType<typeof sql>) => sql`
    (SELECT l."site" FROM "Link" l WHERE l."libraryId" = ${libraryId}::uuid AND ${than} ORDER BY l."site" LIMIT 1)`
  const rows = await tx.$queryRaw<{ site: string }[]>(sql`
    WITH RECURSIVE sites AS (
      SELECT ${next(sql`l."site" >= ${wanted}`)} AS site
      UNION ALL
      SELECT ${next(sql`l."site" > sites.site`)} FROM sites WHERE starts_with(sites.site, ${wanted})
    )
    SELECT site FROM sites WHERE starts_with(site, ${wanted}) LIMIT ${limit}::int`)
  return rows.map(({ site }) => site)
}
