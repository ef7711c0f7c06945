import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseQuery } from './parse-query.ts'
import { queryParts } from './query-parts.ts'

test('each part of a query is named, with the query that is left without it', () => {
  const parts = queryParts(parseQuery('网络 -标签：归档 (docker OR “容器 网络”)'))
  expect(parts).toEqual([
    {
      kind: 'word',
      field: null,
      value: '网络',
      isNegated: false,
      without: '-tag:"归档" (docker OR "容器 网络")',
    },
    {
      kind: 'field',
      field: 'tag',
      value: '归档',
      isNegated: true,
      without: '网络 (docker OR "容器 网络")',
    },
    { kind: 'word', field: null, value: 'docker', isNegated: false, without: '网络 -tag:"归档" "容器 网络"' },
    { kind: 'phrase', field: null, value: '容器 网络', isNegated: false, without: '网络 -tag:"归档" docker' },
  ])
  expect(queryParts(parseQuery('-(a OR -b)')).map(({ value, isNegated }) => [value, isNegated])).toEqual([
    ['a', true],
    ['b', false],
  ])
  expect(queryParts(parseQuery(' () '))).toEqual([])
})

test('a query without one of its parts is a query of the others', () => {
  const piece = fc.constantFrom(
    '网络',
    '-docker',
    '"a b"',
    'tag:x',
    'OR',
    '(',
    ')',
    '-(',
    'is:failed',
    '有:备注',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const parts = queryParts(parseQuery(pieces.join(' ')))
      const names = parts.map(({ value, field }) => `${field}:${value}`)
      parts.forEach(({ without }, at) =>
        expect(queryParts(parseQuery(without)).map(({ value, field }) => `${field}:${value}`)).toEqual(
          names.toSpliced(at, 1),
        ),
      )
    }),
  )
})
