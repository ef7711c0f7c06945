import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openWebpEncoder } from './encode-webp.ts'
import { CHANNELS, type Pixels } from './pixels.ts'

const HOW = { quality: 60, effort: 2 }

/** A page of its kind: paper, lines of text, and a photograph. */
function paint(width: number, height: number): Pixels {
  const rgb = Buffer.alloc(width * height * CHANNELS, 250)
  let seed = 7
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
      const at = (y * width + x) * CHANNELS
      if (y % 24 < 12 && x < width / 2 && seed % 5 === 0) rgb.fill(40, at, at + CHANNELS)
      if (x >= width / 2) rgb.set([x & 255, (x + y) & 255, (y * 3) & 255], at)
    }
  return { rgb, width, height }
}

/** Rows `from` to `end` of a picture. */
const cut = ({ rgb, width }: Pixels, from: number, end: number): Pixels => ({
  rgb: rgb.subarray(from * width * CHANNELS, end * width * CHANNELS),
  width,
  height: end - from,
})

function encode(picture: Pixels, bounds: number[]): Buffer {
  const encoder = openWebpEncoder(picture, HOW)
  for (const [at, end] of bounds.entries()) encoder.add(cut(picture, bounds[at - 1] ?? 0, end))
  return encoder.finish()
}

const bySharp = ({ rgb, width, height }: Pixels) =>
  sharp(rgb, { raw: { width, height, channels: CHANNELS } })
    .webp(HOW)
    .toBuffer()

test.each([
  ['at once', [333]],
  ['in bands', [100, 301, 302, 333]],
  ['row by row', Array.from({ length: 333 }, (_value, at) => at + 1)],
])('rows that come %s are the picture that sharp writes of all of them', async (_name, bounds) => {
  const picture = paint(217, 333)
  const written = await sharp(encode(picture, bounds)).raw().toBuffer()
  expect(
    written.equals(
      await sharp(await bySharp(picture))
        .raw()
        .toBuffer(),
    ),
  ).toBe(true)
})

test('an encoder that was given up, and two at once, leave the next ones as they are', () => {
  const picture = paint(64, 200)
  const expected = encode(picture, [200])
  const [given, other] = [openWebpEncoder(paint(500, 300), HOW), openWebpEncoder(picture, HOW)]
  given.add(paint(500, 100))
  other.add(picture)
  expect(other.finish().equals(expected)).toBe(true)
  expect(encode(picture, [13, 200]).equals(expected)).toBe(true)
})

test('what is no picture of its size is refused', () => {
  expect(() => openWebpEncoder({ width: 20_000, height: 10 }, HOW)).toThrow('20000 x 10')
  const encoder = openWebpEncoder({ width: 10, height: 100 }, HOW)
  encoder.add(paint(10, 99))
  expect(() => encoder.finish()).toThrow('libwebp failed')
  expect(() => encoder.add(paint(10, 66))).toThrow('no more rows')
})
