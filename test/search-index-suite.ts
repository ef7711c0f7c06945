// What every index of links has to hold to: one suite for all implementations of SearchIndex.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'
import { MAX_LISTED_MATCHES } from '#lib/kernel/limits.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { printQuery } from '#lib/search/query.ts'
import type { SearchIndex } from '#lib/search/postgres-index.ts'
import type { SearchOptions } from '#lib/search/search-index.ts'
import { cloneDatabase, type TestDatabase } from './database.ts'

/** Defines the tests of an index, over a database of their own. */
export function testSearchIndex(index: SearchIndex): void {
  let database: TestDatabase
  let mine: string
  let theirs: string
  let clockMs = Date.UTC(2026, 0, 1)

  interface Given {
    title?: string
    text?: string
    rest?: string
    url?: string
    site?: string
    lang?: string
    note?: string
    tags?: string[]
    createdAt?: Date
  }

  async function makeLibrary(): Promise<string> {
    const [userId, libraryId] = [newId(), newId()]
    await database.db.user.create({ data: { id: userId, name: 'n', email: `${userId}@a.test` } })
    await database.db.library.create({ data: { id: libraryId, ownerId: userId } })
    return libraryId
  }

  async function tagOf(libraryId: string, path: string): Promise<string> {
    const key = path.toLowerCase()
    const where = { libraryId_key: { libraryId, key } }
    return (
      await database.db.tag.upsert({ where, update: {}, create: { id: newId(), libraryId, path, key } })
    ).id
  }

  /** A link with its search document, a second younger than the one before. */
  async function addLink(libraryId: string, given: Given): Promise<string> {
    clockMs += 1_000
    const createdAt = given.createdAt ?? new Date(clockMs)
    const id = newId(createdAt.getTime())
    const { title = '', text = '', rest = '', site = 'a.test', lang = null, note = '', tags = [] } = given
    const url = given.url ?? `https://${site}/${id}`
    await database.db.link.create({
      data: {
        id,
        libraryId,
        originalUrl: url,
        canonicalUrl: url,
        canonicalDigest: sha256(url + id),
        site,
        note,
        createdAt,
      },
    })
    for (const path of tags)
      await database.db.linkTag.create({ data: { linkId: id, tagId: await tagOf(libraryId, path) } })
    await index.put(database.db, { linkId: id, libraryId, title, url, site, lang, note, tags, text, rest })
    return id
  }

  async function search(typed: string, options: Partial<SearchOptions> & { libraryId?: string } = {}) {
    const { libraryId = mine, ...rest } = options
    return index.search(database.db, libraryId, parseQuery(typed), {
      order: 'relevance',
      cursor: null,
      limit: 20,
      filters: {},
      ...rest,
    })
  }

  const idsOf = async (typed: string, options: Parameters<typeof search>[1] = {}) =>
    (await search(typed, options)).hits.map((hit) => hit.linkId)

  beforeAll(async () => {
    database = await cloneDatabase()
    mine = await makeLibrary()
    theirs = await makeLibrary()
  })
  afterAll(() => database.close())

  describe('the words of a Chinese article', () => {
    let article: string
    let scattered: string
    let english: string
    let tagged: string

    beforeAll(async () => {
      article = await addLink(mine, {
        title: 'Docker网络详解',
        text: '桥接模式是 Docker 默认的网络模式。docker0 是虚拟网桥。\n\n四、自定义网络\n\ndocker network create --subnet 172.18.0.0/16',
        url: 'https://blog.csdn.net/hsh/article/details/1',
        site: 'blog.csdn.net',
        lang: 'zh-CN',
        tags: ['运维/Docker'],
        createdAt: new Date('2024-03-01T00:00:00Z'),
      })
      scattered = await addLink(mine, {
        title: '别的网络文章',
        text: '桥接之接模不是模式；自定的定义，网络在别处。配置义网，docker 也提到网络。',
        site: 'juejin.cn',
        createdAt: new Date('2025-06-01T00:00:00Z'),
      })
      english = await addLink(mine, {
        title: 'Running containers',
        text: 'Caching made it faster. The useEffect hook of C++ and node.js; a lock 锁。',
        note: '值得重读 ＤＮＳ',
        site: 'www2.example.org',
        lang: 'en',
      })
      tagged = await addLink(mine, {
        title: '',
        url: 'https://example.org/unread',
        tags: ['React'],
        site: 'example.org',
      })
      await addLink(theirs, {
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
        const { counted, values } = await index.facets(database.db, mine, parseQuery(typed), { filters: {} })
        const offered = await index.suggest(database.db, mine, typed, 5)
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
      expect((await index.suggest(database.db, other, 'jm', 5)).tags).toEqual([
        { path: '绝密', query: 'tag:绝密 ' },
      ])
      expect(await idsOf('juemi', { libraryId: other })).toEqual([hidden])
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
      const tagId = await tagOf(mine, '运维')
      await database.db.tagAlias.create({
        data: { id: newId(), libraryId: mine, tagId, name: 'Ops', key: 'ops' },
      })
      expect(await idsOf('#OPS')).toEqual([article])
    })

    test('a hit shows where its words stand', async () => {
      const [hit] = (await search('docker 自定义网络')).hits
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
      expect(hit!.reasons!.highlights).toEqual([
        { field: 'text', text: '评论 装饰器写得好', marks: [[0, 2]] },
      ])
    })

    test('the total is exact when all matches were verified', async () => {
      expect((await search('桥接模式')).total).toEqual({ count: 1, exact: true })
      expect((await search('网络')).total).toEqual({ count: 2, exact: true })
    })

    test('a changed document is found by its new words only, a removed one by none', async () => {
      const linkId = await addLink(mine, { title: '旧标题', text: '从前的内容', tags: [] })
      const document = {
        linkId,
        libraryId: mine,
        url: 'https://a.test/',
        site: 'a.test',
        lang: null,
        note: '',
        tags: [],
      }
      await index.put(database.db, {
        ...document,
        title: '新标题',
        text: "a'b\\c \u0000 \ud800 :* & | ! <-> 今天",
      })
      expect(await idsOf('从前')).toEqual([])
      expect(await idsOf('今天')).toEqual([linkId])
      await index.remove(database.db, linkId)
      expect(await idsOf('今天')).toEqual([])
      await database.db.link.delete({ where: { id: linkId } })
    })

    test('no query that can be typed is refused, and none leaves the library', async () => {
      const own = new Set([article, scattered, english, tagged])
      const piece = fc.oneof(
        fc.constantFrom(
          "'",
          '\\',
          ':*',
          '&',
          '!',
          '<->',
          '(',
          ')',
          '-',
          '|',
          '"',
          ' ',
          '%',
          '$1',
          '网络',
          'docker',
          '{}',
          '[a',
        ),
        fc.constantFrom(
          'tag:',
          'site:',
          'title:',
          'url:',
          'lang:',
          'after:',
          '7d',
          'in:title',
          'is:ready',
          'has:pdf',
          'OR',
          '#',
        ),
        fc.string({ unit: 'binary', maxLength: 8 }),
      )
      await fc.assert(
        fc.asyncProperty(
          fc.array(piece, { maxLength: 12 }),
          fc.constantFrom('relevance', 'newest'),
          async (parts, order) => {
            for (const linkId of await idsOf(parts.join(''), { order })) expect(own.has(linkId)).toBe(true)
          },
        ),
        { numRuns: 150 },
      )
    })
  })

  describe('many matches', () => {
    let library: string
    const newestFirst: string[] = []
    let titled: string

    beforeAll(async () => {
      library = await makeLibrary()
      titled = await addLink(library, { title: '缓存', text: '很久以前的一篇' })
      newestFirst.unshift(titled)
      for (let at = 0; at < 170; at += 1) {
        const text = at % 3 === 0 ? '分布式缓存 系统' : '缓存 分布 布式 式缓'
        newestFirst.unshift(await addLink(library, { title: `第${at}篇`, text }))
      }
    })

    async function readAll(typed: string, order: SearchOptions['order'], limit: number): Promise<string[]> {
      const ids: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof search>> = await search(typed, {
          libraryId: library,
          order,
          limit,
          cursor,
        })
        ids.push(...page.hits.map((hit) => hit.linkId))
        cursor = page.nextCursor
      } while (cursor !== null)
      return ids
    }

    test.each([7, 50, 100])('pages of %i give every match once, in order', async (limit) => {
      expect(await readAll('缓存', 'newest', limit)).toEqual(newestFirst)
      expect(await readAll('缓存', 'oldest', limit)).toEqual(newestFirst.toReversed())
      expect(await readAll('', 'newest', limit)).toEqual(newestFirst)
      const ranked = await readAll('缓存', 'relevance', limit)
      expect(ranked[0], 'the title goes first, however old it is').toBe(titled)
      expect(ranked.toSorted()).toEqual(newestFirst.toSorted())
    })

    test('pages of verified matches are full, and hold only what is really there', async () => {
      const ids = await readAll('分布式缓存', 'newest', 10)
      expect(ids).toHaveLength(57)
      expect((await readAll('分布式缓存', 'relevance', 10)).toSorted()).toEqual(ids.toSorted())
      expect((await search('分布式缓存', { libraryId: library })).total.exact).toBe(false)
    })

    test('links that are added meanwhile do not shift the next ranked page', async () => {
      const first = await search('系统', { libraryId: library, limit: 10 })
      const added = await addLink(library, { title: '系统', text: '系统' })
      const second = await search('系统', { libraryId: library, limit: 100, cursor: first.nextCursor })
      const ids = [...first.hits, ...second.hits].map((hit) => hit.linkId)
      expect(ids).not.toContain(added)
      expect(new Set(ids).size).toBe(57)
      await database.db.link.delete({ where: { id: added } })
    })

    test('pages give every link that stays once, while others come and go', async () => {
      const change = fc.oneof(
        fc.record({ kind: fc.constant('add' as const), at: fc.nat(1_000) }),
        fc.record({ kind: fc.constant('remove' as const), at: fc.nat(1_000) }),
      )
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom<SearchOptions['order']>('newest', 'oldest', 'relevance'),
          fc.integer({ min: 2, max: 7 }),
          fc.array(change, { minLength: 2, maxLength: 8 }),
          async (order, limit, changes) => {
            const own = await makeLibrary()
            const startMs = (clockMs += 10_000_000)
            const present: string[] = []
            for (let at = 0; at < 12; at += 1)
              present.push(await addLink(own, { text: '缓存', createdAt: new Date(startMs + at * 10_000) }))
            const staying = new Set(present)
            const shown: string[] = []
            let cursor: string | null = null
            do {
              const page: Awaited<ReturnType<typeof search>> = await search('缓存', {
                libraryId: own,
                order,
                limit,
                cursor,
              })
              shown.push(...page.hits.map((hit) => hit.linkId))
              cursor = page.nextCursor
              const next = changes.shift()
              if (next?.kind === 'add') {
                const createdAt = new Date(startMs + (next.at % 120) * 1_000 + 500)
                present.push(await addLink(own, { text: '缓存', createdAt }))
              } else if (next) {
                const [gone] = present.splice(next.at % present.length, 1)
                staying.delete(gone!)
                await database.db.link.delete({ where: { id: gone! } })
              }
            } while (cursor !== null)
            expect(new Set(shown).size, 'none twice').toBe(shown.length)
            expect(
              [...staying].filter((id) => !shown.includes(id)),
              'all that stayed',
            ).toEqual([])
          },
        ),
        { numRuns: 12 },
      )
    })

    test.each([
      '',
      'x',
      Buffer.from('{"order":"oldest"}').toString('base64url'),
      Buffer.from('{"order":"newest","after":"1"}').toString('base64url'),
    ])('the cursor "%s" is refused', async (cursor) => {
      await expect(search('缓存', { libraryId: library, order: 'newest', cursor })).rejects.toMatchObject({
        code: 'invalid_cursor',
      })
    })
  })

  test('counting ends at the cap', async () => {
    const library = await makeLibrary()
    await database.db.$executeRaw`
    INSERT INTO "Link" ("id", "libraryId", "originalUrl", "canonicalUrl", "canonicalDigest", "site", "updatedAt")
    SELECT gen_random_uuid(), ${library}::uuid, 'u', 'u', lpad(n::text, 64, '0'), 's', now() FROM generate_series(1, 1100) n`
    const page = await search('', { libraryId: library })
    expect(page.total).toEqual({ count: 1_000, exact: false })
    expect(page.hits).toHaveLength(20)
  })

  test('a document beyond the size of a vector is indexed as far as it goes', async () => {
    let text = ''
    for (let at = 0; text.length < 220_000; at += 1)
      text += String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000), 0x4e00 + (at % 19_997))
    const linkId = await addLink(mine, { title: '巨著', text })
    expect(await idsOf(`"${text.slice(1_000, 1_006)}"`)).toEqual([linkId])
  })
}
