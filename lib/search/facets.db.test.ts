import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary } from '#test/factories.ts'
import { countFacets } from './facets.ts'
import { indexDocument } from './index-document.ts'
import { parseQuery } from './parse-query.ts'

let database: TestDatabase
let mine: string

interface Given {
  site: string
  lang: string | null
  tags: string[]
  addedAt: string
}

async function addLink(
  libraryId: string,
  title: string,
  { site, lang, tags, addedAt }: Given,
): Promise<void> {
  const { db } = database
  const [linkId, url] = [newId(Date.parse(addedAt)), `https://${site}/${newId()}`]
  const address = { originalUrl: url, canonicalUrl: url, canonicalDigest: sha256(url) }
  await db.link.create({ data: { id: linkId, libraryId, ...address, site } })
  for (const path of tags) {
    const known = { libraryId_key: { libraryId, key: path } }
    const tag = await db.tag.upsert({
      where: known,
      update: {},
      create: { id: newId(), libraryId, path, key: path },
    })
    await db.linkTag.create({ data: { linkId, tagId: tag.id } })
  }
  await indexDocument(db, { linkId, libraryId, title, url, site, lang, note: '', tags, text: '' })
}

beforeAll(async () => {
  database = await cloneDatabase()
  mine = (await makeLibrary(database.db)).libraryId
  const zh = { site: 'a.test', lang: 'zh-CN', tags: ['网络', '运维'], addedAt: '2024-05-01T00:00:00Z' }
  await addLink(mine, '容器网络', zh)
  await addLink(mine, '容器编排', { ...zh, tags: ['运维'], addedAt: '2025-12-31T23:59:59Z' })
  await addLink(mine, 'container 容器', {
    site: 'b.test',
    lang: 'en',
    tags: [],
    addedAt: '2026-01-01T00:00:00Z',
  })
  await addLink(mine, '别的', { ...zh, tags: ['别的'] })
  const theirs = (await makeLibrary(database.db)).libraryId
  await addLink(theirs, '容器', {
    site: 'secret.test',
    lang: 'ja',
    tags: ['秘密'],
    addedAt: '2020-01-01T00:00:00Z',
  })
})
afterAll(() => database.close())

const facetsOf = (typed: string, filters = {}) =>
  countFacets(database.db, mine, parseQuery(typed), { filters })

test('matches are counted by tag, site, language, year and kind, those of this library alone', async () => {
  expect(await facetsOf('容器')).toEqual({
    values: {
      tag: [
        { value: '运维', count: 2 },
        { value: '网络', count: 1 },
      ],
      site: [
        { value: 'a.test', count: 2 },
        { value: 'b.test', count: 1 },
      ],
      lang: [
        { value: 'zh', count: 2 },
        { value: 'en', count: 1 },
      ],
      year: [
        { value: '2026', count: 1 },
        { value: '2025', count: 1 },
        { value: '2024', count: 1 },
      ],
      kind: [{ value: 'none', count: 3 }],
    },
    counted: 3,
    isExact: true,
  })
})

test('filters and conditions narrow the counts', async () => {
  expect((await facetsOf('容器', { site: 'b.test' })).values.year).toEqual([{ value: '2026', count: 1 }])
  expect((await facetsOf('after:2025 before:2026')).values.tag).toEqual([{ value: '运维', count: 1 }])
  expect((await facetsOf('')).counted).toBe(4)
  expect((await facetsOf('没有的词')).values.site).toEqual([])
})

test('counts of what was not verified do not claim to be exact', async () => {
  expect((await facetsOf('容器网络')).isExact).toBe(false)
})
