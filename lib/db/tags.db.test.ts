import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, whoWaits, type TestDatabase } from '#test/database.ts'
import { makeLibrary, makeLink } from '#test/factories.ts'
import { inTransaction, type Db, type Tx } from './client.ts'
import { deleteLink } from './links.ts'
import { recountTag } from './lost-bytes.ts'
import { createTag, findTagByPath, listTags, updateTag } from './tag-tree.ts'
import { addTags, setTags } from './tags.ts'

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await cloneDatabase()
  db = database.db
})
afterAll(() => database.close())

const library = async () => (await makeLibrary(db)).libraryId
const run = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(db, work)
const all = async (libraryId: string) => (await listTags(db, libraryId, { limit: 100 })).items
const summary = async (libraryId: string) =>
  (await all(libraryId)).map(({ path, linkCount, totalCount }) => [path, linkCount, totalCount])

test('a link bears exactly the tags that were set last, spelled as first written', async () => {
  const libraryId = await library()
  const { linkId } = await makeLink(db, libraryId)
  await run((tx) => setTags(tx, libraryId, linkId, ['React', 'Vue']))
  await run((tx) => setTags(tx, libraryId, linkId, ['ｒｅａｃｔ', '笔记', 'REACT']))
  expect(await summary(libraryId)).toEqual([
    ['React', 1, 1],
    ['Vue', 0, 0],
    ['笔记', 1, 1],
  ])
  await run((tx) => addTags(tx, libraryId, linkId, ['Vue']))
  expect((await summary(libraryId)).map(([, count]) => count)).toEqual([1, 1, 1])
})

test('a tag counts the links below it once each, and shows the way down', async () => {
  const libraryId = await library()
  const [a, b] = [await makeLink(db, libraryId), await makeLink(db, libraryId)]
  await run((tx) => setTags(tx, libraryId, a.linkId, ['前端/React', '前端/React/Hooks', '前端开发']))
  await run((tx) => setTags(tx, libraryId, b.linkId, ['前端']))
  expect(await summary(libraryId)).toEqual([
    ['前端', 1, 2],
    ['前端/React', 1, 1],
    ['前端/React/Hooks', 1, 1],
    ['前端开发', 1, 1],
  ])
})

test('renaming moves everything below, and a letter that SQL takes for a wildcard moves nothing else', async () => {
  const libraryId = await library()
  const { linkId } = await makeLink(db, libraryId)
  await run((tx) => setTags(tx, libraryId, linkId, ['a_b/x', 'acb/y', 'a_b/x/z']))
  const tag = await findTagByPath(db, libraryId, 'a_b')
  await run((tx) => updateTag(tx, libraryId, tag!.id, { path: '归档/老' }))
  expect((await all(libraryId)).map(({ path }) => path)).toEqual([
    'acb',
    'acb/y',
    '归档',
    '归档/老',
    '归档/老/x',
    '归档/老/x/z',
  ])
})

test.each([
  ['another tag', { path: 'Vue' }, 'tag_taken'],
  ['the alias of another tag', { path: 'vuejs' }, 'tag_taken'],
  ['its own child', { path: 'React/Old' }, 'tag_within_itself'],
  ['a path whose children become too deep', { path: '1/2/3/4/5/6/7/8' }, 'invalid_request'],
  ['a path whose children become too long', { path: 'x'.repeat(60) }, 'invalid_request'],
])('a tag cannot be renamed to %s', async (_what, change, code) => {
  const libraryId = await library()
  const { linkId } = await makeLink(db, libraryId)
  await run((tx) => setTags(tx, libraryId, linkId, ['React/Hooks', 'Vue']))
  const vue = await findTagByPath(db, libraryId, 'Vue')
  await run((tx) => updateTag(tx, libraryId, vue!.id, { aliases: ['VueJS'] }))
  const react = await findTagByPath(db, libraryId, 'React')
  const before = await summary(libraryId)
  await expect(run((tx) => updateTag(tx, libraryId, react!.id, change))).rejects.toMatchObject({ code })
  expect(await summary(libraryId)).toEqual(before)
})

test('only the spelling of a tag can change too', async () => {
  const libraryId = await library()
  const tag = await run((tx) => createTag(tx, libraryId, { path: 'react', color: 'blue' }))
  await run((tx) => updateTag(tx, libraryId, tag.id, { path: 'React' }))
  expect(await findTagByPath(db, libraryId, 'REACT')).toMatchObject({ path: 'React', color: 'blue' })
  const again = run((tx) => createTag(tx, libraryId, { path: 'ReAct' }))
  await expect(again).rejects.toMatchObject({ code: 'tag_taken', detail: { path: 'React' } })
})

test('a tag can be renamed to its other name, which it has no more then', async () => {
  const libraryId = await library()
  const tag = await run((tx) => createTag(tx, libraryId, { path: 'JavaScript' }))
  await run((tx) => updateTag(tx, libraryId, tag.id, { aliases: ['JS', 'ES'] }))
  await run((tx) => updateTag(tx, libraryId, tag.id, { path: 'js', aliases: ['JS', 'ES'] }))
  expect(await findTagByPath(db, libraryId, 'JS')).toMatchObject({ path: 'js', aliases: ['ES'] })
})

test('an alias sets and finds its tag', async () => {
  const libraryId = await library()
  const { linkId } = await makeLink(db, libraryId)
  const tag = await run((tx) => createTag(tx, libraryId, { path: 'JavaScript' }))
  await run((tx) => updateTag(tx, libraryId, tag.id, { aliases: ['JS', '脚本'] }))
  await run((tx) => setTags(tx, libraryId, linkId, ['js']))
  expect(await all(libraryId)).toMatchObject([{ path: 'JavaScript', linkCount: 1, aliases: ['JS', '脚本'] }])
  const found = await listTags(db, libraryId, { q: '脚', limit: 5 })
  expect(found.items.map(({ path }) => path)).toEqual(['JavaScript'])
})

test('a foreign tag or link does not exist', async () => {
  const [mine, theirs] = [await library(), await library()]
  const tag = await run((tx) => createTag(tx, theirs, { path: 'x' }))
  const { linkId } = await makeLink(db, theirs)
  const notFound = { code: 'not_found' }
  await expect(run((tx) => updateTag(tx, mine, tag.id, { color: 'red' }))).rejects.toMatchObject(notFound)
  await expect(run((tx) => setTags(tx, mine, linkId, ['x']))).rejects.toMatchObject(notFound)
  expect(await all(mine)).toEqual([])
})

test('pages of tags meet without gap or overlap', async () => {
  const libraryId = await library()
  const { linkId } = await makeLink(db, libraryId)
  const paths = ['b', 'a/1', 'a', '中文', 'Ab', 'a-', '中文/子', 'z']
  await run((tx) => setTags(tx, libraryId, linkId, paths))
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listTags(db, libraryId, { limit: 3, cursor })
    expect(page.total).toEqual({ count: paths.length, exact: true })
    seen.push(...page.items.map(({ path }) => path))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(seen).toHaveLength(paths.length)
  expect(new Set(seen)).toEqual(new Set(paths))
  await expect(listTags(db, libraryId, { limit: 3, cursor: '!' })).rejects.toMatchObject({
    code: 'invalid_cursor',
  })
})

test('links that swap their tags at the same time do not wait for each other in a circle', async () => {
  const libraryId = await library()
  const links = await Promise.all([1, 2, 3, 4, 5, 6].map(() => makeLink(db, libraryId)))
  const pairs = [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ]
  for (let round = 0; round < 30; round += 1) {
    const results = await Promise.allSettled(
      links.map(({ linkId }, at) =>
        db.$transaction((tx) => setTags(tx, libraryId, linkId, pairs[(at + round) % pairs.length] ?? [])),
      ),
    )
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
  }
  expect((await summary(libraryId)).map(([, count]) => count)).toEqual([4, 4, 4])
})

test('a tag is counted again right while a link gets it', async () => {
  const libraryId = await library()
  const [one, other] = [await makeLink(db, libraryId), await makeLink(db, libraryId)]
  await run((tx) => setTags(tx, libraryId, one.linkId, ['a']))
  const { id } = await db.tag.findFirstOrThrow({ where: { libraryId } })
  await db.tag.update({ where: { id }, data: { linkCount: 7 } })
  const [tagged, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const tagging = run(async (tx) => {
    await addTags(tx, libraryId, other.linkId, ['a'])
    tagged.resolve()
    await go.promise
  })
  await tagged.promise
  const counting = run((tx) => recountTag(tx, id))
  await expect.poll(() => whoWaits(db)).toHaveLength(1)
  go.resolve()
  await Promise.all([tagging, counting])
  expect(await summary(libraryId)).toEqual([['a', 2, 2]])
})

test('the counters equal the rows after any operations, also at the same time', async () => {
  const path = fc.constantFrom('a', 'A', 'a/b', 'a/b/c', 'b', 'c')
  const step = fc.record({
    kind: fc.constantFrom('set', 'set', 'set', 'add', 'rename', 'unlink'),
    at: fc.nat(3),
    paths: fc.array(path, { maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
      async (rounds) => {
        const libraryId = await library()
        const links = await Promise.all([1, 2, 3, 4].map(() => makeLink(db, libraryId)))
        const perform = async ({ kind, at, paths }: (typeof rounds)[number][number]) => {
          const { linkId } = links[at]!
          if (kind === 'set') return run((tx) => setTags(tx, libraryId, linkId, paths))
          if (kind === 'add') return run((tx) => addTags(tx, libraryId, linkId, paths))
          if (kind === 'unlink') return run((tx) => deleteLink(tx, libraryId, linkId))
          const tag = await findTagByPath(db, libraryId, paths[0] ?? 'a')
          if (!tag) return undefined
          return run((tx) => updateTag(tx, libraryId, tag.id, { path: paths[1] ?? 'd' }))
        }
        for (const round of rounds) {
          const results = await Promise.allSettled(round.map(perform))
          const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
          const expected = new Set(['not_found', 'tag_taken', 'tag_within_itself'])
          expect(refusals.filter(({ code }) => !expected.has(code))).toEqual([])
        }
        const counted = await db.$queryRaw<unknown[]>`
        SELECT t.path FROM "Tag" t WHERE t."libraryId" = ${libraryId}::uuid
          AND t."linkCount" <> (SELECT count(*) FROM "LinkTag" lt WHERE lt."tagId" = t.id)`
        expect(counted).toEqual([])
      },
    ),
    { numRuns: 25 },
  )
})
