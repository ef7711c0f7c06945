// Other addresses under which a link is known. They find it; what makes it itself is its canonical address alone.
import { addressSource, type AddressSource } from '#lib/contract/link.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import type { DbOrTx, Tx } from './client.ts'
import type { Link } from './generated/client.ts'

/** The link that has, or is known under, one of these canonical addresses; the earlier ones go first. */
export async function findLinkByAddress(
  db: DbOrTx,
  libraryId: string,
  canonicalUrls: readonly string[],
): Promise<Link | null> {
  const digests = canonicalUrls.map(sha256)
  const links = await db.link.findMany({ where: { libraryId, canonicalDigest: { in: digests } } })
  const own = digests.flatMap(
    (digest) => links.find(({ canonicalDigest }) => canonicalDigest === digest) ?? [],
  )
  if (own[0]) return own[0]
  const addresses = await db.linkAddress.findMany({
    where: { libraryId, digest: { in: digests } },
    include: { link: true },
  })
  const known = digests.flatMap((digest) => addresses.find((address) => address.digest === digest) ?? [])
  return known[0]?.link ?? null
}

/** Other addresses of a link, by address. */
export async function listAddresses(
  db: DbOrTx,
  linkId: string,
): Promise<{ url: string; source: AddressSource }[]> {
  const rows = await db.linkAddress.findMany({ where: { linkId }, orderBy: { url: 'asc' } })
  return rows.map(({ url, source }) => ({ url, source: addressSource.parse(source) }))
}

/** Lets a link be found under another address, unless another link has it or is known under it already. */
export async function noteAddress(
  tx: Tx,
  libraryId: string,
  linkId: string,
  { url, source }: { url: string; source: AddressSource },
): Promise<void> {
  const digest = sha256(url)
  if ((await tx.link.count({ where: { libraryId, canonicalDigest: digest } })) > 0) return
  await tx.linkAddress.createMany({
    data: [{ libraryId, digest, linkId, url, source }],
    skipDuplicates: true,
  })
}
