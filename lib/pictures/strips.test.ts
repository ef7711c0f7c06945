import { expect, test } from 'vitest'
import { CHANNELS, type Pixels } from './pixels.ts'
import { openCutter, stripsOf } from './strips.ts'

/** Rows of noise, gaps of equal rows of any height, and columns in which only one of both goes on. */
function paint(width: number, height: number, seed: number): Pixels {
  const rgb = Buffer.alloc(width * height * CHANNELS)
  let state = seed
  const next = () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) >> 8
  const pitch = width * CHANNELS
  for (let left = 0; left < width; left += 64) {
    const bytes = Math.min(64, width - left) * CHANNELS
    for (let y = 0; y < height;) {
      const rows = Math.min(height - y, 1 + (next() % (next() % 8 === 0 ? 300 : 7)))
      const isGap = next() % 2 === 0
      const shade = next()
      for (let row = y; row < y + rows; row += 1)
        rgb.fill(isGap ? shade : next(), row * pitch + left * CHANNELS, row * pitch + left * CHANNELS + bytes)
      y += rows
    }
  }
  return { rgb, width, height }
}

test('a picture that comes in bands of any height is cut as it is at once', () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const picture = paint(300, 1_000, seed)
    const expected = stripsOf(picture)
    expect(expected.columns.flat().some(({ isGap }) => isGap)).toBe(true)
    for (const step of [1, 2, 3, 4, 5, 64, 333, 999]) {
      const cutter = openCutter(picture.width)
      for (let top = 0; top < picture.height; top += step) {
        const height = Math.min(step, picture.height - top)
        const from = top * picture.width * CHANNELS
        const rgb = Buffer.from(picture.rgb.subarray(from, from + height * picture.width * CHANNELS))
        cutter.add({ rgb, width: picture.width, height })
        rgb.fill(0)
      }
      expect(cutter.end()).toEqual(expected)
    }
  }
})
