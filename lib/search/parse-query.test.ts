import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMoment } from './moment.ts'
import { parseQuery } from './parse-query.ts'
import { EVERYTHING, printQuery, type Query } from './query.ts'

const word = (text: string): Query => ({ kind: 'word', text })
const phrase = (text: string): Query => ({ kind: 'phrase', text })
const not = (child: Query): Query => ({ kind: 'not', child })
const and = (...children: Query[]): Query => ({ kind: 'and', children })
const or = (...children: Query[]): Query => ({ kind: 'or', children })
const tag = (value: string): Query => ({ kind: 'field', field: 'tag', value })

test.each<[string, Query]>([
  ['', EVERYTHING],
  ['  ()-  ', EVERYTHING],
  ['docker 网络', and(word('docker'), word('网络'))],
  ['docker AND 网络', and(word('docker'), word('网络'))],
  ['docker，网络。容器', and(word('docker'), word('网络'), word('容器'))],
  ['"docker  network"', phrase('docker network')],
  ['“自定义网络”', phrase('自定义网络')],
  ['「自定义网络」', phrase('自定义网络')],
  ['"never closed', phrase('never closed')],
  ['-ubuntu linux', and(not(word('ubuntu')), word('linux'))],
  ['a OR b c | d', or(word('a'), and(word('b'), word('c')), word('d'))],
  ['(a OR b) c', and(or(word('a'), word('b')), word('c'))],
  ['（a｜b）c', and(or(word('a'), word('b')), word('c'))],
  ['-(a b)', not(and(word('a'), word('b')))],
  ['-(-a)', word('a')],
  ['((a) (b))', and(word('a'), word('b'))],
  ['#前端/React', tag('前端/React')],
  ['tag:"machine learning"', tag('machine learning')],
  ['标签：网络', tag('网络')],
  ['＃网络', tag('网络')],
  ['site:csdn.net', { kind: 'field', field: 'site', value: 'csdn.net' }],
  ['站点:csdn.net', { kind: 'field', field: 'site', value: 'csdn.net' }],
  ['code:useEffect', { kind: 'field', field: 'code', value: 'useEffect' }],
  ['-代码：“npm install”', not({ kind: 'field', field: 'code', value: 'npm install' })],
  ['after:2024-05', { kind: 'field', field: 'after', value: '2024-05' }],
  ['after:soon', word('after:soon')],
  ['is:untagged', { kind: 'field', field: 'is', value: 'untagged' }],
  ['is:"not so"', and(word('is'), phrase('not so'))],
  ['状态：失败', { kind: 'field', field: 'is', value: 'failed' }],
  ['has:PDF', { kind: 'field', field: 'has', value: 'pdf' }],
  ['-有：备注', not({ kind: 'field', field: 'has', value: 'note' })],
  ['有:钱', word('有:钱')],
  ['has:toString', word('has:toString')],
  ['范围:标题', { kind: 'field', field: 'in', value: 'title' }],
  ['in:title', { kind: 'field', field: 'in', value: 'title' }],
  ['http://a.test/b', word('http://a.test/b')],
  ['--subnet', word('subnet')],
  ['a - b', and(word('a'), word('b'))],
  ['c++ c# .net', and(word('c++'), word('c#'), word('.net'))],
  ['docker0.', word('docker0')],
  ['OR a OR', word('a')],
  ['ORDER ANDROID', and(word('ORDER'), word('ANDROID'))],
  ['"OR"', phrase('OR')],
  ['a) b', and(word('a'), word('b'))],
])('%s is read as it is meant', (typed, expected) => expect(parseQuery(typed)).toEqual(expected))

const pieces = fc.oneof(
  fc.constantFrom(
    '(',
    ')',
    '-',
    '|',
    ' OR ',
    ' AND ',
    ' ',
    '"',
    '“',
    '」',
    '#',
    'tag:',
    '标题:',
    'code:',
    'is:',
    'ready',
    '有:',
    '备注',
    'in:',
    'site:',
    '（',
    '｜',
    '＂',
    '+',
  ),
  fc.constantFrom(
    '网络',
    'docker',
    'c++',
    "'",
    '.',
    '：',
    'OR',
    'AND',
    'after:',
    '7d',
    '2024-02-31',
    ',',
    '，',
    '…',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const typed = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''))

test('whatever is typed is read, and its canonical spelling means the same', () => {
  fc.assert(
    fc.property(fc.oneof(typed, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
      const query = parseQuery(text)
      const printed = printQuery(query)
      // Canonical spellings are longer than what was typed; beyond the limit the text is cut, on purpose.
      fc.pre(printed.length <= 512)
      expect(parseQuery(printed)).toEqual(query)
    }),
    { numRuns: 2_000 },
  )
})

test('a wall of brackets is read to the depth that is bounded', () => {
  expect(parseQuery(`${'('.repeat(300)}a${')'.repeat(200)}`)).toEqual(word('a'))
  expect(parseQuery('-('.repeat(256))).toEqual(EVERYTHING)
})

test.each([
  ['2024', '2024-01-01'],
  ['2024-05', '2024-05-01'],
  ['2024年', '2024-01-01'],
  ['2024年5月2日', '2024-05-02'],
  ['2024-2-29', '2024-02-29'],
  ['7d', '2026-06-24'],
  ['3w', '2026-06-10'],
  ['6M', '2026-01-01'],
  ['1y', '2025-07-01'],
])('the moment %s begins on %s', (value, expected) =>
  expect(parseMoment(value, new Date('2026-07-01T00:00:00Z'))?.toISOString().slice(0, 10)).toBe(expected),
)

test.each(['2023-02-29', '2024年13月', '2024年5', '2024-13', '24', '7', 'd', '1000y', ''])(
  '%s is no moment',
  (value) => expect(parseMoment(value, new Date())).toBeNull(),
)
