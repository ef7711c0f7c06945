// What searching costs, class by class, beside ILIKE on the same rows and SQLite on the same articles, in the same run.
// npm run bench:search -- --size 100000 [--folder <texts>] [--characters 1000] [--keep <folder>] [--minutes 9] [--sqlite] [--only tags]
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openDb, type Db } from '#lib/db/client.ts'
import { startEmbedded } from '#lib/db/embedded.ts'
import { sql } from '#lib/db/sql.ts'
import { takeSample } from '#lib/search/sample.ts'
import { prepareDatabase } from '#lib/runtime/prepare-database.ts'
import { measureBesideOthers } from './search/beside-others.ts'
import { readProse } from './search/corpus.ts'
import { fillDatabase, finishDatabase } from './search/fill-database.ts'
import {
  measureFacets,
  measureFeeds,
  measureManyAtOnce,
  measurePages,
  measureSuggestions,
  measureTagPairs,
  printSizes,
  summary,
  SUMMARY_HEAD,
} from './search/measure.ts'
import { measureMedian, printCutting } from './search/median.ts'
import { type Cost } from './search/processor.ts'
import { openSqlite } from './search/sqlite.ts'
import { followedOf, queriesOf, typedOf, WORD_CLASSES } from './search/queries.ts'

const { values: flags } = parseArgs({
  options: {
    size: { type: 'string', default: '10000' },
    characters: { type: 'string', default: '800' },
    folder: { type: 'string' },
    keep: { type: 'string' },
    minutes: { type: 'string', default: '60' },
    only: { type: 'string' },
    sqlite: { type: 'boolean', default: false },
  },
})
const size = Number(flags.size)
const untilMs = performance.now() + Number(flags.minutes) * 60_000

const prose = readProse(flags.folder ?? null)
const folder = flags.keep ?? (await mkdtemp(join(tmpdir(), 'linkhome-bench-search-')))
await mkdir(folder, { recursive: true })
// The server runs without privileges.
await chmod(folder, 0o755)
const server = await startEmbedded({ dataDir: join(folder, 'postgres'), durable: false })
/** One connection, whose backend is watched. */
const db = openDb(server.url, { poolSize: 1, statementTimeoutMs: 300_000 })
try {
  await prepareDatabase(server.url)
  const filled = await fillDatabase(server.url, prose, {
    size,
    meanCharacters: Number(flags.characters),
    untilMs,
  })
  printCutting(filled)
  if (filled.links < size) console.log('time is over: the next run goes on')
  else {
    if (!filled.isFinished)
      console.log(`indexes and statistics: ${(await finishDatabase(server.url)).toFixed(0)} s`)
    await takeSample(db)
    await measure(db, filled.libraryId)
  }
} finally {
  await db.$disconnect()
  await server.stop()
  if (!flags.keep) await rm(folder, { recursive: true, force: true })
}

async function measure(db: Db, libraryId: string): Promise<void> {
  const [{ pid } = { pid: 0 }] = await db.$queryRaw<{ pid: number }[]>(sql`SELECT pg_backend_pid() AS pid`)
  const bench = { db, url: server.url, libraryId, pid }
  const classes = Object.fromEntries(
    Object.entries(queriesOf(prose, size)).filter(([kind]) => !flags.only || kind.includes(flags.only)),
  )
  const { newest, count, ranked } = await measurePages(bench, classes)
  const faceted = await measureFacets(bench, classes)
  const pairs = await measureTagPairs(bench)
  const feeds = await measureFeeds(bench, followedOf(prose, size))
  const typing = await measureSuggestions(bench, typedOf(prose))
  console.log(`\n${SUMMARY_HEAD}`)
  for (const [name, kinds] of [
    ['words', WORD_CLASSES],
    ['all', Object.keys(classes)],
  ] as const) {
    const of = (costs: readonly (Cost & { kind: string })[]) =>
      costs.filter(({ kind }) => kinds.includes(kind))
    console.log(summary(`newest page, count: ${name}`, of(newest)))
    console.log(summary(`capped count alone: ${name}`, of(count)))
    console.log(summary(`ranked page, count: ${name}`, of(ranked)))
  }
  console.log(summary('facets', faceted))
  console.log(summary('two-tag page, count', pairs.counted))
  console.log(summary('two-tag page alone', pairs.alone))
  console.log(summary('feeds', feeds))
  console.log(summary('as you type', typing))
  const sqlite = flags.sqlite
    ? openSqlite(join(folder, 'sqlite.db'), prose, { size, meanCharacters: Number(flags.characters) })
    : null
  await measureBesideOthers(bench, classes, sqlite)
  sqlite?.close()
  await printSizes(db)
  if (flags.only) return
  await measureMedian(server.url, prose)
  await measureManyAtOnce(bench, classes, 200)
}
