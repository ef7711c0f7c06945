// Brings a backup into an empty house: all of it, or nothing.
import { randomBytes } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { MIGRATION_NAMES } from '#lib/db/assert-migrated.ts'
import type { Db, Tx } from '#lib/db/client.ts'
import {
  claimEmpty,
  columnsOf,
  correctBlobs,
  DUMPED_TABLES,
  finishLoading,
  inLongTransaction,
  loadRows,
  type StoredFacts,
} from '#lib/db/dump.ts'
import { hasBlobRows } from '#lib/db/loose-blobs.ts'
import { walkLinks } from '#lib/db/row-audit.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { reindexLink } from '#lib/search/reindex-link.ts'
import { backupHeader, BACKUP_FORMAT, SECRETS_NAME, type BackupHeader, type Member } from './backup-format.ts'
import { readBackup, readPlain } from './read-backup.ts'

export interface RestoreDeps {
  db: Db
  blobs: BlobStore
  config: { dataDir: string }
}

export interface RestoreSummary {
  rows: number
  blobs: number
  links: number
  /** Blobs that the backup does not have, although its rows need them: `verify --repair` says so in the rows. */
  missing: number
}

type OnProgress = (sofar: { checked: number; blobs: number; links: number }) => void

/** Small blobs that are written at once. */
const AT_ONCE = 8
const IN_MEMORY_BYTES = 1024 * 1024
/** Rows of blobs that are corrected by one statement. */
const CORRECTED_AT_ONCE = 500

/**
 * Reads the whole file once before anything is written, then writes rows, bytes and search documents; the rows appear at
 * the end, together. After a failure the database is as empty as it was, and so is a store that was empty.
 *
 * @throws AppError `backup_damaged` `{ problem }`, `backup_unsupported` `{ problem }`, `library_not_empty`,
 *         `file_unreadable`, `disk_full`, `unavailable`
 */
export async function restoreBackup(
  deps: RestoreDeps,
  file: string,
  onProgress: OnProgress = () => {},
): Promise<RestoreSummary> {
  const { db, blobs, config } = deps
  const progress = { checked: 0, blobs: 0, links: 0 }
  const tell = () => onProgress(progress)
  await checkBackup(file, () => {
    progress.checked += 1
    tell()
  })
  let wasEmpty = false
  try {
    return await inLongTransaction(db, async (tx) => {
      if (!(await claimEmpty(tx))) throw new AppError('library_not_empty')
      // From here on nobody but us fills it.
      wasEmpty = await isEmpty(blobs)
      const loading = openLoading(tx, blobs, () => {
        progress.blobs += 1
        tell()
      })
      await readBackup(file, loading.visit)
      const { secrets, ...counts } = await loading.finish()
      let links = 0
      for await (const linkId of walkLinks(tx)) {
        await reindexLink(tx, blobs, linkId)
        progress.links = links += 1
        tell()
      }
      // Before the rows can be seen: behind them nothing may fail.
      if (secrets) await writeSecrets(config.dataDir, secrets)
      return { ...counts, links }
    })
  } catch (error) {
    // A commit whose answer was lost has brought the rows all the same; who cannot be asked may have them.
    const hasRows = wasEmpty && (await hasBlobRows(db).catch(() => true))
    if (wasEmpty && !hasRows) for await (const { digest } of blobs.list()) await blobs.remove(digest)
    throw error
  }
}

/** Is every byte as it was written, and of a version that we understand? */
async function checkBackup(file: string, onMember: () => void): Promise<void> {
  await readBackup(file, async (member, bytes) => {
    if (member.kind === 'header') parseHeader(await readPlain(bytes))
    onMember()
  })
}

function parseHeader(bytes: Buffer): BackupHeader {
  const json = parseJson(bytes.toString())
  const parsed = backupHeader.safeParse(json)
  const format = typeof json === 'object' && json !== null && 'format' in json ? String(json.format) : ''
  if (!parsed.success && format.startsWith('linkhome-backup/') && format !== BACKUP_FORMAT)
    throw new AppError('backup_unsupported', { problem: format.slice(0, 100) })
  if (!parsed.success) throw new AppError('backup_damaged', { problem: 'header' }, { cause: parsed.error })
  const unknown = parsed.data.migrations.find((name) => !MIGRATION_NAMES.includes(name))
  if (unknown) throw new AppError('backup_unsupported', { problem: unknown.slice(0, 100) })
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // no header
  }
}

/** Takes members one by one into the transaction and the store. */
function openLoading(tx: Tx, blobs: BlobStore, onBlob: () => void) {
  const counts = { rows: 0, blobs: 0, missing: 0 }
  let tables: BackupHeader['tables'] = {}
  let secrets: Buffer | null = null
  let writing: Promise<StoredFacts>[] = []
  let facts: StoredFacts[] = []
  let inDeltas = false

  const settle = async () => {
    facts.push(...(await Promise.all(writing.splice(0))))
    if (facts.length < CORRECTED_AT_ONCE) return
    await correctBlobs(tx, facts.splice(0))
  }

  async function takeBlob(member: Member & { kind: 'blob' }, bytes: AsyncIterable<Buffer>) {
    // What deltas are made on must be there.
    if (member.encoding === 'delta' && !inDeltas) await settle()
    inDeltas = member.encoding === 'delta'
    const { small, stream } = await readAhead(bytes)
    const put = putBlob(blobs, member, small ?? stream)
    writing.push(put)
    // One that failed while others are awaited is told by the next wait.
    put.catch(() => {})
    counts.blobs += 1
    onBlob()
    if (small === null || writing.length >= AT_ONCE) await settle()
  }

  async function takeRows(table: keyof typeof tables, bytes: AsyncIterable<Buffer>) {
    const lines = (await readPlain(bytes)).toString().split('\n').filter(Boolean)
    await loadRows(tx, table, tables[table] ?? [], lines).catch((cause: unknown) => {
      throw new AppError('backup_damaged', { problem: `rows of ${table}` }, { cause })
    })
    counts.rows += lines.length
  }

  return {
    async visit(member: Member, bytes: AsyncIterable<Buffer>): Promise<void> {
      switch (member.kind) {
        case 'header':
          ;({ tables } = parseHeader(await readPlain(bytes)))
          return assertColumns(tx, tables)
        case 'secrets':
          secrets = await readPlain(bytes)
          return
        case 'missing':
          counts.missing = (await readPlain(bytes)).toString().split('\n').filter(Boolean).length
          return
        case 'rows':
          return takeRows(member.table, bytes)
        case 'blob':
          return takeBlob(member, bytes)
        case 'index':
      }
    },
    async finish() {
      await settle()
      await correctBlobs(tx, facts)
      await finishLoading(tx)
      return { ...counts, secrets: secrets as Buffer | null }
    },
  }
}

/** @throws AppError `backup_unsupported` for a column that this version does not have */
async function assertColumns(tx: Tx, tables: BackupHeader['tables']): Promise<void> {
  for (const table of DUMPED_TABLES) {
    const known = new Set(await columnsOf(tx, table))
    const unknown = tables[table]?.find((column) => !known.has(column))
    if (unknown) throw new AppError('backup_unsupported', { problem: `${table}.${unknown.slice(0, 100)}` })
  }
}

/** Little ones are read into memory, so that several can be written at once. */
async function readAhead(
  bytes: AsyncIterable<Buffer>,
): Promise<{ small: Buffer | null; stream: AsyncIterable<Buffer> }> {
  const iterator = bytes[Symbol.asyncIterator]()
  const chunks: Buffer[] = []
  for (let size = 0; size <= IN_MEMORY_BYTES;) {
    const step = await iterator.next()
    if (step.done) return { small: Buffer.concat(chunks), stream: bytes }
    chunks.push(step.value)
    size += step.value.length
  }
  const stream = (async function* () {
    yield* chunks
    yield* bytes
  })()
  return { small: null, stream }
}

/** In the way in which it lay: what was packed is packed, and what was a delta is one on the same base. */
async function putBlob(
  blobs: BlobStore,
  { digest, encoding, baseDigest }: Member & { kind: 'blob' },
  content: Buffer | AsyncIterable<Buffer>,
): Promise<StoredFacts> {
  const contentType = encoding === 'identity' ? null : 'text/plain'
  const stored = await blobs.put(content, { contentType, like: baseDigest, isManifest: true })
  if (stored.digest !== digest) throw new AppError('backup_damaged', { problem: digest })
  const { storedBytes, base } = stored
  return { digest, storedBytes, encoding: stored.encoding, baseDigest: base?.digest ?? null }
}

async function isEmpty(blobs: Pick<BlobStore, 'list'>): Promise<boolean> {
  for await (const _blob of blobs.list()) return false
  return true
}

/** In the place of those of a house that nobody has lived in. */
async function writeSecrets(dataDir: string, secrets: Buffer): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const draft = join(dataDir, `${SECRETS_NAME}.${randomBytes(6).toString('hex')}`)
  await writeFile(draft, secrets, { mode: 0o600, flush: true })
  await rename(draft, join(dataDir, SECRETS_NAME))
}
