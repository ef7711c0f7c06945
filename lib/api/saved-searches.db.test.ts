import { afterAll, beforeAll, expect, test } from 'vitest'
import { savedSearchPage, savedSearchView } from '#lib/contract/saved-search.ts'
import { newId } from '#lib/kernel/ids.ts'
import { MAX_SAVED_SEARCHES } from '#lib/kernel/limits.ts'
import { apiClient } from '#test/api.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'

let opened: TestRuntime
let call: ReturnType<typeof apiClient>
beforeAll(async () => {
  opened = await openTestRuntime()
  call = apiClient(opened)
})
afterAll(() => opened.close())

async function newApi() {
  const { authorization, actor } = await makePerson(opened)
  const api = (request: string, body?: unknown, headers?: Record<string, string>) =>
    call(request, { authorization, body, headers })
  const save = async (name: string, q = '网络') =>
    savedSearchView.parse((await api('POST /saved-searches', { name, q })).body)
  return { api, save, libraryId: actor.libraryId }
}

test('a search is kept as typed, with how it is understood, found by its name, changed and forgotten', async () => {
  const { api } = await newApi()
  const made = await api('POST /saved-searches', {
    name: ' 容器  网络 ',
    q: '标签：前端  -“旧 文”',
    sort: 'newest',
  })
  expect(made.status).toBe(201)
  const search = savedSearchView.parse(made.body)
  expect(search).toMatchObject({
    name: '容器 网络',
    q: '标签：前端  -“旧 文”',
    sort: 'newest',
    query: {
      text: 'tag:"前端" -"旧 文"',
      parts: [
        { kind: 'field', field: 'tag', value: '前端', isNegated: false, without: '-"旧 文"' },
        { kind: 'phrase', field: null, value: '旧 文', isNegated: true, without: 'tag:"前端"' },
      ],
    },
  })
  const found = await api(`GET /links?q=${encodeURIComponent(search.q)}`)
  expect(found.body.query).toEqual(search.query)
  expect((await api(`GET /saved-searches/${search.id}`)).body).toEqual(search)
  expect((await api(`PATCH /saved-searches/${search.id}`, { name: 'Docker' })).body).toMatchObject({
    name: 'Docker',
    q: search.q,
    sort: 'newest',
  })
  const byName = await api(`GET /saved-searches/lookup?name=${encodeURIComponent('ｄｏｃｋｅｒ')}`)
  expect(byName.body).toMatchObject({ id: search.id })
  expect((await api(`DELETE /saved-searches/${search.id}`)).status).toBe(204)
  expect((await api(`DELETE /saved-searches/${search.id}`)).status).toBe(404)
  expect((await api('GET /saved-searches/lookup?name=docker')).status).toBe(404)
})

test.each(['((', 'is:nothing before:never', '"', '-', 'tag:', '）（｜', '\ud83d', '('.repeat(512)])(
  'the odd query %s is kept as typed and says what it means',
  async (q) => {
    const { api } = await newApi()
    const { status, body } = await api('POST /saved-searches', { name: 'x', q })
    expect(status).toBe(201)
    expect(body.q).toBe(q.toWellFormed())
    const found = await api(`GET /links?q=${encodeURIComponent(q.toWellFormed())}`)
    expect(body.query).toEqual(found.body.query ?? { text: '', parts: [] })
  },
)

test('names are one when they differ in case and width alone; renaming to its own name is fine', async () => {
  const { api, save } = await newApi()
  const react = await save('React 笔记')
  const taken = await api('POST /saved-searches', { name: 'ＲＥＡＣＴ 笔记', q: 'x' })
  expect([taken.status, taken.body.code]).toEqual([409, 'name_taken'])
  expect(taken.body.detail).toContain('React 笔记')
  const other = await save('Vue')
  expect((await api(`PATCH /saved-searches/${other.id}`, { name: 'react 笔记' })).status).toBe(409)
  expect((await api(`PATCH /saved-searches/${react.id}`, { name: 'react 笔记' })).body.name).toBe(
    'react 笔记',
  )
})

test('a deleted search comes back where it stood, unless another has its name by then', async () => {
  const { api, save } = await newApi()
  const saved = [await save('一'), await save('二')]
  await api(`DELETE /saved-searches/${saved[0]?.id}`)
  const [{ id }] = (await api('GET /operations')).body.items
  const other = await save('一', 'y')
  const refused = await api(`POST /operations/${id}/undo`)
  expect([refused.status, refused.body.code]).toEqual([409, 'name_taken'])
  await api(`PATCH /saved-searches/${other.id}`, { name: '三' })
  expect((await api(`POST /operations/${id}/undo`)).status).toBe(200)
  const names = (await api('GET /saved-searches')).body.items.map(({ name }: { name: string }) => name)
  expect(names).toEqual(['一', '二', '三'])
})

test('of many who save the same name at once one does, and no library gets more than it may', async () => {
  const { api, libraryId } = await newApi()
  const same = await Promise.all(
    Array.from({ length: 8 }, () => api('POST /saved-searches', { name: '同名', q: 'x' })),
  )
  expect(same.map(({ status }) => status).toSorted()).toEqual([201, ...Array(7).fill(409)])
  await opened.db.savedSearch.createMany({
    data: Array.from({ length: MAX_SAVED_SEARCHES - 3 }, (_, at) => ({
      id: newId(),
      libraryId,
      name: `${at}`,
      key: `${at}`,
      q: 'x',
      sort: 'newest',
    })),
  })
  const last = await Promise.all(
    Array.from({ length: 6 }, (_, at) => api('POST /saved-searches', { name: `新 ${at}`, q: 'x' })),
  )
  expect(last.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409, 409])
  expect(last.find(({ status }) => status === 409)?.body.code).toBe('limit_reached')
  expect(await opened.db.savedSearch.count({ where: { libraryId } })).toBe(MAX_SAVED_SEARCHES)
})

test('the same Idempotency-Key saves once', async () => {
  const { api, libraryId } = await newApi()
  const key = { 'idempotency-key': newId() }
  const [first, second] = [
    await api('POST /saved-searches', { name: '一次', q: 'x' }, key),
    await api('POST /saved-searches', { name: '一次', q: 'x' }, key),
  ]
  expect([second.status, second.body]).toEqual([201, first.body])
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  const other = await api('POST /saved-searches', { name: '两次', q: 'x' }, key)
  expect(other.body.code).toBe('idempotency_mismatch')
  expect(await opened.db.savedSearch.count({ where: { libraryId } })).toBe(1)
})

test('nobody sees, changes or forgets the searches of somebody else, whose names are free', async () => {
  const [mine, other] = [await newApi(), await newApi()]
  const { id } = await mine.save('我的')
  expect((await other.api(`GET /saved-searches/${id}`)).status).toBe(404)
  expect((await other.api(`PATCH /saved-searches/${id}`, { name: 'x' })).status).toBe(404)
  expect((await other.api(`DELETE /saved-searches/${id}`)).status).toBe(404)
  await other.save('我的')
  expect(savedSearchPage.parse((await mine.api('GET /saved-searches')).body).items).toMatchObject([
    { id, name: '我的' },
  ])
})

test('the list goes on behind its cursor', async () => {
  const { api, save } = await newApi()
  const saved = [await save('一'), await save('二'), await save('三')]
  const first = savedSearchPage.parse((await api('GET /saved-searches?limit=2')).body)
  expect(first).toEqual({
    items: saved.slice(0, 2),
    nextCursor: saved[1]?.id,
    total: { count: 3, exact: true },
  })
  const second = await api(`GET /saved-searches?limit=2&cursor=${first.nextCursor}`)
  expect(second.body).toMatchObject({ items: saved.slice(2), nextCursor: null })
  expect((await api('GET /saved-searches?cursor=x')).body.code).toBe('invalid_cursor')
})

test.each([
  [{ q: 'x' }, 'name'],
  [{ name: ' \u0000 ', q: 'x' }, 'name'],
  [{ name: '长'.repeat(65), q: 'x' }, 'name'],
  [{ name: 'x' }, 'q'],
  [{ name: 'x', q: ' ' }, 'q'],
  [{ name: 'x', q: 'x'.repeat(513) }, 'q'],
  [{ name: 'x', q: 'x', sort: 'random' }, 'sort'],
  [{ name: 'x', q: 'x', tag: 'x' }, 'tag'],
])('%o is refused because of `%s`', async (body, field) => {
  const { api } = await newApi()
  const answer = await api('POST /saved-searches', body)
  expect([answer.status, answer.body.errors[0].path]).toEqual([422, field])
})
