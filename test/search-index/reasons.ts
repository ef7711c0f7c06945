// Why a link was found: pieces of its texts, and places in its article.
import { expect, test } from 'vitest'
import { MAX_LISTED_MATCHES } from '#lib/kernel/limits.ts'
import type { IndexKit } from './index-kit.ts'

/** Marks are positions in the text as it was written. */
export function testReasons(kit: IndexKit): void {
  const { addLink, idsOf, search, makeLibrary } = kit
  test('a hit shows where its words stand', async () => {
    const library = await makeLibrary()
    await addLink(library, {
      title: 'Docker网络详解',
      text: '桥接模式是 Docker 默认的。\n\n四、自定义网络\n\ndocker network create',
      tags: ['运维/Docker'],
    })
    const [hit] = (await search('docker 自定义网络', { libraryId: library })).hits
    const shown = hit!.reasons!.highlights.map(({ field, text, marks }) => [
      field,
      marks.map(([from, to]) => text.slice(from, to)),
    ])
    expect(shown).toEqual([
      ['title', ['Docker']],
      ['text', ['Docker', '自定义网络', 'docker']],
      ['tag', ['Docker']],
    ])
  })

  test('a hit says how often its words stand in the article, and where the first of them do', async () => {
    const library = await makeLibrary()
    const text = `${'缓存。'.repeat(MAX_LISTED_MATCHES)}Caches 与快取`
    await addLink(library, { title: '缓存', text, rest: '缓存' })
    const matchesOf = async (typed: string) =>
      (await search(typed, { libraryId: library })).hits.map(({ reasons }) => reasons?.matches)
    const [matches] = await matchesOf('缓存 cached')
    expect(matches).toMatchObject({ count: MAX_LISTED_MATCHES + 1, exact: true })
    expect(matches!.marks.map(([start, end]) => text.slice(start, end))).toEqual(
      Array.from({ length: MAX_LISTED_MATCHES }, () => '缓存'),
    )
    expect((await matchesOf('cached'))[0]!.marks).toEqual([[text.indexOf('C'), text.indexOf(' ')]])
    expect(await matchesOf('title:缓存')).toEqual([{ count: 0, exact: true, marks: [] }])
    expect(await matchesOf('is:untagged')).toEqual([undefined])
  })

  test('traditional writing is found by simplified and back, and marked where it stands', async () => {
    const library = await makeLibrary()
    const linkId = await addLink(library, {
      title: '資料庫備份',
      text: '㎏ 資料庫的備份與𠮷還原',
      note: '記得資料庫',
      url: 'https://a.test/wiki/%E8%B3%87%E6%96%99',
    })
    for (const typed of ['资料库备份', '"的备份与"', '還原', '还原', 'in:note 记得', 'url:資料'])
      expect(await idsOf(typed, { libraryId: library })).toEqual([linkId])
    expect(await idsOf('in:note 还原', { libraryId: library })).toEqual([])
    const [hit] = (await search('资料库 还原', { libraryId: library })).hits
    expect(
      hit!.reasons!.highlights.map(({ field, text, marks }) => [
        field,
        marks.map(([from, to]) => text.slice(from, to)),
      ]),
    ).toEqual([
      ['title', ['資料庫']],
      ['text', ['資料庫', '還原']],
      ['note', ['資料庫']],
    ])
  })

  test('what stands beside the article is found, marked as text, and ranks behind it', async () => {
    const library = await makeLibrary()
    const inArticle = await addLink(library, { title: '甲', text: '文中谈到装饰器。' })
    const beside = await addLink(library, { title: '乙', text: '别的事', rest: '评论\n装饰器写得好' })
    expect(await idsOf('装饰器', { libraryId: library })).toEqual([inArticle, beside])
    expect(await idsOf('in:text 装饰器 评论', { libraryId: library })).toEqual([beside])
    const [hit] = (await search('评论', { libraryId: library })).hits
    expect(hit!.reasons!.highlights).toEqual([{ field: 'text', text: '评论 装饰器写得好', marks: [[0, 2]] }])
  })
}
