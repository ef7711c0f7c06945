// What the index of articles as long as the median of those that people keep takes, whatever the bench is filled with.
import pg from 'pg'
import { openDb } from '#lib/db/client.ts'
import { prepareDatabase } from '#lib/runtime/prepare-database.ts'
import type { Prose } from './corpus.ts'
import { fillDatabase, finishDatabase, type Filled } from './fill-database.ts'
import { printSizes } from './measure.ts'

/** Between three tenths of it and seventeen, evenly spread. */
const MEDIAN_CHARACTERS = 2_500
/** From here on the shares change little. */
const LINKS = 6_000
const DATABASE = 'median'

/** The processor's time of cutting texts into grams. */
export function printCutting({ links, characters, cutMs }: Filled): void {
  if (characters > 0)
    console.log(
      `${links} links; grams of ${(characters / 1e6).toFixed(1)} M characters in ${(cutMs / 1_000).toFixed(1)} s of a processor`,
    )
}

/** Fills a database of its own beside the bench's, where an earlier run has left none, and prints its sizes. */
export async function measureMedian(benchUrl: string, prose: Prose): Promise<void> {
  const client = new pg.Client({ connectionString: benchUrl })
  await client.connect()
  const known = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
  if (known.rowCount === 0) await client.query(`CREATE DATABASE "${DATABASE}"`)
  await client.end()
  const url = new URL(benchUrl)
  url.pathname = DATABASE
  await prepareDatabase(url.href)
  const filled = await fillDatabase(url.href, prose, {
    size: LINKS,
    meanCharacters: MEDIAN_CHARACTERS,
    untilMs: Number.POSITIVE_INFINITY,
  })
  if (!filled.isFinished) await finishDatabase(url.href)
  console.log(`of ${MEDIAN_CHARACTERS} characters:`)
  printCutting(filled)
  const db = openDb(url.href, { poolSize: 1 })
  await printSizes(db)
  await db.$disconnect()
}
