// Makes the search document of a link anew, from what its rows and the text of its front version say.
import type { Tx } from '#lib/db/client.ts'
import { findArtifact } from '#lib/db/resources.ts'
import { toAppError } from '#lib/kernel/errors.ts'
import { indexFront } from './index-front.ts'
import type { WordStore } from './read-words-ahead.ts'
import { restOfPage } from './rest-of-page.ts'

/**
 * The text is read from the store: what search has of it is not believed. Text that is lost is searched for as none.
 * Nothing happens when the link is gone.
 *
 * @param blobs  what `readWordsAhead` gave, wherever others may wait for this transaction
 */
export async function reindexLink(tx: Tx, blobs: WordStore, linkId: string): Promise<void> {
  const link = await tx.link.findUnique({ where: { id: linkId }, include: { front: true } })
  if (!link) return
  const { libraryId, front } = link
  const read = async (kind: string) => (front && (await textOf(tx, blobs, front.id, kind))) ?? ''
  const text = await read('text')
  await indexFront(tx, {
    linkId,
    libraryId,
    title: front?.title ?? null,
    lang: front?.lang ?? null,
    text,
    rest: restOfPage(await read('visible'), text),
    html: await read('article'),
  })
}

async function textOf(tx: Tx, blobs: WordStore, snapshotId: string, kind: string): Promise<string | null> {
  const artifact = await findArtifact(tx, snapshotId, kind)
  if (!artifact) return null
  try {
    return (await blobs.read(artifact.blobDigest))?.toString('utf8') ?? null
  } catch (error) {
    if (toAppError(error).code === 'blob_damaged') return null
    throw error
  }
}
