// A picture of some hundred kilobytes that is gigabytes large once somebody draws it.
import { crc32, createDeflate } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'

const made = new Map<number, Promise<Buffer>>()

/** A square PNG of one bit a pixel (PNG, third edition, 11.2.1); made once. */
export function pixelBomb(sidePx: number): Promise<Buffer> {
  const known = made.get(sidePx)
  if (known) return known
  const making = paint(sidePx)
  made.set(sidePx, making)
  return making
}

async function paint(sidePx: number): Promise<Buffer> {
  const row = Buffer.alloc(1 + Math.ceil(sidePx / 8))
  const rows = Readable.from(
    (function* () {
      for (let at = 0; at < sidePx; at += 1) yield row
    })(),
  )
  const header = Buffer.alloc(13)
  header.writeUInt32BE(sidePx, 0)
  header.writeUInt32BE(sidePx, 4)
  header[8] = 1
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', await buffer(rows.pipe(createDeflate({ level: 1 })))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
