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

const blobRow = z.object({
  digest: z.string(),
  sizeBytes: z.number(),
  encoding: z.string(),
  baseDigest: z.string().nullable(),
})

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
        for (const line of page) {
          const row = blobRow.parse(JSON.parse(line))
          if (await addBlob(deps.blobs, writer, row)) counts.blobs += 1
          else missing.push(row.digest)
          onProgress(counts)
        }
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

/** False when the store does not have it as it should be. */
async function addBlob(
  blobs: BackupDeps['blobs'],
  writer: ArchiveWriter,
  { digest, sizeBytes, encoding, baseDigest }: z.infer<typeof blobRow>,
): Promise<boolean> {
  const name = blobName(digest, encoding, baseDigest)
  if (sizeBytes <= IN_MEMORY_BYTES) {
    const bytes = await readWhole(blobs, digest)
    if (bytes) await writer.add(name, bytes)
    return bytes !== null
  }
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
