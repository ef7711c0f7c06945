import { afterAll, beforeAll, expect, test } from 'vitest'
import { printArticles } from '#lib/pipeline/print-articles.ts'
import { indexDocument } from '#lib/search/index-document.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { TOPICS } from '#test/relevance/topics.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { addLink } from './add-link.ts'
import { listSameArticles } from './list-same-articles.ts'

let opened: TestRuntime
beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0' })
})
afterAll(() => opened.close())

const article = (from: number) =>
  TOPICS.slice(from, from + 8)
    .map(({ question, answer, compound }) => `${question}？${answer}${compound}。`)
    .join('\n')

/** A link whose copy says this; its fingerprint is still to be made. */
async function save({ ctx, actor: { libraryId } }: TestPerson, url: string, text: string): Promise<string> {
  const { id: linkId, site } = await addLink(ctx, { url })
  const words = { title: url, url, site, lang: null, note: '', tags: [], text }
  await indexDocument(opened.db, { linkId, libraryId, ...words })
  await opened.db.articleFingerprint.create({ data: { linkId, libraryId } })
  return linkId
}

test('a repost is found beside its original, in the same library alone', async () => {
  const [one, other] = [await makePerson(opened), await makePerson(opened)]
  const original = await save(one, 'https://blog.example.com/a', article(0))
  const repost = await save(one, 'https://repost.example.org/b', `转载\n${article(0)}\n扫码关注`)
  await save(one, 'https://blog.example.com/c', article(20))
  const excerpt = await save(one, 'https://excerpt.example.org/d', article(0).slice(0, 300))
  const foreign = await save(other, 'https://blog.example.com/a', article(0))
  const short = [await save(one, 'https://a.test/1', '请登录'), await save(one, 'https://a.test/2', '请登录')]
  expect(await printArticles(opened)).toBe(7)
  expect(await printArticles(opened)).toBe(0)
  const same = async (person: TestPerson, id: string) =>
    (await listSameArticles(person.ctx, { id })).items.map(({ link }) => link.id)
  expect(await same(one, original)).toEqual([repost])
  expect(await same(one, repost)).toEqual([original])
  expect([await same(one, excerpt), await same(one, short[0] ?? '')]).toEqual([[], []])
  expect(await same(other, foreign)).toEqual([])
  await expect(listSameArticles(one.ctx, { id: foreign })).rejects.toMatchObject({ code: 'not_found' })
})
