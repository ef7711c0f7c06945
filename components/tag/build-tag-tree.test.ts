import { expect, test } from 'vitest'
import { buildTagTree, type TagNode } from './build-tag-tree.ts'

const draw = (nodes: TagNode[], depth = 0): string[] =>
  nodes.flatMap((node) => [
    `${'  '.repeat(depth)}${node.name} ${node.count}`,
    ...draw(node.children, depth + 1),
  ])
const tag = (path: string, totalCount: number) => ({ path, totalCount, color: null })

test('tags nest by "/", under parents that need not be tags themselves', () => {
  expect(draw(buildTagTree([tag('前端/React', 2), tag('前端/Vue', 1), tag('docker', 4)]))).toEqual([
    '前端 3',
    '  React 2',
    '  Vue 1',
    'docker 4',
  ])
})

test('a parent that is a tag keeps its own count', () => {
  expect(draw(buildTagTree([tag('前端/React', 2), tag('前端', 5)]))).toEqual(['前端 5', '  React 2'])
})

test('Chinese names sort by pinyin', () => {
  const names = buildTagTree(['数据库', '阿里', '网络', '编程'].map((path) => tag(path, 1))).map(
    (node) => node.name,
  )
  expect(names).toEqual(['阿里', '编程', '数据库', '网络'])
})
