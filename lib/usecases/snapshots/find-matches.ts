// Where the words of a search stand within one version.
import { findMatchesInput, textMatches } from '#lib/contract/text-matches.ts'
import { findArtifact } from '#lib/db/resources.ts'
import { findSnapshot } from '#lib/db/snapshots.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { textNeedles } from '#lib/search/text-needles.ts'
import { defineUseCase } from '../define-use-case.ts'
import { viewerOf } from '../viewer.ts'
import { placesInText } from './text-places.ts'

/**
 * The places of the query's words in the text of a version that the actor may see, as far as search reads a text.
 *
 * @throws AppError `not_found`; `artifact_missing` when it has no text
 */
export const findMatches = defineUseCase({
  name: 'snapshots.matches',
  scope: 'public',
  input: findMatchesInput,
  output: textMatches,
  async run({ db, actor, blobs }, { id, q }) {
    await findSnapshot(db, viewerOf(actor), id)
    const read = async (kind: 'text' | 'article') => {
      const artifact = await findArtifact(db, id, kind)
      const bytes = artifact && (await blobs.read(artifact.blobDigest))
      if (artifact && !bytes) throw new Error(`the blob ${artifact.blobDigest} has a row and no bytes`)
      return bytes ? bytes.toString('utf8') : null
    }
    const text = await read('text')
    if (text === null) throw new AppError('artifact_missing')
    return placesInText(text, textNeedles(parseQuery(q)), async () => (await read('article')) ?? '')
  },
})
