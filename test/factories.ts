// Rows for tests: the smallest that the schema allows, straight into the tables.
import { randomBytes } from 'node:crypto'
import type { Db } from '#lib/db/client.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'

/** A person with a library; both ids. */
export async function makeLibrary(db: Db): Promise<{ userId: string; libraryId: string }> {
  const userId = newId()
  const libraryId = newId()
  const email = `${randomBytes(6).toString('hex')}@example.test`
  await db.user.create({ data: { id: userId, name: '测试', email } })
  await db.library.create({ data: { id: libraryId, ownerId: userId } })
  return { userId, libraryId }
}

/** A link of the library, without a snapshot. */
export async function makeLink(
  db: Db,
  libraryId: string,
  url = `https://example.test/${randomBytes(6).toString('hex')}`,
): Promise<{ linkId: string; url: string }> {
  const linkId = newId()
  await db.link.create({
    data: {
      id: linkId,
      libraryId,
      originalUrl: url,
      canonicalUrl: url,
      canonicalDigest: sha256(url),
      site: new URL(url).hostname,
    },
  })
  return { linkId, url }
}

/** A queued snapshot of a new link, without a job. */
export async function makeSnapshot(
  db: Db,
  libraryId: string,
  given: { linkId: string; url: string } | undefined = undefined,
): Promise<{ snapshotId: string; linkId: string; libraryId: string }> {
  const { linkId, url } = given ?? (await makeLink(db, libraryId))
  const snapshotId = newId()
  await db.snapshot.create({ data: { id: snapshotId, libraryId, linkId, url } })
  return { snapshotId, linkId, libraryId }
}
