import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#lib/db/client.ts'
import { noteAddress } from '#lib/db/link-addresses.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { addLink } from './add-link.ts'
import { deleteLink } from './delete-link.ts'
import { lookupLink } from './lookup-link.ts'

let opened: TestRuntime
beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0' })
})
afterAll(() => opened.close())

test('a page saved from a phone is the same link on the desk, and keeps the address that it was saved with', async () => {
  const { ctx } = await makePerson(opened)
  const phone = 'https://m.zhihu.com/question/1/answer/2'
  const { id } = await addLink(ctx, { url: phone })
  for (const url of [
    'https://www.zhihu.com/question/1/answer/2',
    phone,
    'http://m.zhihu.com/question/1/answer/2',
  ])
    expect(await addLink(ctx, { url })).toMatchObject({ id, url: phone, canonicalUrl: phone })
  expect((await addLink(ctx, { url: 'https://www.zhihu.com/question/1/answer/3' })).id).not.toBe(id)
})

test('a link is found by where it was redirected to, until it is deleted; links that were there stay two', async () => {
  const { ctx, actor } = await makePerson(opened)
  const { id } = await addLink(ctx, { url: 'https://short.example.com/a' })
  const note = (url: string) =>
    inTransaction(opened.db, (tx) => noteAddress(tx, actor.libraryId, id, { url, source: 'redirect' }))
  await note('https://long.example.com/article')
  expect((await lookupLink(ctx, { url: 'https://long.example.com/article?utm_source=x' })).id).toBe(id)
  const other = await addLink(ctx, { url: 'https://other.example.com/b' })
  await note('https://other.example.com/b')
  expect((await lookupLink(ctx, { url: 'https://other.example.com/b' })).id).toBe(other.id)
  const stranger = await makePerson(opened)
  const foreign = lookupLink(stranger.ctx, { url: 'https://long.example.com/article' })
  await expect(foreign).rejects.toMatchObject({ code: 'not_found' })
  await deleteLink(ctx, { id })
  const gone = lookupLink(ctx, { url: 'https://long.example.com/article' })
  await expect(gone).rejects.toMatchObject({ code: 'not_found' })
})
