// The format of a backup: a tar file whose members have these names, in this order.
//
//   linkhome-backup.json             what it is, which columns each table has
//   secrets.json                     of the data folder, when it has one
//   rows/<table>.<number>.jsonl      rows, each a line of JSON as PostgreSQL writes it
//   blobs/identity/<digest>          bytes of a blob, and how they lay in the store
//   blobs/zstd/<digest>
//   blobs/delta/<base>/<digest>
//   missing.jsonl                    digests that rows refer to and the store did not have, when there are any
//   index.jsonl                      every member before it: { name, bytes, sha256 }
import { z } from 'zod'
import type { BlobEncoding } from '#lib/blobs/blob-store.ts'
import { DUMPED_TABLES, type DumpedTable } from '#lib/db/dump.ts'
import type { Digest } from '#lib/kernel/digest.ts'

export const BACKUP_FORMAT = 'linkhome-backup/1'
export const HEADER_NAME = 'linkhome-backup.json'
export const SECRETS_NAME = 'secrets.json'
export const MISSING_NAME = 'missing.jsonl'
export const INDEX_NAME = 'index.jsonl'

/** A member of rows ends with the row that reaches this size. */
export const ROWS_BYTES = 1024 * 1024
/** What is read into memory whole is no larger: a row of a page's report may be. */
export const MAX_PLAIN_BYTES = 64 * 1024 * 1024

export const backupHeader = z.object({
  format: z.literal(BACKUP_FORMAT),
  createdAt: z.iso.datetime(),
  /** Of the database, oldest first. */
  migrations: z.array(z.string()),
  tables: z.partialRecord(z.enum(DUMPED_TABLES), z.array(z.string())),
})
export type BackupHeader = z.infer<typeof backupHeader>

export type Member =
  | { kind: 'header' | 'secrets' | 'missing' | 'index' }
  | { kind: 'rows'; table: DumpedTable }
  | { kind: 'blob'; digest: Digest; encoding: BlobEncoding; baseDigest: Digest | null }

const PLAIN: Record<string, Member> = {
  [HEADER_NAME]: { kind: 'header' },
  [SECRETS_NAME]: { kind: 'secrets' },
  [MISSING_NAME]: { kind: 'missing' },
  [INDEX_NAME]: { kind: 'index' },
}

/** Null for every name that this format does not have: nothing of it becomes a path. */
export function parseMemberName(name: string): Member | null {
  if (Object.hasOwn(PLAIN, name)) return PLAIN[name] ?? null
  const [, written] = /^rows\/(\w+)\.\d{6,}\.jsonl$/.exec(name) ?? []
  const table = DUMPED_TABLES.find((one) => one === written)
  if (table) return { kind: 'rows', table }
  const [, whole, base = null, digest] =
    /^blobs\/(?:(identity|zstd)|delta\/([0-9a-f]{64}))\/([0-9a-f]{64})$/.exec(name) ?? []
  if (!digest) return null
  const encoding = whole === 'identity' || whole === 'zstd' ? whole : 'delta'
  return { kind: 'blob', digest, encoding, baseDigest: base }
}

export const rowsName = (table: DumpedTable, count: number) =>
  `rows/${table}.${String(count).padStart(6, '0')}.jsonl`

/** @param baseDigest  of a delta */
export const blobName = (digest: Digest, encoding: string, baseDigest: Digest | null) =>
  baseDigest
    ? `blobs/delta/${baseDigest}/${digest}`
    : `blobs/${encoding === 'zstd' ? 'zstd' : 'identity'}/${digest}`

/** A line of the index; the same for whoever writes and whoever checks. */
export const indexLine = (name: string, bytes: number, sha256: string) =>
  `${JSON.stringify({ name, bytes, sha256 })}\n`
