// Writes a picture as WebP from rows that come one after the other. It is libwebp, as WebAssembly (webp/encoder.c).
import { readFileSync } from 'node:fs'
import { collectGarbage } from '#lib/kernel/collect-garbage.ts'
import { CHANNELS, type Pixels } from './pixels.ts'

/** As `webp/encoder.c` takes them at once. */
const STRIP_ROWS = 64

interface Libwebp {
  memory: WebAssembly.Memory
  begin(width: number, height: number, quality: number, effort: number): number
  add(rows: number): number
  finish(): number
  bytes(): number
  clear(): void
}

export interface WebpEncoder {
  /** The next rows; they are not needed any more afterwards. */
  add(rows: Pixels): void
  /**
   * The file, when all rows have come; once. An encoder that is given up before needs nothing.
   *
   * @throws Error when rows are missing
   */
  finish(): Buffer
}

/**
 * Memory of WebAssembly never shrinks: it has a byte and a half for each pixel of the largest picture so far. It is used again
 * up to this, which a picture of 4,000 rows needs less than, and one of 8,000 more: that of a tall one would be held while all
 * others are packed.
 */
const KEPT_BYTES = 16 * 1024 * 1024
/** One that failed, or was given up, is not used again. */
let idle: Libwebp | null = null

/**
 * A picture with loss, as `sharp` writes it with the same options, bit by bit, but without its pixels as RGB: for the
 * tallest page 37 MiB instead of 90, in a tenth less of the processor (docs/decisions/026).
 *
 * @param how.quality  0 to 100
 * @param how.effort   0 to 6
 * @throws Error when there is not enough memory, or a side is longer than 16,383 (VP8, RFC 6386)
 */
export function openWebpEncoder(
  { width, height }: { width: number; height: number },
  how: { quality: number; effort: number },
): WebpEncoder {
  const libwebp = idle ?? load()
  idle = null
  const pitch = width * CHANNELS
  const strip = libwebp.begin(width, height, how.quality, how.effort)
  let rowsInStrip = 0
  const flush = () => {
    if (rowsInStrip > 0 && libwebp.add(rowsInStrip) === 0) throw new Error('libwebp takes no more rows')
    rowsInStrip = 0
  }
  if (strip === 0) throw new Error(`libwebp begins no picture of ${width} x ${height}`)
  return {
    add({ rgb, height: rows }) {
      for (let row = 0; row < rows;) {
        const count = Math.min(STRIP_ROWS - rowsInStrip, rows - row)
        const target = new Uint8Array(libwebp.memory.buffer, strip + rowsInStrip * pitch, count * pitch)
        target.set(rgb.subarray(row * pitch, (row + count) * pitch))
        rowsInStrip += count
        row += count
        if (rowsInStrip === STRIP_ROWS) flush()
      }
    },
    finish() {
      flush()
      const size = libwebp.finish()
      if (size <= 0) throw new Error(`libwebp failed: ${size}`)
      const file = Buffer.from(new Uint8Array(libwebp.memory.buffer, libwebp.bytes(), size))
      libwebp.clear()
      giveBack(libwebp)
      return file
    },
  }
}

function giveBack(libwebp: Libwebp): void {
  idle = libwebp.memory.buffer.byteLength <= KEPT_BYTES ? libwebp : null
  // Nothing else gives it back, and the heap of who packs is too small to be collected by itself.
  if (idle === null) setImmediate(collectGarbage)
}

let compiled: WebAssembly.Module | null = null

function load(): Libwebp {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('webp/encoder.wasm', import.meta.url)))
  // Views are made anew for each strip: nobody has to be told that memory has grown.
  const { exports } = new WebAssembly.Instance(compiled, { env: { emscripten_notify_memory_growth() {} } })
  return exports as unknown as Libwebp
}
