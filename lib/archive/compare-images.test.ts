import sharp from 'sharp'
import { expect, test } from 'vitest'
import { compareImages } from './compare-images.ts'

const picture = (svg: string, width = 160, height = 120) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/>${svg}</svg>`,
    ),
  )

const stripes = Array.from({ length: 10 }, (_, at) => `<rect x="${at * 16}" width="7" height="120"/>`).join(
  '',
)

test('a picture is wholly like itself, also in another format', async () => {
  const [png, webp] = await Promise.all([
    picture(stripes).png().toBuffer(),
    picture(stripes).webp({ lossless: true }).toBuffer(),
  ])
  expect(await compareImages(png, webp)).toEqual({ structure: 1, equalPixels: 1, score: 1 })
})

test('lost structure counts, however much white there is around it', async () => {
  const [full, empty] = await Promise.all([
    picture('<circle cx="30" cy="30" r="9"/>').png().toBuffer(),
    picture('').png().toBuffer(),
  ])
  const likeness = await compareImages(full, empty)
  expect(likeness.equalPixels).toBeGreaterThan(0.95)
  expect(likeness.score).toBeLessThan(0.2)
})

test('a missing lower half is not equal', async () => {
  const [long, short] = await Promise.all([
    picture(stripes, 160, 120).png().toBuffer(),
    picture(stripes, 160, 60).png().toBuffer(),
  ])
  expect((await compareImages(long, short)).equalPixels).toBeCloseTo(0.5)
})
