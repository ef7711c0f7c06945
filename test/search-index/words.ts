// What a query finds: words, phrases, fields, filters, and nothing of another library.
import { beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import type { IndexKit } from './index-kit.ts'

/** Of four links, the one of another library aside. */
export function testWords(kit: IndexKit): void {
  const { addLink, idsOf, search, makeLibrary, tagOf, mine, db } = kit
  let article: string
  let scattered: string
  let english: string
  let tagged: string

  beforeAll(async () => {
    article = await addLink(mine(), {
      title: 'Docker网络详解',
      text: '桥接模式是 Docker 默认的网络模式。docker0 是虚拟网桥。\n\n四、自定义网络\n\ndocker network create --subnet 172.18.0.0/16',
      url: 'https://blog.csdn.net/hsh/article/details/1',
      site: 'blog.csdn.net',
      lang: 'zh-CN',
      tags: ['运维/Docker'],
      createdAt: new Date('2024-03-01T00:00:00Z'),
    })
    scattered = await addLink(mine(), {
      title: '别的网络文章',
      text: '桥接之接模不是模式；自定的定义，网络在别处。配置义网，docker 也提到网络。',
      site: 'juejin.cn',
      createdAt: new Date('2025-06-01T00:00:00Z'),
    })
    english = await addLink(mine(), {
      title: 'Running containers',
      text: 'Caching made it faster. The useEffect hook of C++ and node.js; a lock 锁。',
      note: '值得重读 ＤＮＳ',
      site: 'www2.example.org',
      lang: 'en',
    })
    tagged = await addLink(mine(), {
      title: '',
      url: 'https://example.org/unread',
      tags: ['React'],
      site: 'example.org',
    })
    await addLink(await makeLibrary(), {
      title: 'Docker网络详解',
      text: '桥接模式 docker0 自定义网络 containers 锁',
      tags: ['React'],
    })
  })

  test.each<[string, () => string[]]>([
    ['网络', () => [article, scattered]],
    ['桥接', () => [article, scattered]],
    ['桥接模式', () => [article]],
    ['docker0', () => [article]],
    ['docker 网络', () => [article, scattered]],
    ['Docker网络', () => [article, scattered]],
    ['"自定义网络"', () => [article]],
    ['自定义网络', () => [article]],
    ['「docker network create」', () => [article]],
    ['"network docker"', () => []],
    ['--subnet', () => [article]],
    ['172.18.0.0/16', () => [article]],
    ['172.0.18.0', () => []],
    ['锁', () => [english]],
    ['container', () => [english]],
    ['run', () => [english]],
    ['"run"', () => []],
    ['cached', () => [english]],
    ['effect', () => [english]],
    ['c++', () => [english]],
    ['c#', () => []],
    ['node.js', () => [english]],
    ['dns', () => [english]],
    ['重读', () => [english]],
    ['重讀', () => [english]],
    ['自定義網絡', () => [article]],
    ['「桥接模式」 -標題', () => [article]],
    ['unread', () => [tagged]],
    ['docker -桥接模式', () => [scattered]],
    ['网络 -详解', () => [scattered]],
    ['桥接模式 OR containers', () => [english, article]],
    ['(桥接模式 | containers) lock', () => [english]],
    ['-网络', () => [tagged, english]],
    ['tag:运维', () => [article]],
    ['#运维/docker', () => [article]],
    ['tag:react', () => [tagged]],
    ['site:csdn.net', () => [article]],
    ['站点:blog.csdn.net 网络', () => [article]],
    ['url:csdn', () => [article]],
    ['title:网络', () => [article, scattered]],
    ['title:docker', () => [article]],
    ['docker in:title', () => [article]],
    ['dns in:note', () => [english]],
    ['lang:zh', () => [article]],
    ['before:2025', () => [article]],
    ['after:2024-03-01 before:2025-07', () => [scattered, article]],
    ['is:untagged', () => [english, scattered]],
    ['is:public', () => []],
    ['has:note', () => [english]],
    ['有:标签 -react', () => [article]],
    ['has:copy OR has:pdf OR 有:截图', () => []],
    ['', () => [tagged, english, scattered, article]],
  ])('%s finds what it says, in this library alone', async (typed, expected) => {
    const ids = expected().toSorted()
    expect((await idsOf(typed)).toSorted()).toEqual(ids)
    expect(await idsOf(typed, { order: 'oldest' })).toEqual(ids)
    expect(await idsOf(typed, { order: 'newest' })).toEqual(ids.toReversed())
  })

  test('what stands in the title goes before what stands in the text', async () => {
    expect(await idsOf('docker 网络')).toEqual([article, scattered])
    expect(await idsOf('桥接模式 OR containers')).toEqual([english, article])
  })

  test('a sentence that stands nowhere finds the links that hold its words', async () => {
    expect(await idsOf('如何配置自定义的网络模式')).toEqual([scattered])
    expect(await idsOf('网桥为什么是虚拟出来的')).toEqual([article])
    expect(await idsOf('"如何配置自定义的网络模式"')).toEqual([])
  })

  test('filters narrow what a query finds', async () => {
    expect(await idsOf('网络', { filters: { site: 'juejin.cn' } })).toEqual([scattered])
    expect(await idsOf('', { filters: { tag: '运维, 运维/docker' } })).toEqual([article])
    expect(await idsOf('', { filters: { tag: '运维,React' } })).toEqual([])
    expect(
      await idsOf('', { filters: { from: new Date('2024-01-01'), to: new Date('2025-01-01') } }),
    ).toEqual([article])
    expect(await idsOf('', { filters: { visibility: 'public' } })).toEqual([])
    expect(await idsOf('', { filters: { status: 'ready' } })).toEqual([])
  })

  test('a tag is found under its alias, its children too', async () => {
    const tagId = await tagOf(mine(), '运维')
    await db().tagAlias.create({
      data: { id: newId(), libraryId: mine(), tagId, name: 'Ops', key: 'ops' },
    })
    expect(await idsOf('#OPS')).toEqual([article])
  })

  test('the total is exact when all matches were verified', async () => {
    expect((await search('桥接模式')).total).toEqual({ count: 1, exact: true })
    expect((await search('网络')).total).toEqual({ count: 2, exact: true })
  })
}
