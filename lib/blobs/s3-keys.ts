// The keys of the blobs in a bucket: what they tell, and how they are listed.
import { text } from 'node:stream/consumers'
import type { Digest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { BlobEncoding, ListedBlob, WholeBlob } from './blob-store.ts'
import type { S3Client, S3Settings } from './s3-client.ts'

const MAX_KEYS = 1_000

/** One copy of a blob, as its key and the list tell it. */
export interface Stored {
  key: string
  digest: Digest
  sizeBytes: number
  storedBytes: number
  encoding: BlobEncoding
  /** Of a delta. */
  baseDigest: Digest | null
  putMs: number
}

export const isWhole = (stored: Stored): stored is Stored & WholeBlob => stored.encoding !== 'delta'

/** A body that broke off. */
export const throwUnavailable = (cause: unknown): never => {
  throw new AppError('unavailable', {}, { cause })
}

/** All copies of a blob, the one to be read first: the youngest, but a delta only when there is no other. */
export async function listCopies(client: S3Client, settings: S3Settings, digest: Digest): Promise<Stored[]> {
  const { copies } = await listPage(client, settings, { prefix: `${digest}/` })
  return copies.sort((a, b) => Number(isWhole(b)) - Number(isWhole(a)) || b.putMs - a.putMs)
}

/** All blobs behind one, each once; streamed. */
export async function* listAll(
  client: S3Client,
  settings: S3Settings,
  after?: Digest,
): AsyncIterable<ListedBlob> {
  let last = after ?? ''
  let from: Record<string, string> | null = after ? { 'start-after': keyBehind(settings, after) } : {}
  while (from) {
    const page = await listPage(client, settings, { prefix: '', ...from })
    for (const { digest, storedBytes, encoding, putMs } of page.copies) {
      if (digest <= last) continue
      last = digest
      yield { digest, storedBytes, encoding, putAt: new Date(putMs) }
    }
    from = page.next
  }
}

/** Behind all copies of a blob: `~` comes after everything that a key may have there. */
const keyBehind = ({ prefix }: S3Settings, digest: Digest) =>
  `${prefix === '' ? '' : `${prefix}/`}${digest}/~`

/** Up to MAX_KEYS copies below a prefix, in the order of their keys. */
async function listPage(
  client: S3Client,
  settings: S3Settings,
  query: { prefix: string; [parameter: string]: string },
): Promise<{ copies: Stored[]; next: Record<string, string> | null }> {
  const { entries, next } = await listEntries(client, settings, query)
  return { copies: entries.flatMap((entry) => readEntry(entry) ?? []), next }
}

/** Keys below a prefix, without that of the settings; streamed. */
export async function* listKeys(
  client: S3Client,
  settings: S3Settings,
  prefix: string,
): AsyncIterable<string> {
  const above = settings.prefix === '' ? 0 : settings.prefix.length + 1
  for (let from: Record<string, string> | null = {}; from;) {
    const { entries, next } = await listEntries(client, settings, { prefix, ...from })
    for (const entry of entries) yield unescapeXml(fieldOf(entry, 'Key')).slice(above)
    from = next
  }
}

async function listEntries(
  client: S3Client,
  settings: S3Settings,
  { prefix, ...from }: { prefix: string; [parameter: string]: string },
): Promise<{ entries: string[]; next: Record<string, string> | null }> {
  const below = settings.prefix === '' ? prefix : `${settings.prefix}/${prefix}`
  const query = { 'list-type': '2', 'max-keys': String(MAX_KEYS), prefix: below, ...from }
  const { body } = await client.send({ method: 'GET', key: '', query })
  if (body === null) return { entries: [], next: null }
  const xml = await text(body).catch(throwUnavailable)
  const token = /<NextContinuationToken>([^<]+)</.exec(xml)?.[1]
  const entries = [...xml.matchAll(/<Contents>.*?<\/Contents>/gs)].map(([entry]) => entry)
  return { entries, next: token ? { 'continuation-token': unescapeXml(token) } : null }
}

const fieldOf = (entry: string, name: string) =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(entry)?.[1] ?? ''

const KEY = /(?:^|\/)(([0-9a-f]{64})\/(\d+)\.[0-9a-f-]{36}(\.zst|\.([0-9a-f]{64})\.zsd)?)$/

/** Null for objects that are none of ours. */
function readEntry(entry: string): Stored | null {
  const field = (name: string) => fieldOf(entry, name)
  const [, key, digest, sizeBytes, suffix, baseDigest = null] = KEY.exec(field('Key')) ?? []
  if (!key || !digest) return null
  return {
    key,
    digest,
    sizeBytes: Number(sizeBytes),
    storedBytes: Number(field('Size')),
    encoding: baseDigest ? 'delta' : suffix ? 'zstd' : 'identity',
    baseDigest,
    putMs: Date.parse(field('LastModified')),
  }
}

const unescapeXml = (escaped: string) =>
  escaped.replace(/&(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);/gi, (whole, name: string) => {
    const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[name.toLowerCase()]
    if (named) return named
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return Number.isNaN(code) ? whole : String.fromCodePoint(code)
  })
