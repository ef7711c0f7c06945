// Reads a backup member by member, and believes none of it before the index has said the same.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import tar from 'tar-stream'
import { AppError } from '#lib/kernel/errors.ts'
import { HEADER_NAME, indexLine, MAX_PLAIN_BYTES, parseMemberName, type Member } from './backup-format.ts'

/** @see RFC 8878 section 3.1.1 */
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

export type Visit = (member: Member, bytes: AsyncIterable<Buffer>) => Promise<void>

/**
 * Hands every member to `visit`, in their order; what it does not read is read for it.
 *
 * @throws AppError `backup_damaged` `{ problem }` at the first thing that is not as it was written, at the latest at the
 *         end; `file_unreadable` `{ file, problem }`; what `visit` throws
 */
export async function readBackup(file: string, visit: Visit): Promise<void> {
  const packed = await isPacked(file)
  const extract = tar.extract()
  const flow = pipeline([createReadStream(file), ...(packed ? [createZstdDecompress()] : []), extract])
  // Told by the iteration below.
  flow.catch(() => {})
  const failed: { error?: unknown } = {}
  const guarded: Visit = async (member, bytes) => {
    await visit(member, bytes).catch((error: unknown) => {
      failed.error ??= error
      throw error
    })
  }
  try {
    const reader = memberReader(guarded)
    for await (const entry of extract) await reader.take(entry)
    reader.end()
    await flow
  } catch (cause) {
    if (failed.error !== undefined && !(failed.error instanceof BytesLost)) throw failed.error
    if (cause instanceof AppError) throw cause
    throw damaged('archive', cause)
  }
}

/** The archive itself ended while a member was read. */
class BytesLost extends Error {
  override readonly name = 'BytesLost'
}

const damaged = (problem: string, cause?: unknown) => new AppError('backup_damaged', { problem }, { cause })

interface Entry extends AsyncIterable<unknown> {
  header: { name: string; type?: string | null; size?: number | null }
}

function memberReader(visit: Visit) {
  const index = createHash('sha256')
  let last: string | null = null
  return {
    async take(entry: Entry): Promise<void> {
      const { name, type } = entry.header
      const size = entry.header.size ?? 0
      const member = parseMemberName(name)
      if (!member || (type !== 'file' && type !== 'contiguous-file'))
        throw damaged(`member ${name.slice(0, 200)}`)
      if ((last === null) !== (name === HEADER_NAME) || last === 'index') throw damaged('order')
      if (member.kind !== 'blob' && member.kind !== 'index' && size > MAX_PLAIN_BYTES) throw damaged(name)
      last = member.kind
      const hash = createHash('sha256')
      const bytes = hashed(entry, (chunk) => hash.update(chunk))
      await visit(member, bytes)
      for await (const _rest of bytes);
      const digest = hash.digest('hex')
      if (member.kind === 'index') {
        if (index.digest('hex') !== digest) throw damaged('index')
      } else index.update(indexLine(name, size, digest))
      if (member.kind === 'blob' && member.digest !== digest) throw damaged(name)
    },
    end() {
      if (last !== 'index') throw damaged('truncated')
    },
  }
}

/** The same chunks, once, however many iterate. */
function hashed(entry: AsyncIterable<unknown>, note: (chunk: Buffer) => void): AsyncIterable<Buffer> {
  const source = entry[Symbol.asyncIterator]()
  const next = async (): Promise<IteratorResult<Buffer, undefined>> => {
    const step = await source.next().catch((cause: unknown) => {
      throw new BytesLost('the archive ended', { cause })
    })
    if (step.done) return { done: true, value: undefined }
    const value = Buffer.from(step.value instanceof Uint8Array ? step.value : [])
    note(value)
    return { done: false, value }
  }
  return { [Symbol.asyncIterator]: () => ({ next }) }
}

/** A member of bounded size in memory. */
export const readPlain = async (bytes: AsyncIterable<Buffer>) => buffer(bytes)

async function isPacked(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('file_unreadable', { file, problem: cause.code ?? cause.message }, { cause })
  })
  try {
    const head = Buffer.alloc(ZSTD_MAGIC.length)
    await handle.read(head, 0, head.length, 0)
    return head.equals(ZSTD_MAGIC)
  } finally {
    await handle.close()
  }
}
