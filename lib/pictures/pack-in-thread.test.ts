import sharp from 'sharp'
import { expect, test } from 'vitest'
import { packInThread } from './pack-in-thread.ts'
import { photographOf } from './photograph.ts'
import { readStrips } from './read-strips.ts'

const size = { width: 300, height: 400 }

async function photograph(red: number) {
  const blank = sharp({ create: { ...size, channels: 3, background: { r: red, g: 90, b: 30 } } })
  return photographOf(await blank.png().toBuffer())
}

test('pictures that are asked for at once are packed one after the other, each as what it is', async () => {
  const reds = [10, 120, 250]
  const all = await Promise.all(
    reds.map(async (red) => packInThread({ photograph: await photograph(red), base: null })),
  )
  for (const [at, { packed, thumbnail, widthPx, heightPx }] of all.entries()) {
    if (packed.kind !== 'whole') throw new Error('there is nothing to compare with')
    expect({ width: widthPx, height: heightPx }).toEqual(size)
    const { channels } = await sharp(packed.bytes).stats()
    expect(Math.abs((channels[0]?.mean ?? 0) - (reds[at] ?? 0))).toBeLessThan(4)
    expect(thumbnail).toMatchObject({ widthPx: 480, heightPx: 301 })
  }
})

test('a picture that looks as it did is the one before', async () => {
  const { packed } = await packInThread({ photograph: await photograph(50), base: null })
  if (packed.kind !== 'whole') throw new Error('there is nothing to compare with')
  const strips = readStrips(Buffer.from(packed.strips))
  const base = { digest: 'a'.repeat(64), sizeBytes: packed.bytes.length, strips: strips! }
  expect(await packInThread({ photograph: await photograph(50), base })).toMatchObject({
    packed: { kind: 'same' },
  })
})

test('a photograph is handed over, and lies in memory once', async () => {
  const [png = Buffer.alloc(0)] = (await photograph(50)).tiles
  // As the browser's answers are read: without a native that has them.
  const taken = photographOf(Buffer.concat([png, Buffer.alloc(64 * 1024)]))
  expect(await packInThread({ photograph: taken, base: null })).toMatchObject({ widthPx: size.width })
  expect(taken.tiles[0]?.length).toBe(0)
})

test('what is no picture is said to be none, and the next one is packed', async () => {
  const broken = photographOf(Buffer.from('no picture at all'))
  await expect(packInThread({ photograph: broken, base: null })).rejects.toMatchObject({
    code: 'blob_damaged',
  })
  expect(await packInThread({ photograph: await photograph(50), base: null })).toMatchObject({
    widthPx: size.width,
  })
})
