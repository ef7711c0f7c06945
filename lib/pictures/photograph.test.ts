import sharp from 'sharp'
import { expect, test } from 'vitest'
import { developBands, developPhotograph, sizeOfPhotograph, writePhotograph } from './photograph.ts'
import { decodePicture, type Pixels } from './pixels.ts'

const RED = [255, 0, 0]
const GREEN = [0, 255, 0]
const BLUE = [0, 0, 255]

const png = ([r = 0, g = 0, b = 0]: number[], width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .png()
    .toBuffer()

const at = ({ rgb, width }: Pixels, left: number, top: number) => [
  ...rgb.subarray((top * width + left) * 3, (top * width + left) * 3 + 3),
]

const photograph = async () => ({
  tiles: [await png(RED, 20, 10), await png(GREEN, 20, 5)],
  // Over the border of the tiles, and beyond the edge.
  pieces: [{ png: await png(BLUE, 8, 8), left: 15, top: 6 }],
})

test('tiles lie below one another, and pieces over them', async () => {
  const pixels = await developPhotograph(await photograph())
  expect([pixels.width, pixels.height]).toEqual([20, 15])
  expect([at(pixels, 0, 0), at(pixels, 19, 5), at(pixels, 14, 9), at(pixels, 0, 10)]).toEqual([
    RED,
    RED,
    RED,
    GREEN,
  ])
  expect([at(pixels, 15, 6), at(pixels, 19, 13), at(pixels, 15, 14)]).toEqual([BLUE, BLUE, GREEN])
})

test('its size is known without decoding, and it is the same as one file', async () => {
  const taken = await photograph()
  expect(sizeOfPhotograph(taken)).toEqual({ width: 20, height: 15 })
  expect(await decodePicture(await writePhotograph(taken))).toEqual(await developPhotograph(taken))
})

test('what was taken at once is the same file', async () => {
  const tile = await png(RED, 4, 4)
  expect(await writePhotograph({ tiles: [tile], pieces: [] })).toBe(tile)
})

test('what is no picture is damaged', async () => {
  const taken = { tiles: [Buffer.from('no picture'), Buffer.from('nor this')], pieces: [] }
  await expect(developPhotograph(taken)).rejects.toMatchObject({ code: 'blob_damaged' })
})

test('bands are the same picture, with what lies over the border of two of them', async () => {
  const taken = await photograph()
  const bands: Buffer[] = []
  for await (const { rgb } of developBands(taken)) bands.push(Buffer.from(rgb))
  expect(bands.map(({ length }) => length / 60)).toEqual([10, 5])
  expect(Buffer.concat(bands).equals((await developPhotograph(taken)).rgb)).toBe(true)
})
