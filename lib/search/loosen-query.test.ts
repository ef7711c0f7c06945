import { expect, test } from 'vitest'
import { loosenQuery } from './loosen-query.ts'
import { parseQuery } from './parse-query.ts'
import { printQuery } from './query.ts'

test.each([
  ['如何查看网络连接', '查看 网络 连接'],
  ['linux 如何查看网络连接 -windows', 'linux 查看 网络 连接 -windows'],
])('%s is loosened to %s', (typed, expected) => {
  const loosened = loosenQuery(parseQuery(typed), 'and')
  expect(loosened && printQuery(loosened)).toBe(expected)
})

test.each([
  '网络',
  '桥接模式',
  'docker network',
  '"如何查看网络连接"',
  '-如何查看网络连接',
  'title:如何查看网络连接',
  '',
])('%s stays as it is', (typed) => expect(loosenQuery(parseQuery(typed), 'or')).toBeNull())
