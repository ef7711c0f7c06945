import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaptureRequest } from '#lib/capture/capture.ts'
import { operationView } from '#lib/contract/operation.ts'
import { rulePreview, ruleView } from '#lib/contract/rule.ts'
import { snapshotView } from '#lib/contract/snapshot.ts'
import { inTransaction } from '#lib/db/client.ts'
import { newId } from '#lib/kernel/ids.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { captureSnapshot } from '#lib/pipeline/capture-snapshot.ts'
import { matchLinks } from '#lib/search/match-links.ts'
import { EVERYTHING } from '#lib/search/query.ts'
import { applyRules } from '#lib/tagging/apply-rules.ts'
import { apiClient } from '#test/api.ts'
import { broughtCapture } from '#test/brought-capture.ts'
import { makeLink } from '#test/factories.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'

let opened: TestRuntime
let call: ReturnType<typeof apiClient>
beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0' })
  call = apiClient(opened)
})
afterAll(async () => {
  await closeExtractor()
  await opened.close()
})

const apiOf =
  ({ authorization }: TestPerson) =>
  (request: string, body?: unknown) =>
    call(request, { authorization, body })

test('a rule tags links that fit when they are saved, and says nothing against what a person said', async () => {
  const api = apiOf(await makePerson(opened))
  await api('POST /rules', {
    q: 'site:zhihu.com title:容器',
    addTags: ['知乎', '容器'],
    visibility: 'public',
  })
  const resting = await api('POST /rules', { urlPattern: '*/p/*', addTags: ['文章'] })
  await api(`PATCH /rules/${ruleView.parse(resting.body).id}`, { isEnabled: false })
  const save = async (body: object) => {
    const url = `https://zhuanlan.zhihu.com/p/${newId()}`
    const link = (await api('POST /links', { url, ...body })).body
    return [link.tags.map(({ path }: { path: string }) => path), link.visibility]
  }
  expect(await save({ title: '容器网络' })).toEqual([['容器', '知乎'], 'public'])
  expect(await save({ title: '容器网络', visibility: 'private', tags: ['我的'] })).toEqual([
    ['容器', '我的', '知乎'],
    'private',
  ])
  expect(await save({ title: '别的' })).toEqual([[], 'private'])
})

test('what only the page says is known when its copy is there: tags come then, visibility does not', async () => {
  const person = await makePerson(opened)
  const { libraryId } = person.actor
  await apiOf(person)('POST /rules', { q: '存档', addTags: ['档案'], visibility: 'public' })
  const { linkId } = await makeLink(opened.db, libraryId)
  const apply = () =>
    inTransaction(opened.db, (tx) => applyRules(tx, libraryId, linkId, { setsVisibility: false }))
  await apply()
  expect(await opened.db.linkTag.count({ where: { linkId } })).toBe(0)
  await apiOf(person)(`PATCH /links/${linkId}`, { note: '存档' })
  await apply()
  const { tags, visibility } = (await apiOf(person)(`GET /links/${linkId}`)).body
  expect([tags[0].path, visibility]).toEqual(['档案', 'private'])
})

test('a rule is tried on the links that are there, applied to them, and taken back', async () => {
  const person = await makePerson(opened)
  const api = apiOf(person)
  for (const n of [1, 2, 3]) await api('POST /links', { url: `https://a.example.com/blog/${n}` })
  await api('POST /links', { url: 'https://b.example.com/shop/1' })
  const conditions = { urlPattern: 'a.example.com/BLOG/*' }
  const preview = rulePreview.parse((await api('POST /rules/preview', conditions)).body)
  expect(preview.total).toEqual({ count: 3, exact: true })
  expect(preview.links[0]?.url).toBe('https://a.example.com/blog/3')
  const both = await api('POST /rules/preview', { ...conditions, q: 'example' })
  expect(rulePreview.parse(both.body).total).toEqual({ count: 3, exact: true })
  const rule = ruleView.parse((await api('POST /rules', { ...conditions, addTags: ['博客'] })).body)
  const applied = operationView.parse((await api(`POST /rules/${rule.id}/apply`)).body)
  expect(applied).toMatchObject({ kind: 'rule.apply', status: 'done', links: { changed: 3 } })
  expect((await api('GET /tags')).body.items).toMatchObject([{ path: '博客', linkCount: 3 }])
  await api(`POST /operations/${applied.id}/undo`)
  expect((await api('GET /tags')).body.items).toEqual([])
  expect((await api(`DELETE /rules/${rule.id}`)).status).toBe(204)
  expect((await api('GET /rules')).body).toMatchObject({ items: [], total: { count: 0 } })
})

test('a rule is changed, moved and switched off; of two that disagree the later one counts', async () => {
  const api = apiOf(await makePerson(opened))
  const make = async (addTags: string[], visibility: string) =>
    ruleView.parse((await api('POST /rules', { q: 'site:a.example.com', addTags, visibility })).body)
  const [first, second] = [await make(['一'], 'public'), await make(['二'], 'private')]
  const save = async () => {
    const link = (await api('POST /links', { url: `https://a.example.com/${newId()}` })).body
    return [link.tags.map(({ path }: { path: string }) => path), link.visibility]
  }
  const order = async () => (await api('GET /rules')).body.items.map(({ id }: { id: string }) => id)
  expect(await save()).toEqual([['一', '二'], 'private'])
  await api(`PATCH /rules/${second.id}`, { position: 1 })
  expect(await order()).toEqual([second.id, first.id])
  expect((await api('GET /rules?limit=1')).body.nextCursor).toBe(second.id)
  expect((await api(`GET /rules?limit=1&cursor=${second.id}`)).body.items[0].id).toBe(first.id)
  expect(await save()).toEqual([['一', '二'], 'public'])
  const change = { q: '', urlPattern: 'a.example.com/*', addTags: ['三'] }
  expect((await api(`PATCH /rules/${first.id}`, change)).body).toMatchObject({
    ...change,
    visibility: 'public',
    isEnabled: true,
  })
  expect(await save()).toEqual([['三', '二'], 'public'])
  await api(`PATCH /rules/${first.id}`, { isEnabled: false })
  expect(await save()).toEqual([['二'], 'private'])
  const nothing = await api(`PATCH /rules/${first.id}`, { addTags: [], visibility: null })
  expect([nothing.status, nothing.body.errors[0].path]).toEqual([422, 'addTags'])
  const everything = await api(`PATCH /rules/${first.id}`, { urlPattern: null })
  expect([everything.status, everything.body.errors[0].path]).toEqual([422, 'q'])
  const stranger = apiOf(await makePerson(opened))
  expect((await stranger(`PATCH /rules/${first.id}`, { position: 1 })).status).toBe(404)
})

test('a rule says how links that fit are captured, and what a person says of a capture goes before it', async () => {
  const person = await makePerson(opened)
  const api = apiOf(person)
  await api('POST /rules', { q: 'site:slow.example.com', capture: { patience: 'long', banners: 'leave' } })
  await api('POST /rules', { urlPattern: 'slow.example.com/*', capture: { banners: 'reject' } })
  const asked: CaptureRequest[] = []
  const capturePage = (request: CaptureRequest) => {
    asked.push(request)
    return broughtCapture(opened.blobs, request)
  }
  const submit = async (url: string, capture?: object) => {
    const { body } = await api('POST /snapshots', { url, capture })
    await captureSnapshot({ ...opened, capturePage }, { snapshotId: body.id }, new AbortController().signal)
    return snapshotView.parse((await api(`GET /snapshots/${body.id}`)).body)
  }
  await submit('https://slow.example.com/a')
  const said = await submit('https://slow.example.com/a', { patience: 'normal' })
  expect(said.capture).toEqual({ patience: 'normal' })
  await submit('https://quick.example.com/a')
  const { timeoutMs } = opened.config.capture
  expect(
    asked.map(({ patience, rejectsBanners, budget }) => [patience, rejectsBanners, budget.timeoutMs]),
  ).toEqual([
    [2, true, timeoutMs * 2],
    [1, true, timeoutMs],
    [1, true, timeoutMs],
  ])
  const again = await api(`POST /snapshots/${said.id}/retry`)
  expect(snapshotView.parse(again.body)).toMatchObject({ capture: { patience: 'normal' } })
})

test.each([
  ['https://EXAMPLE.com/*', true],
  ['example.com/a?c/*', true],
  ['*.com/abc/100%_x', true],
  ['example.com/abc', false],
  ['*/100%', false],
  ['*\\*', false],
  ['*'.repeat(100) + 'z', false],
])('the pattern %s of an address fits: %s', async (urlPattern, fits) => {
  const { actor } = await makePerson(opened)
  await makeLink(opened.db, actor.libraryId, 'https://example.com/abc/100%_x')
  const found = await inTransaction(opened.db, (tx) =>
    matchLinks(tx, actor.libraryId, EVERYTHING, { urlPattern, limit: 5 }),
  )
  expect(found.ids.length === 1).toBe(fits)
})

test.each([
  [{ addTags: ['x'] }, 'q'],
  [{ q: ' ', addTags: ['x'] }, 'q'],
  [{ q: 'x' }, 'addTags'],
  [{ q: 'x', capture: {} }, 'addTags'],
  [{ q: 'x', capture: { patience: 'endless' } }, 'capture.patience'],
  [{ q: 'x', addTags: ['a//b'] }, 'addTags.0'],
])('a rule that says too little is refused: %o', async (body, field) => {
  const answer = await apiOf(await makePerson(opened))('POST /rules', body)
  expect([answer.status, answer.body.errors[0].path]).toEqual([422, field])
})
