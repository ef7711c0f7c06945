// The chore that lets a better extractor read old snapshots again, from the page that was kept (docs/decisions/019).
import { inTransaction } from '#lib/db/client.ts'
import { lockFront } from '#lib/db/front.ts'
import { listOutdated, replaceWords, saveExtraction, type Outdated } from '#lib/db/outdated-extractions.ts'
import { insertBlobs, type NewArtifact } from '#lib/db/resources.ts'
import { storableLabel } from '#lib/db/storable.ts'
import { EXTRACTOR_VERSION, type Article } from '#lib/extract/article.ts'
import { extractArticle } from '#lib/extract/extract-article.ts'
import { sha256, type Digest } from '#lib/kernel/digest.ts'
import { toAppError } from '#lib/kernel/errors.ts'
import { MAX_EXCERPT_CHARACTERS, MAX_TITLE_CHARACTERS } from '#lib/kernel/limits.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { readAhead } from '#lib/search/read-words-ahead.ts'
import { reindexLink } from '#lib/search/reindex-link.ts'

export type ReextractDeps = Pick<Runtime, 'db' | 'blobs' | 'log'>

/** Pages read in one round: about two seconds of one core a minute, 28,000 pages a day. */
const READ_PER_ROUND = 20
/** A round of pages that are slow to read ends here, and the next one goes on. */
const ROUND_MS = 20_000

/**
 * One round: reads again some snapshots that an older extractor read last. What a round began it ends; many workers
 * may do it at once, the later one of two finds nothing left to write.
 *
 * @returns how many were read
 */
export async function reextractSnapshots(
  deps: ReextractDeps,
  { version = EXTRACTOR_VERSION, limit = READ_PER_ROUND } = {},
): Promise<number> {
  const endMs = performance.now() + ROUND_MS
  let count = 0
  let changed = 0
  for (const outdated of await listOutdated(deps.db, version, limit)) {
    if (performance.now() > endMs) break
    count += 1
    if (await reextract(deps, outdated, version)) changed += 1
  }
  if (count > 0) deps.log.info('snapshots.reextracted', { count, changed, version })
  return count
}

/** Does the page say something else to this extractor? What it finds nothing in keeps the words that it has. */
async function reextract(deps: ReextractDeps, outdated: Outdated, version: number): Promise<boolean> {
  const { db } = deps
  const bytes = await readPage(deps, outdated)
  const article = bytes && (await extractArticle(bytes.toString(), outdated.url))
  if (!article) {
    await inTransaction(db, (tx) => saveExtraction(tx, outdated, version, null))
    return false
  }
  const made = await putWords(deps, outdated, article)
  const ahead = await readAhead(deps.blobs, wordsOf(outdated, made))
  const { linkId } = outdated
  return inTransaction(db, async (tx) => {
    const front = await lockFront(tx, linkId)
    const fields = fieldsOf(outdated, article)
    if (!(await saveExtraction(tx, outdated, version, fields))) return false
    await insertBlobs(
      tx,
      made.map(({ blob }) => blob),
    )
    await replaceWords(
      tx,
      outdated.id,
      made.map(({ words }) => words),
      version,
    )
    if (front?.id === outdated.id) await reindexLink(tx, ahead, linkId)
    return made.length > 0
  })
}

/** Digests of what search will read of it. */
function wordsOf({ artifacts }: Outdated, made: readonly { words: NewArtifact }[]): Digest[] {
  const text = made.find(({ words }) => words.kind === 'text')?.words.digest ?? artifacts.get('text')
  return [text, artifacts.get('visible')].filter((digest) => digest !== undefined)
}

/** A page that is lost or damaged is not asked for at every round; a store that does not answer ends the round. */
async function readPage({ blobs, log }: ReextractDeps, { id, artifacts }: Outdated): Promise<Buffer | null> {
  const page = artifacts.get('page')
  if (page === undefined) return null
  try {
    return await blobs.read(page)
  } catch (error) {
    if (toAppError(error).code !== 'blob_damaged') throw error
    log.warn('snapshot.page_damaged', { snapshotId: id, page })
    return null
  }
}

/** Stores those words that differ from what the snapshot has. */
async function putWords({ blobs }: ReextractDeps, { artifacts }: Outdated, { text, html }: Article) {
  const wanted = [
    { kind: 'text', content: text, contentType: 'text/plain; charset=utf-8' },
    { kind: 'article', content: html, contentType: 'text/html; charset=utf-8' },
  ]
  const differing = wanted.filter(({ kind, content }) => artifacts.get(kind) !== sha256(content))
  return Promise.all(
    differing.map(async ({ kind, content, contentType }) => {
      const blob = await blobs.put(content, { contentType, like: artifacts.get(kind) ?? null })
      const words: NewArtifact = { kind, digest: blob.digest, sizeBytes: blob.sizeBytes, contentType }
      return { blob, words }
    }),
  )
}

const fieldsOf = (outdated: Outdated, article: Article) => ({
  title: storableLabel(article.title ?? outdated.title, MAX_TITLE_CHARACTERS),
  byline: storableLabel(article.byline, MAX_TITLE_CHARACTERS),
  siteName: storableLabel(article.siteName, MAX_TITLE_CHARACTERS),
  excerpt: storableLabel(article.excerpt, MAX_EXCERPT_CHARACTERS),
  lang: storableLabel(article.lang),
  publishedAt: article.publishedAt,
  wordCount: article.wordCount,
  contentDigest: sha256(article.text),
})
