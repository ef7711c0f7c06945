// How well search answers a gold set of queries: ours beside ILIKE, newest first, and SQLite's FTS5, on the same articles.
// npm run bench:relevance
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openDb, type Db } from '#lib/db/client.ts'
import { startEmbedded } from '#lib/db/embedded.ts'
import { sql } from '#lib/db/sql.ts'
import { prepareDatabase } from '#lib/runtime/prepare-database.ts'
import { fillLibrary } from '#test/relevance/fill-library.ts'
import { ARTICLES, GOLD, judge } from '#test/relevance/gold.ts'

type Engine = (typed: string) => Promise<number[]> | number[]

const ARTICLE_HOST = 'https://article.test/'

/** What is typed, anywhere in title, address or text: the newest first. */
function ilike(db: Db): Engine {
  const places = new Map(ARTICLES.map(({ url }, at) => [url, at]))
  return async (typed) => {
    const pattern = `%${typed}%`
    const rows = await db.$queryRaw<{ url: string }[]>(sql`
      SELECT t."url" FROM "SearchText" t
      WHERE t."title" ILIKE ${pattern} OR t."url" ILIKE ${pattern} OR t."text" ILIKE ${pattern}
      ORDER BY t."linkId" DESC LIMIT 20`)
    return rows.map(({ url }) => places.get(url)!)
  }
}

/** All words as phrases, ranked with the title ten times the text; words of one or two characters fall back to LIKE. */
function fts5(tokenizer: 'trigram' | 'unicode61'): Engine {
  const database = new DatabaseSync(':memory:')
  database.exec(`CREATE VIRTUAL TABLE article USING fts5(title, text, tokenize = '${tokenizer}')`)
  const insert = database.prepare('INSERT INTO article(rowid, title, text) VALUES (?, ?, ?)')
  ARTICLES.forEach(({ title, text }, at) => insert.run(at, title, text))
  const match = database.prepare(
    'SELECT rowid FROM article WHERE article MATCH ? ORDER BY bm25(article, 10, 1) LIMIT 20',
  )
  const like = database.prepare(
    'SELECT rowid FROM article WHERE title LIKE ?1 OR text LIKE ?1 ORDER BY rowid DESC LIMIT 20',
  )
  return (typed) => {
    const words = typed.split(' ')
    const rows =
      tokenizer === 'trigram' && words.every((word) => [...word].length < 3)
        ? like.all(`%${typed}%`)
        : match.all(words.map((word) => `"${word}"`).join(' '))
    return rows.map(({ rowid }) => Number(rowid))
  }
}

const folder = await mkdtemp(join(tmpdir(), 'linkhome-relevance-'))
// The server runs without privileges.
await chmod(folder, 0o755)
const server = await startEmbedded({ dataDir: join(folder, 'postgres'), durable: false })
const db = openDb(server.url)
try {
  await prepareDatabase(server.url)
  const engines: Record<string, Engine> = {
    ours: await fillLibrary(db),
    'ILIKE, newest first': ilike(db),
    'FTS5 trigram, bm25': fts5('trigram'),
    'FTS5 unicode61, bm25': fts5('unicode61'),
  }
  const articles = ARTICLES.filter(({ url }) => url.startsWith(ARTICLE_HOST)).length
  console.log(
    `${GOLD.length} queries, ${ARTICLES.length} documents, ${articles} of them the articles that answer\n`,
  )
  console.log('engine                  MRR    recall@20  CJK precision')
  const byKind: string[] = []
  for (const [name, ask] of Object.entries(engines)) {
    const answers: number[][] = []
    for (const { typed } of GOLD) answers.push(await ask(typed))
    const { mrr, recall, precision } = judge(GOLD, answers)
    console.log(`${name.padEnd(22)}  ${mrr.toFixed(3)}  ${recall.toFixed(3)}      ${precision.toFixed(3)}`)
    for (const kind of new Set(GOLD.map((query) => query.kind))) {
      const places = GOLD.flatMap((query, at) => (query.kind === kind ? [at] : []))
      const of = judge(
        places.map((at) => GOLD[at]!),
        places.map((at) => answers[at]!),
      )
      byKind.push(`${name.padEnd(22)}  ${kind.padEnd(12)}  ${of.mrr.toFixed(3)}  ${of.recall.toFixed(3)}`)
    }
  }
  console.log(`\nengine                  kind          MRR    recall@20\n${byKind.join('\n')}`)
} finally {
  await db.$disconnect()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
