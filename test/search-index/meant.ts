// What is found in the place of a query that finds nothing, and that nothing of another library is.
import { expect, test } from 'vitest'
import { parseQuery } from '#lib/search/parse-query.ts'
import { printQuery } from '#lib/search/query.ts'
import type { IndexKit } from './index-kit.ts'

/** Words of a sentence, pinyin, slips of the finger. */
export function testMeant(kit: IndexKit): void {
  const { addLink, idsOf, search, makeLibrary, index, mine, db } = kit
  test('what is found in the place of the query is said, page after page', async () => {
    const library = await makeLibrary()
    const ids: string[] = []
    for (const title of ['数据库备份', '数据库索引', 'Docker containers', 'Kubernetes', 'kubernetes 网络'])
      ids.push(await addLink(library, { title }))
    const fallbackOf = async (typed: string) => {
      const { hits, fallback } = await search(typed, { libraryId: library })
      return [fallback && [fallback.kind, printQuery(fallback.query)], hits.map(({ linkId }) => linkId)]
    }
    expect(await fallbackOf('数据库')).toEqual([null, [ids[1], ids[0]]])
    expect(await fallbackOf('数据库的全部备份')).toEqual([
      ['some_words', '数据 OR 全部 OR 备份'],
      [ids[0], ids[1]],
    ])
    expect(await fallbackOf('shujuku')).toEqual([
      ['pinyin', '数据库'],
      [ids[1], ids[0]],
    ])
    expect(await fallbackOf('dokcer')).toEqual([['spelling', 'docker'], [ids[2]]])
    expect(await fallbackOf('kubenretes 网络')).toEqual([['spelling', 'kubernetes 网络'], [ids[4]]])
    expect(await fallbackOf('"dokcer"')).toEqual([null, []])
    expect(await fallbackOf('zzzzzz')).toEqual([null, []])
    // Taken literally, it is looked for as it stands, and nothing is said about why.
    const literal = await search('dokcer', { libraryId: library, isLiteral: true })
    expect([literal.fallback, literal.hits]).toEqual([null, []])
    const [found] = (await search('数据库备份', { libraryId: library, isLiteral: true })).hits
    expect(found).toMatchObject({ linkId: ids[0], reasons: null })
    const first = await search('shujuku', { libraryId: library, limit: 1 })
    const second = await search('shujuku', { libraryId: library, limit: 1, cursor: first.nextCursor })
    expect([...first.hits, ...second.hits].map(({ linkId }) => linkId)).toEqual([ids[1], ids[0]])
  })

  test('nothing of another library is found, counted, offered or taken for what was meant', async () => {
    const other = await makeLibrary()
    const secret = { title: '绝密档案 secretword', tags: ['绝密'], site: 'secret.test', text: '绝密' }
    const hidden = await addLink(other, secret)
    for (const typed of ['绝密', 'juemi', 'secretwrod', 'site:secret.test', '#绝密', '绝密的一些档案']) {
      const { hits, total, fallback } = await search(typed)
      const { counted, values } = await index.facets(db(), mine(), parseQuery(typed), { filters: {} })
      const offered = await index.suggest(db(), mine(), typed, 5)
      expect({
        typed,
        hits,
        total,
        fallback,
        counted,
        values: Object.values(values).flat(),
        ...offered,
      }).toEqual({
        typed,
        hits: [],
        total: { count: 0, exact: true },
        fallback: null,
        counted: 0,
        values: [],
        titles: [],
        tags: [],
        sites: [],
      })
    }
    expect((await index.suggest(db(), other, 'jm', 5)).tags).toEqual([{ path: '绝密', query: 'tag:绝密 ' }])
    expect(await idsOf('juemi', { libraryId: other })).toEqual([hidden])
  })
}
