// Writes everything that is worth keeping into one file, of one moment, while the library is in use.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { absentAsNull } from '#lib/blobs/file-layout.ts'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { MIGRATION_NAMES } from '#lib/db/assert-migrated.ts'
import type { Db, Tx } from '#lib/db/client.ts'
import { atOneMoment, columnsOf, DUMPED_TABLES, dumpTable, type DumpedTable } from '#lib/db/dump.ts'
import { holdSweep } from '#lib/db/loose-blobs.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { toAppError } from '#lib/kernel/errors.ts'
import { readThrough } from '../examine-blob.ts'
import { writeArchive, type ArchiveWriter } from './archive-file.ts'
import {
  BACKUP_FORMAT,
  blobName,
  HEADER_NAME,
  MISSING_NAME,
  ROWS_BYTES,
  rowsName,
  SECRETS_NAME,
  type BackupHeader,
} from './backup-format.ts'

export interface BackupDeps {
  db: Db
  blobs: Pick<BlobStore, 'open' | 'read'>
  config: { dataDir: string }
  now(): Date
}

export interface BackupSummary {
  rows: number
  blobs: number
  /** Of the file. */
  bytes: number
  /** Blobs that rows need and the store could not give, whole and right. */
  missing: number
}

/** Larger blobs are streamed, after they were read through once: bytes that turn out damaged half-way cannot be taken back. */
const IN_MEMORY_BYTES = 4 * 1024 * 1024

/** Small blobs that are read at once. */
const READ_AT_ONCE = 8

const blobRow = z.object({
  digest: z.string(),
  sizeBytes: z.number(),
  encoding: z.string(),
  baseDigest: z.string().nullable(),
})
type BlobRow = z.infer<typeof blobRow>

/**
 * Rows are those of one moment; blobs never change, and the sweep waits until all are copied. What the store cannot give is named
 * in the file, and counted.
 *
 * @throws AppError `file_exists` `{ file }`, `disk_full`, `unavailable`
 */
export async function writeBackup(
  deps: BackupDeps,
  file: string,
  onProgress: (sofar: { rows: number; blobs: number }) => void = () => {},
): Promise<BackupSummary> {
  const createdAt = deps.now()
  const counts = { rows: 0, blobs: 0, missing: 0 }
  const { bytes } = await writeArchive(file, createdAt, (writer) =>
    atOneMoment(deps.db, async (tx) => {
      await holdSweep(tx)
      await writer.add(HEADER_NAME, JSON.stringify(await headerOf(tx, createdAt), null, 2))
      const secrets = await absentAsNull(readFile(join(deps.config.dataDir, SECRETS_NAME)))
      if (secrets) await writer.add(SECRETS_NAME, secrets)
      for (const table of DUMPED_TABLES)
        for await (const rows of addRows(tx, writer, table)) {
          counts.rows += rows
          onProgress(counts)
        }
      const missing: Digest[] = []
      for await (const page of dumpTable(tx, 'Blob'))
        for (const group of groupsOf(page, READ_AT_ONCE)) {
          missing.push(...(await addBlobs(deps.blobs, writer, group)))
          counts.blobs += group.length
          onProgress(counts)
        }
      counts.blobs -= missing.length
      counts.missing = missing.length
      if (missing.length > 0)
        await writer.add(MISSING_NAME, missing.map((digest) => `${JSON.stringify({ digest })}\n`).join(''))
    }),
  )
  return { ...counts, bytes }
}

async function headerOf(tx: Tx, createdAt: Date): Promise<BackupHeader> {
  const tables: BackupHeader['tables'] = {}
  for (const table of DUMPED_TABLES) tables[table] = await columnsOf(tx, table)
  return {
    format: BACKUP_FORMAT,
    createdAt: createdAt.toISOString(),
    migrations: [...MIGRATION_NAMES],
    tables,
  }
}

/** Gives the number of rows of each member. */
async function* addRows(tx: Tx, writer: ArchiveWriter, table: DumpedTable): AsyncGenerator<number> {
  let lines: string[] = []
  let bytes = 0
  let members = 0
  const flush = async () => {
    const rows = lines.length
    await writer.add(rowsName(table, (members += 1)), `${lines.join('\n')}\n`)
    lines = []
    bytes = 0
    return rows
  }
  for await (const page of dumpTable(tx, table))
    for (const line of page) {
      lines.push(line)
      bytes += line.length
      if (bytes >= ROWS_BYTES) yield await flush()
    }
  if (lines.length > 0) yield await flush()
}

function* groupsOf(lines: readonly string[], size: number): Generator<BlobRow[]> {
  for (let at = 0; at < lines.length; at += size)
    yield lines.slice(at, at + size).map((line) => blobRow.parse(JSON.parse(line)))
}

/** Reads the small ones at once and writes all of them in their order. Gives those that the store does not have as they should be. */
async function addBlobs(
  blobs: BackupDeps['blobs'],
  writer: ArchiveWriter,
  rows: readonly BlobRow[],
): Promise<Digest[]> {
  const read = await Promise.all(
    rows.map(({ digest, sizeBytes }) => (sizeBytes <= IN_MEMORY_BYTES ? readWhole(blobs, digest) : null)),
  )
  const missing: Digest[] = []
  for (const [at, { digest, sizeBytes, encoding, baseDigest }] of rows.entries()) {
    const name = blobName(digest, encoding, baseDigest)
    const bytes = read[at]
    if (bytes) await writer.add(name, bytes)
    else if (sizeBytes <= IN_MEMORY_BYTES || !(await addLarge(blobs, writer, name, digest)))
      missing.push(digest)
  }
  return missing
}

async function addLarge(
  blobs: BackupDeps['blobs'],
  writer: ArchiveWriter,
  name: string,
  digest: Digest,
): Promise<boolean> {
  if (typeof (await readThrough(blobs, digest)) !== 'number') return false
  const opened = await blobs.open(digest)
  if (!opened) return false
  await writer.addStream(name, opened.sizeBytes, opened.stream)
  return true
}

async function readWhole({ read }: BackupDeps['blobs'], digest: Digest): Promise<Buffer | null> {
  try {
    return await read(digest)
  } catch (error) {
    if (toAppError(error).code === 'blob_damaged') return null
    throw error
  }
}
