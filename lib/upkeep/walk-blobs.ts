// Walks through store and table side by side, in the order of digests, and holds no more than a page of either.
import type { BlobStore, ListedBlob } from '#lib/blobs/blob-store.ts'
import type { Db } from '#lib/db/client.ts'
import { listBlobs, type BlobRow } from '#lib/db/loose-blobs.ts'
import type { Digest } from '#lib/kernel/digest.ts'

const ROWS_PER_PAGE = 1_000

/** A digest that the table knows, or the store, or both. */
export interface Met {
  digest: Digest
  row: BlobRow | null
  stored: ListedBlob | null
}

/** Everything that exists all the while is met once; what comes or goes in the meantime may be met half. */
export async function* walkBlobs(db: Db, blobs: Pick<BlobStore, 'list'>): AsyncGenerator<Met> {
  const rows = rowsOf(db)
  const listed = blobs.list()[Symbol.asyncIterator]()
  try {
    let [row, stored] = await Promise.all([rows.next(), listed.next()])
    while (!row.done || !stored.done) {
      const first = row.done ? null : row.value
      const second = stored.done ? null : stored.value
      const digest = [first?.digest, second?.digest].filter((one) => one !== undefined).sort()[0] ?? ''
      const met: Met = {
        digest,
        row: first?.digest === digest ? first : null,
        stored: second?.digest === digest ? second : null,
      }
      yield met
      if (met.row) row = await rows.next()
      if (met.stored) stored = await listed.next()
    }
  } finally {
    await Promise.all([rows.return(undefined), listed.return?.()])
  }
}

async function* rowsOf(db: Db): AsyncGenerator<BlobRow, void> {
  for (let after = ''; ;) {
    const page = await listBlobs(db, after, ROWS_PER_PAGE)
    yield* page
    if (page.length < ROWS_PER_PAGE) return
    after = page.at(-1)?.digest ?? ''
  }
}

/** Gathers what comes one by one, so that some of it is done at once. */
export async function* inGroups<T>(source: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const one of source) {
    group.push(one)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
