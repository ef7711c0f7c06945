// The same articles in SQLite: LIKE over the rows, and its own index of trigrams (FTS5), which knows no two characters.
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { COUNT_CAP } from '#lib/kernel/limits.ts'
import { articleAt, type Prose } from './corpus.ts'

const ROWS_AT_ONCE = 10_000

export interface Sqlite {
  /** The newest 20 and the capped count by a scan. */
  scan(text: string): void
  countByScan(text: string): void
  /** The best 20 by bm25, and the capped count, of its index. */
  ranked(text: string): void
  countByIndex(text: string): void
  close(): void
}

/** Opens the file; without one it is filled first, with the articles that the library of the bench has. */
export function openSqlite(
  file: string,
  prose: Prose,
  { size, meanCharacters }: { size: number; meanCharacters: number },
): Sqlite {
  const isThere = existsSync(file)
  const db = new DatabaseSync(file)
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536')
  if (!isThere) fill(db, prose, size, meanCharacters)
  const holds = `("title" LIKE ?1 OR "url" LIKE ?1 OR "text" LIKE ?1)`
  const newest = db.prepare(`SELECT "id" FROM article WHERE ${holds} ORDER BY "id" DESC LIMIT 20`)
  const capped = (from: string) =>
    db.prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM ${from} LIMIT ${COUNT_CAP + 1})`)
  const scanned = capped(`article WHERE ${holds}`)
  const best = db.prepare(
    'SELECT rowid FROM indexed WHERE indexed MATCH ? ORDER BY bm25(indexed, 10, 1, 1) LIMIT 20',
  )
  const found = capped('indexed WHERE indexed MATCH ?')
  const phrase = (text: string) => `"${text.replaceAll('"', '""')}"`
  return {
    scan(text) {
      newest.all(`%${text}%`)
      scanned.all(`%${text}%`)
    },
    countByScan: (text) => void scanned.all(`%${text}%`),
    ranked: (text) => void best.all(phrase(text)),
    countByIndex: (text) => void found.all(phrase(text)),
    close: () => db.close(),
  }
}

function fill(db: DatabaseSync, prose: Prose, size: number, meanCharacters: number): void {
  db.exec(`CREATE TABLE article ("id" INTEGER PRIMARY KEY, "title" TEXT, "url" TEXT, "text" TEXT);
    CREATE VIRTUAL TABLE indexed USING fts5("title", "url", "text", content = 'article', content_rowid = 'id', tokenize = 'trigram')`)
  const insert = db.prepare('INSERT INTO article VALUES (?, ?, ?, ?)')
  for (let at = 0; at < size; at += ROWS_AT_ONCE) {
    db.exec('BEGIN')
    for (let nth = at; nth < Math.min(size, at + ROWS_AT_ONCE); nth += 1) {
      const { title, url, text } = articleAt(prose, nth, meanCharacters)
      insert.run(nth, title, url, text)
    }
    db.exec('COMMIT')
  }
  db.exec(`INSERT INTO indexed(indexed) VALUES ('rebuild')`)
}
