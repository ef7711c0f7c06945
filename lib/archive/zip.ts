// Writes a ZIP archive while its entries stream in: stored, not compressed, with sizes told after each entry.
import { crc32 } from 'node:zlib'

/** Beyond it ZIP64 would be needed; a capture's budget is far below. */
const MAX_BYTES = 0xffff_ffff
const VERSION = 20
/** Bit 3: sizes and CRC follow the data; bit 11: names are UTF-8. */
const FLAGS = 0x0808
/** 1980-01-01: equal contents make equal archives. */
const DOS_DATE = 0x0021

export interface ZipEntry {
  name: string
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

interface WrittenEntry {
  name: Buffer
  crc: number
  sizeBytes: number
  offset: number
}

/**
 * The bytes of an archive. An entry is asked for after the one before it has been read, so that it may speak of it.
 *
 * @throws RangeError when it would need ZIP64 (4 GiB)
 * @see APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16
 */
export async function* writeZip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
): AsyncGenerator<Uint8Array> {
  const written: WrittenEntry[] = []
  let offset = 0
  for await (const { name, content } of entries) {
    const entry: WrittenEntry = { name: Buffer.from(name), crc: 0, sizeBytes: 0, offset }
    const header = localHeader(entry)
    yield header
    for await (const chunk of content) {
      entry.crc = crc32(chunk, entry.crc)
      entry.sizeBytes += chunk.byteLength
      yield chunk
    }
    const descriptor = fields([4, 0x08074b50], [4, entry.crc], [4, entry.sizeBytes], [4, entry.sizeBytes])
    yield descriptor
    offset += header.length + entry.sizeBytes + descriptor.length
    if (offset > MAX_BYTES) throw new RangeError('archive above 4 GiB')
    written.push(entry)
  }
  const directory = Buffer.concat(written.map(centralHeader))
  yield directory
  const count = written.length
  yield fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, directory.length],
    [4, offset],
    [2, 0],
  )
}

function localHeader({ name }: WrittenEntry): Buffer {
  const head = fields(
    [4, 0x04034b50],
    [2, VERSION],
    [2, FLAGS],
    [2, 0],
    [2, 0],
    [2, DOS_DATE],
    [4, 0],
    [4, 0],
    [4, 0],
    [2, name.length],
    [2, 0],
  )
  return Buffer.concat([head, name])
}

function centralHeader({ name, crc, sizeBytes, offset }: WrittenEntry): Buffer {
  const head = fields(
    [4, 0x02014b50],
    [2, VERSION],
    [2, VERSION],
    [2, FLAGS],
    [2, 0],
    [2, 0],
    [2, DOS_DATE],
    [4, crc],
    [4, sizeBytes],
    [4, sizeBytes],
    [2, name.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, offset],
  )
  return Buffer.concat([head, name])
}

/** Little-endian numbers of 2 or 4 bytes one after the other. */
function fields(...list: [size: 2 | 4, value: number][]): Buffer {
  const bytes = Buffer.alloc(list.reduce((sum, [size]) => sum + size, 0))
  let at = 0
  for (const [size, value] of list) at = bytes.writeUIntLE(value, at, size)
  return bytes
}
