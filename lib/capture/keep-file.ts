// The file that a capture's navigation led to, as it is kept: with a document that shows it.
import { showFile } from './capture-file.ts'
import type { CapturedExchange } from './capture.ts'
import { exchangesOf, type Captured, type Session } from './capture-session.ts'
import { UNKNOWN_STRUCTURE } from './page-structure.ts'

/** Null when the navigation led to no file, or nothing of it came. */
export async function keepFile(session: Session): Promise<Captured | null> {
  const { stages, signal } = session
  const taken = await session.files.taking()
  signal.throwIfAborted()
  if (!taken || (taken.sizeBytes === 0 && taken.cutShort !== null)) return null
  stages.enter('freezing')
  const shown = await showFile(session, taken)
  const { digest, sizeBytes } = taken
  // To the browser the navigation failed: it never saw what was taken from it.
  const isOfFile = ({ url, resourceType }: CapturedExchange) =>
    url === taken.url && resourceType === 'document'
  const exchanges = exchangesOf(session).map((one) =>
    isOfFile(one) ? { ...one, digest, sizeBytes, failure: null } : one,
  )
  stages.enter('storing')
  return {
    ...shown,
    finalUrl: taken.url,
    httpStatus: taken.status,
    contentType: taken.headers['content-type'] ?? null,
    resources: exchanges.filter(({ digest, failure }) => digest !== null || failure !== null),
    exchanges,
    structure: UNKNOWN_STRUCTURE,
    interventions: [],
    cutShort: taken.cutShort,
  }
}
