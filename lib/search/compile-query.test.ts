import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptySql, sql, type Sql } from '#lib/db/sql.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { newId } from '#lib/kernel/ids.ts'
import { compileQuery } from './compile-query.ts'
import { parseQuery } from './parse-query.ts'

/** Stands in everything that is typed, and in no statement of ours. */
const TYPED = 'zqx'
const word = fc
  .tuple(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom("'", "''; --", '\\', '$1', '%', ' :* ', '网络', ''),
  )
  .map(([odd, dangerous]) => `${TYPED}${odd}${dangerous}`)
const piece = fc.oneof(
  fc.constantFrom(
    ' ',
    '(',
    ')',
    '-',
    ' OR ',
    '|',
    'in:url ',
    'in:title ',
    'in:note ',
    'after:7d ',
    'is:failed ',
  ),
  fc
    .tuple(
      fc.constantFrom('', '"', '#', 'tag:', 'site:', 'url:', 'title:', 'code:', 'lang:', 'before:', 'has:'),
      word,
      fc.constantFrom('', '"', ' '),
    )
    .map((parts) => parts.join('')),
)

const setting = {
  libraryId: newId(),
  filters: {},
  tags: new Map(),
  marks: { ofDocuments: true, ofTags: true },
  now: new Date(),
  isAlone: true,
}

test.each([
  ['容器 code:npm', true],
  ['(容器 OR 网络) 缓存', false],
  ['容器 site:a.test', false],
])('of titles that hold the words of "%s", is the rest asked as well? %s', (typed, isAsked) => {
  const { titleWhere } = compileQuery(parseQuery(typed), setting)
  expect(titleWhere?.sql.includes('"bodyVector"')).toBe(isAsked)
})

test.each([
  ['数据库', 0],
  ['数据库 -is:failed', 2],
  ['数据库 (操作系统 code:"npm install")', 0],
  ['数据库 OR 操作系统', 2],
])('"%s" asks %i conditions of each link: where all must hold, the index has said so', (typed, count) => {
  expect(compileQuery(parseQuery(typed), setting).leafConditions).toHaveLength(count)
})

/** The text of a statement, without its parameters. */
const textsOf = ({ strings }: Sql) => strings.join('?')

test('nothing that is typed stands in the text of a statement: all of it is parameters', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      word,
      fc.boolean(),
      fc.boolean(),
      (pieces, filter, isAlone, ofDocuments) => {
        const query = compileQuery(parseQuery(pieces.join('')), {
          libraryId: newId(),
          filters: { tag: filter, site: filter },
          tags: new Map([[tagKey(filter), { keys: [tagKey(filter)], ids: [], links: 1 }]]),
          marks: { ofDocuments, ofTags: ofDocuments },
          now: new Date(),
          isAlone,
        })
        const { from, where, titleWhere, titleWords, words, id, leafConditions } = query
        const window = query.window({ range: emptySql, direction: sql`DESC`, rows: 10 })
        for (const statement of [from, where, titleWhere, titleWords, words, id, window, ...leafConditions])
          expect(statement ? textsOf(statement).toLowerCase() : '').not.toContain(TYPED)
      },
    ),
    { numRuns: 1_000 },
  )
})
