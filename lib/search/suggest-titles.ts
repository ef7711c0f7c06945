// Titles that hold the words typed so far, the last of them perhaps only begun.
import type { Highlight } from '#lib/contract/link.ts'
import type { Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { highlight } from './highlight.ts'
import { libraryLexeme } from './index-document.ts'
import { newestWithTitle } from './matches.ts'
import { readStanding } from './prepare-search.ts'
import { beginningNeedle, exactNeedle, type Needle } from './needle.ts'
import { askFor, quoteLexeme } from './lexeme.ts'
import { fold, normalize, pairs, plainWord, segments } from './tokenize.ts'

/** Tags and sites stand in the same vector: so many titles are read for each one that is offered. */
const CANDIDATES_PER_TITLE = 4
/** Letters from which on the beginning of a word is looked for: with fewer, it is in every other title. */
const MIN_LETTERS = 2

export interface SuggestedTitle extends Omit<Highlight, 'field'> {
  linkId: string
  /** The version that shows it, or the one that is being made. */
  snapshotId: string | null
}

/** What the index is asked, and what must then stand in the title; null when there is nothing to ask for. */
function termsOfTyped(typed: string, isCurrent: boolean): { expression: string; needles: Needle[] } | null {
  const text = normalize(typed)
  const parts = [...segments(text)]
  const last = parts.at(-1)
  if (!last || (parts.length === 1 && last.kind === 'word' && last.text.length < MIN_LETTERS)) return null
  const isBegun = text.endsWith(last.text)
  const ofTitle = { vector: 'title', isCurrent } as const
  const grams: string[] = []
  const needles: Needle[] = []
  for (const part of parts) {
    const isOpen = isBegun && part === last
    const folded = fold(part.text)
    needles.push(isOpen ? beginningNeedle(folded) : exactNeedle(folded))
    if (part.kind === 'word') grams.push(askFor(plainWord(part.text), { ...ofTitle, isBegun: isOpen }))
    else {
      const pieces = pairs(part.text)
      const asked = pieces.length === 1 ? pieces : pieces.slice(0, -1)
      grams.push(...asked.map((gram) => askFor(gram, { ...ofTitle, isBegun: pieces.length === 1 })))
    }
  }
  return { expression: grams.join(' & '), needles }
}

/** Titles of the newest links that have them, with the place of what was typed. */
export async function suggestTitles(
  tx: Tx,
  { libraryId, typed, limit }: { libraryId: string; typed: string; limit: number },
): Promise<SuggestedTitle[]> {
  const { isAlone, marks } = await readStanding(tx)
  const terms = termsOfTyped(typed, marks.ofDocuments)
  if (!terms) return []
  const own = isAlone ? '' : ` & ${quoteLexeme(libraryLexeme(libraryId))}`
  const words = sql`(d."titleVector" @@ ${`${terms.expression}${own}`}::tsquery)`
  const ids = await newestWithTitle(tx, { libraryId, words, limit: limit * CANDIDATES_PER_TITLE })
  const rows = await tx.$queryRaw<{ linkId: string; title: string; snapshotId: string | null }[]>(sql`
    SELECT l."id" AS "linkId", t."title", coalesce(l."frontId",
      (SELECT s."id" FROM "Snapshot" s WHERE s."linkId" = l."id" ORDER BY s."id" DESC LIMIT 1)) AS "snapshotId"
    FROM "Link" l JOIN "SearchText" t ON t."linkId" = l."id"
    WHERE l."id" = ANY(${ids}::uuid[]) AND l."libraryId" = ${libraryId}::uuid ORDER BY l."id" DESC`)
  const found: SuggestedTitle[] = []
  for (const { linkId, title, snapshotId } of rows) {
    const holdsAll = terms.needles.every((needle) => highlight(title, [needle], Infinity))
    const shown = holdsAll && highlight(title, terms.needles, Infinity)
    if (shown && !found.some(({ text }) => text === shown.text)) found.push({ linkId, snapshotId, ...shown })
  }
  return found.slice(0, limit)
}
