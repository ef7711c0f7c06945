import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { collectBlobs } from './collect-blobs.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a blob put twice is listed once, and stays new', async () => {
  const collected = collectBlobs(openFileStore(folder))
  const first = await collected.put('the same', { contentType: 'text/plain' })
  await collected.put('the same', { contentType: 'text/plain' })
  expect(collected.stored()).toEqual([first])
  expect(first.isNew).toBe(true)
})

test('a blob that was there before is not new', async () => {
  const store = openFileStore(folder)
  await store.put('known')
  const collected = collectBlobs(store)
  await collected.put('known')
  expect(collected.stored()).toMatchObject([{ isNew: false }])
})
