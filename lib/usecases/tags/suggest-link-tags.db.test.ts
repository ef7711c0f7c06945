import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { listen } from '#test/listen.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { addLink } from '../links/add-link.ts'
import { updateLink } from '../links/update-link.ts'
import { updateTag } from './update-tag.ts'
import { suggestLinkTags } from './suggest-link-tags.ts'

let opened: TestRuntime
beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0' })
})
afterAll(() => opened.close())

async function startLibrary() {
  const { ctx } = await makePerson(opened)
  let at = 0
  const add = (title: string, tags: string[] = [], host = `site${at}.test`) =>
    addLink(ctx, { url: `https://${host}.example.com/${(at += 1)}`, title, tags })
  return { ctx, add }
}

test('a link is offered the tags of links like it, with the words and the number of links that say so', async () => {
  const { ctx, add } = await startLibrary()
  for (const n of [1, 2, 3]) await add(`Docker 容器网络之${n}`, ['运维/容器'])
  for (const n of [1, 2, 3]) await add(`红烧肉的做法之${n}`, ['菜谱'])
  const { id } = await add('Docker 容器怎样互通')
  const { items } = await suggestLinkTags(ctx, { id })
  expect(items).toMatchObject([{ tag: { path: '运维/容器' }, because: { links: 3 } }])
  expect(items[0]?.because.words).toContain('docker')
  await updateLink(ctx, { id, tags: ['运维/容器/网络', '运维/容器'] })
  expect((await suggestLinkTags(ctx, { id })).items).toEqual([])
})

test('the site speaks where words say nothing, and a tag whose name stands in the title is offered', async () => {
  const { ctx, add } = await startLibrary()
  for (const title of ['甲乙丙', '丁戊己', '庚辛壬']) await add(title, ['博客'], 'blog')
  expect((await suggestLinkTags(ctx, { id: (await add('子丑寅', [], 'blog')).id })).items).toMatchObject([
    { tag: { path: '博客' }, because: { words: [], links: 3 } },
  ])
  const { tags } = await add('别的', ['Go'])
  await updateTag(ctx, { id: tags[0]?.id ?? '', aliases: ['地鼠'] })
  const offered = async (title: string) =>
    (await suggestLinkTags(ctx, { id: (await add(title)).id })).items.map(({ tag }) => tag.path)
  expect(await offered('一只地鼠')).toEqual(['Go'])
  expect(await offered('学习 Go 语言')).toEqual(['Go'])
  expect(await offered('Google 搜索')).toEqual([])
})

test('a word of several links that is no tag is offered apart, as new', async () => {
  const { ctx, add } = await startLibrary()
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    await add(n <= 3 ? `Kubernetes 第${n}讲` : `闲话${n}`)
  const { id } = await add('Kubernetes 入门')
  expect(await suggestLinkTags(ctx, { id })).toEqual({
    items: [],
    newWords: [{ word: 'Kubernetes', links: 3 }],
  })
})

/** A server that speaks as OpenAI's does; `answer` is what its model says. */
async function startModel(answer: () => string) {
  const asked: { url?: string; authorization?: string; body: unknown; question: unknown }[] = []
  const { port, close } = await listen(
    createServer(async (request, response) => {
      const body = JSON.parse(await text(request))
      const question = JSON.parse(body.messages[1].content)
      asked.push({ url: request.url, authorization: request.headers.authorization, body, question })
      const content = answer()
      response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }))
    }),
  )
  onTestFinished(close)
  const suggest = { url: `http://127.0.0.1:${port}/v1`, model: 'small', key: 'sk-1' }
  return { asked, config: { ...opened.config, suggest } }
}

test('a model chooses among the tags of the library, is asked once for a page, and its word goes first', async () => {
  const { ctx, add } = await startLibrary()
  for (const n of [1, 2, 3]) await add(`Docker 容器网络之${n}`, ['运维/容器'])
  await add('别的', ['烹饪'])
  await add('还有', ['旅行'])
  const { id } = await add('Docker 容器怎样互通', ['旅行'])
  const model = await startModel(() => 'Sure! ["烹饪", "运维／容器", "编造的", "旅行"]')
  const suggested = async () => (await suggestLinkTags({ ...ctx, config: model.config }, { id })).items
  expect(await suggested()).toMatchObject([
    { tag: { path: '烹饪' }, because: { model: true, links: 0 } },
    { tag: { path: '运维/容器' }, because: { model: true, links: 3 } },
  ])
  expect(await suggested()).toHaveLength(2)
  expect(model.asked).toHaveLength(1)
  expect(model.asked[0]).toMatchObject({
    url: '/v1/chat/completions',
    authorization: 'Bearer sk-1',
    body: { model: 'small', temperature: 0 },
  })
  expect(model.asked[0]?.question).toMatchObject({
    title: 'Docker 容器怎样互通',
    tags: ['运维/容器', '烹饪', '运维'],
  })
})

test('a model that answers nonsense or not at all is left alone, and the library speaks as without one', async () => {
  const { ctx, add } = await startLibrary()
  for (const n of [1, 2, 3]) await add(`Docker 容器网络之${n}`, ['运维/容器'])
  const { id } = await add('Docker 容器怎样互通')
  const alone = await suggestLinkTags(ctx, { id })
  const model = await startModel(() => 'I cannot do that.')
  const log = { ...opened.log, warn: vi.fn<typeof opened.log.warn>() }
  const asking = { ...ctx, log, config: model.config }
  expect(await suggestLinkTags(asking, { id })).toEqual(alone)
  expect(await suggestLinkTags(asking, { id })).toEqual(alone)
  expect(model.asked).toHaveLength(1)
  expect(log.warn.mock.calls).toEqual([['suggest.model_failed', { code: 'invalid_json' }]])
})

test('what one person has tagged is not offered to another', async () => {
  const [one, other] = [await startLibrary(), await startLibrary()]
  for (const n of [1, 2, 3]) await one.add(`Docker 容器之${n}`, ['秘密'])
  const { id } = await other.add('Docker 容器')
  expect(await suggestLinkTags(other.ctx, { id })).toEqual({ items: [], newWords: [] })
  await expect(suggestLinkTags(one.ctx, { id })).rejects.toMatchObject({ code: 'not_found' })
})
