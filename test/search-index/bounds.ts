// What must not break an index: odd queries and texts, large ones, changes.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { IndexKit } from './index-kit.ts'

/** Nothing is refused, everything ends. */
export function testBounds(kit: IndexKit): void {
  const { addLink, idsOf, search, makeLibrary, index, mine, db } = kit
  test('a changed document is found by its new words only, a removed one by none', async () => {
    const linkId = await addLink(mine(), { title: '旧标题', text: '从前的内容', tags: [] })
    const document = {
      linkId,
      libraryId: mine(),
      url: 'https://a.test/',
      site: 'a.test',
      lang: null,
      note: '',
      tags: [],
    }
    await index.put(db(), {
      ...document,
      title: '新标题',
      text: "a'b\\c \u0000 \ud800 :* & | ! <-> 今天",
    })
    expect(await idsOf('从前')).toEqual([])
    expect(await idsOf('今天')).toEqual([linkId])
    await index.remove(db(), linkId)
    expect(await idsOf('今天')).toEqual([])
    await db().link.delete({ where: { id: linkId } })
  })

  test('no query that can be typed is refused, and none leaves the library', async () => {
    const libraryId = await makeLibrary()
    const own = new Set<string>()
    for (const title of ['docker 网络', '网络', 'a %'])
      own.add(await addLink(libraryId, { title, text: "docker [a $1 {} '", tags: ['7d'] }))
    await addLink(await makeLibrary(), { title: 'docker 网络', tags: ['7d'] })
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
          for (const linkId of await idsOf(parts.join(''), { order, libraryId }))
            expect(own.has(linkId)).toBe(true)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('counting ends at the cap', async () => {
    const library = await makeLibrary()
    await db().$executeRaw`
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
    const linkId = await addLink(mine(), { title: '巨著', text })
    expect(await idsOf(`"${text.slice(1_000, 1_006)}"`)).toEqual([linkId])
  })
}
