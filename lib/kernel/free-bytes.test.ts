import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freeBytes } from './free-bytes.ts'

test('the fullest disk counts, and a folder that is not there does not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'linkhome-free-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { blocks, bsize } = await statfs(folder)
  const free = await freeBytes([folder, join(folder, 'missing')])
  expect(free).toBeGreaterThan(0)
  expect(free).toBeLessThanOrEqual(blocks * bsize)
  // Nothing can be written below /proc.
  expect(await freeBytes([folder, '/proc'])).toBe(0)
})
