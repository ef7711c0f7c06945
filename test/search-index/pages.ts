// Many matches: every one of them once, in order, whatever comes and goes.
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { SearchOptions } from '#lib/search/search-index.ts'
import type { IndexKit } from './index-kit.ts'

/** Of 171 links, a third of which hold a compound. */
export function testPages(kit: IndexKit): void {
  const { addLink, search, makeLibrary, leap, db } = kit
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
    await db().link.delete({ where: { id: added } })
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
          const startMs = leap(10_000_000)
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
              await db().link.delete({ where: { id: gone! } })
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
}
