// A font made from numbers: every Latin letter is a filled box, so that a page with the font looks like no page without.
import { brotliCompressSync, constants } from 'node:zlib'

// Tables as the OpenType specification 1.9 lays them out, in the least that browsers accept.
const UNITS_PER_EM = 1_000
const ASCENT = 800
const DESCENT = -200
const ADVANCE = 700
const FIRST_CHARACTER = 0x20
const LAST_CHARACTER = 0x7e
/** Glyph 0 is .notdef, 1 the space, 2 the box. */
const GLYPHS = 3
// 1 January 2026, 00:00 UTC in seconds since 1904 (head table): the font is the same on every day.
const MADE_AT = 3_850_070_400n

const u8 = (...values: number[]) => Buffer.from(values)
function u16(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2)
  values.forEach((value, index) => buffer.writeUInt16BE(value & 0xffff, index * 2))
  return buffer
}
function u32(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => buffer.writeUInt32BE(value >>> 0, index * 4))
  return buffer
}
function u64(value: bigint): Buffer {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64BE(value)
  return buffer
}
const pad4 = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])

/** A simple glyph: one contour of four corners, in clockwise order. */
function box(left: number, bottom: number, right: number, top: number): Buffer {
  return pad4(
    Buffer.concat([
      u16(1, left, bottom, right, top),
      u16(3, 0),
      u8(1, 1, 1, 1),
      u16(left, 0, right - left, 0),
      u16(bottom, top - bottom, 0, bottom - top),
    ]),
  )
}

function nameTable(): Buffer {
  const names: [number, string][] = [
    [1, 'Squares'],
    [2, 'Regular'],
    [3, 'Squares Regular 1.0'],
    [4, 'Squares'],
    [5, 'Version 1.0'],
    [6, 'Squares'],
  ]
  const texts = names.map(([, text]) => Buffer.from(text, 'utf16le').swap16())
  let offset = 0
  const records = names.map(([id], index) => {
    const length = texts[index]?.length ?? 0
    const record = u16(3, 1, 0x409, id, length, offset)
    offset += length
    return record
  })
  return Buffer.concat([u16(0, names.length, 6 + names.length * 12), ...records, ...texts])
}

/** Format 4: the space has a segment of its own, all other printable ASCII shares the box through glyph ids. */
function cmapTable(): Buffer {
  const count = LAST_CHARACTER - FIRST_CHARACTER + 1
  const glyphIds = Array.from({ length: count }, (_value, index) => (index === 0 ? 1 : 2))
  const segments = 2
  const length = 16 + segments * 8 + count * 2
  const table = Buffer.concat([
    u16(4, length, 0, segments * 2, 4, 1, 0),
    u16(LAST_CHARACTER, 0xffff),
    u16(0),
    u16(FIRST_CHARACTER, 0xffff),
    u16(0, 1),
    // From the place of this entry to the first glyph id: two entries of two bytes.
    u16(4, 0),
    u16(...glyphIds),
  ])
  return Buffer.concat([u16(0, 1, 3, 1), u32(12), table])
}

function os2Table(): Buffer {
  return Buffer.concat([
    u16(4, ADVANCE, 400, 5, 0),
    u16(650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0),
    Buffer.alloc(10),
    u32(1, 0, 0, 0),
    Buffer.from('NONE'),
    u16(0x40, FIRST_CHARACTER, LAST_CHARACTER, ASCENT, DESCENT, 0, ASCENT, -DESCENT),
    u32(1, 0),
    u16(500, 700, 0, FIRST_CHARACTER, 0),
  ])
}

function tables(): [string, Buffer][] {
  const notdef = box(50, 0, 650, 100)
  const square = box(50, 0, 650, 700)
  const glyphEnds = [0, notdef.length, notdef.length, notdef.length + square.length]
  const head = Buffer.concat([
    u32(0x10000, 0x10000, 0, 0x5f0f3cf5),
    u16(0x0003, UNITS_PER_EM),
    u64(MADE_AT),
    u64(MADE_AT),
    u16(50, 0, 650, 700, 0, 8, 2, 1, 0),
  ])
  // Tags in ascending order, as the table directory wants them.
  return [
    ['OS/2', os2Table()],
    ['cmap', cmapTable()],
    ['glyf', Buffer.concat([notdef, square])],
    ['head', head],
    [
      'hhea',
      Buffer.concat([u32(0x10000), u16(ASCENT, DESCENT, 0, ADVANCE, 50, 50, 650, 1, 0, 0, 0, 0, 0, 0, 0, 1)]),
    ],
    ['hmtx', u16(ADVANCE, 50, 50, 50)],
    ['loca', u32(...glyphEnds)],
    ['maxp', Buffer.concat([u32(0x10000), u16(GLYPHS, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)])],
    ['name', nameTable()],
    ['post', Buffer.concat([u32(0x30000, 0), u16(-100, 50), u32(1, 0, 0, 0, 0)])],
  ]
}

function checksum(bytes: Buffer): number {
  const padded = pad4(bytes)
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0
  return sum
}

/** The font as TrueType. */
export function squareFontTtf(): Buffer {
  const all = tables()
  const power = 2 ** Math.floor(Math.log2(all.length))
  let offset = 12 + all.length * 16
  const directory = all.map(([tag, bytes]) => {
    const entry = Buffer.concat([Buffer.from(tag), u32(checksum(bytes), offset, bytes.length)])
    offset += pad4(bytes).length
    return entry
  })
  const font = Buffer.concat([
    u32(0x10000),
    u16(all.length, power * 16, Math.log2(power), all.length * 16 - power * 16),
    ...directory,
    ...all.map(([, bytes]) => pad4(bytes)),
  ])
  // The checksum of the whole file stands 8 bytes into `head`.
  const headAt = 12 + all.length * 16 + lengthBefore(all, 'head')
  font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, headAt + 8)
  return font
}

function lengthBefore(all: [string, Buffer][], tag: string): number {
  const index = all.findIndex(([name]) => name === tag)
  return all.slice(0, index).reduce((sum, [, bytes]) => sum + pad4(bytes).length, 0)
}

// WOFF2 (W3C Recommendation, 1 March 2022), section 4.1: numbers of the known tags that we have.
const KNOWN_TAG: Record<string, number> = {
  cmap: 0,
  head: 1,
  hhea: 2,
  hmtx: 3,
  maxp: 4,
  name: 5,
  'OS/2': 6,
  post: 7,
  glyf: 10,
  loca: 11,
}
/** Transformation 3 of glyf and loca, in the two upper bits: none. */
const NULL_TRANSFORM = 3 << 6

function base128(value: number): Buffer {
  const groups = [value & 0x7f]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80)
  return u8(...groups)
}

/** The same font as WOFF2, without the optional glyph transformation. */
export function squareFontWoff2(): Buffer {
  const all = tables()
  const directory = Buffer.concat(
    all.map(([tag, bytes]) => {
      const flags = (KNOWN_TAG[tag] ?? 63) | (tag === 'glyf' || tag === 'loca' ? NULL_TRANSFORM : 0)
      return Buffer.concat([u8(flags), base128(bytes.length)])
    }),
  )
  const compressed = brotliCompressSync(Buffer.concat(all.map(([, bytes]) => bytes)), {
    params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_FONT },
  })
  const length = 48 + directory.length + compressed.length
  const ttfLength = squareFontTtf().length
  const header = Buffer.concat([
    Buffer.from('wOF2'),
    u32(0x10000, pad4(Buffer.alloc(length)).length),
    u16(all.length, 0),
    u32(ttfLength, compressed.length),
    u16(1, 0),
    u32(0, 0, 0, 0, 0),
  ])
  return pad4(Buffer.concat([header, directory, compressed]))
}
