// A tar file that is written member by member and appears under its name when it is whole.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { link, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import tar from 'tar-stream'
import { asStoreError } from '#lib/blobs/file-store.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { newSecret } from '#lib/kernel/ids.ts'
import { INDEX_NAME, indexLine } from './backup-format.ts'

export interface ArchiveWriter {
  add(name: string, bytes: Buffer | string): Promise<void>
  addStream(name: string, sizeBytes: number, stream: AsyncIterable<Buffer>): Promise<void>
}

/** Lines that are written at once. */
const LINES_BYTES = 64 * 1024
/** Whose eyes it is for: hashes of passwords and everything that was kept. */
const MODE = 0o600

/**
 * Writes the file; compressed when its name ends with `.zst`. After a failure there is no file.
 *
 * @throws AppError `file_exists` `{ file }`, `disk_full`, and what `work` throws
 */
export async function writeArchive(
  file: string,
  mtime: Date,
  work: (writer: ArchiveWriter) => Promise<void>,
): Promise<{ bytes: number }> {
  if (await isThere(file)) throw new AppError('file_exists', { file })
  const draft = `${file}.${newSecret(6)}.part`
  const indexFile = `${draft}.index`
  try {
    const pack = tar.pack()
    const packer = file.endsWith('.zst') ? [createZstdCompress()] : []
    const output = createWriteStream(draft, { flags: 'wx', mode: MODE, flush: true })
    const written = pipeline([Readable.from(pack), ...packer, output])
    // Told by the wait below, or by the write that it ended.
    written.catch(() => {})
    const index = await openLines(indexFile)
    try {
      await work(membersOf(pack, mtime, index.add))
      await index.close()
      const { size } = await stat(indexFile)
      await pipeline(createReadStream(indexFile), pack.entry({ name: INDEX_NAME, size, mtime, mode: MODE }))
      pack.finalize()
    } catch (error) {
      await index.close().catch(() => {}) // a full disk is told below
      pack.destroy()
      // A full disk ends the output first, and everything else then fails for want of it.
      await written.catch((cause: unknown) => {
        if (asStoreError(cause) !== cause) throw asStoreError(cause)
      })
      throw asStoreError(error)
    }
    await written.catch((error: unknown) => {
      throw asStoreError(error)
    })
    await publish(draft, file)
    return { bytes: (await stat(file)).size }
  } finally {
    await Promise.all([rm(draft, { force: true }), rm(indexFile, { force: true })])
  }
}

function membersOf(pack: tar.Pack, mtime: Date, note: (line: string) => Promise<void>): ArchiveWriter {
  return {
    async add(name, given) {
      const bytes = Buffer.from(given)
      await new Promise<void>((resolve, reject) => {
        pack.entry({ name, size: bytes.length, mtime, mode: MODE }, bytes, (error) =>
          error ? reject(error) : resolve(),
        )
      })
      await note(indexLine(name, bytes.length, sha256(bytes)))
    },
    async addStream(name, sizeBytes, stream) {
      const hash = createHash('sha256')
      const hashed = async function* () {
        for await (const chunk of stream) {
          hash.update(chunk)
          yield chunk
        }
      }
      await pipeline(hashed, pack.entry({ name, size: sizeBytes, mtime, mode: MODE }))
      await note(indexLine(name, sizeBytes, hash.digest('hex')))
    },
  }
}

/** A file that grows line by line, in writes of some size. */
async function openLines(path: string) {
  const file = await open(path, 'wx', MODE)
  let waiting = ''
  let isOpen = true
  const flush = async () => {
    const text = waiting
    waiting = ''
    if (text !== '') await file.write(text)
  }
  return {
    async add(line: string) {
      waiting += line
      if (waiting.length > LINES_BYTES) await flush()
    },
    async close() {
      if (!isOpen) return
      isOpen = false
      await flush().finally(() => file.close())
    },
  }
}

/** A name that is there already wins. */
async function publish(draft: string, file: string): Promise<void> {
  await link(draft, file).catch((cause: unknown) => {
    throw isExisting(cause) ? new AppError('file_exists', { file }, { cause }) : cause
  })
  const folder = await open(dirname(file), 'r')
  await folder.sync().finally(() => folder.close())
}

const isExisting = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EEXIST'

const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false, // absent, or in a folder that cannot be entered: writing will tell
  )
