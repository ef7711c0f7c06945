import fc from 'fast-check'
import { expect, test } from 'vitest'
import { highlight } from './highlight.ts'
import { parseQuery } from './parse-query.ts'
import { termsOf } from './terms.ts'

const needles = (typed: string) => {
  const query = parseQuery(typed)
  const leaves = 'children' in query ? query.children : [query]
  return leaves.flatMap((leaf) =>
    leaf.kind === 'word' || leaf.kind === 'phrase' ? termsOf(leaf, true).mark : [],
  )
}

const marked = (typed: string, text: string) => {
  const snippet = highlight(text, needles(typed))
  return snippet?.marks.map(([start, end]) => snippet.text.slice(start, end)) ?? null
}

test.each<[string, string, string[] | null]>([
  ['网络', '容器网络与自定义网络', ['网络', '网络']],
  ['docker', '使用Docker网络', ['Docker']],
  ['net', 'network and .net', ['net']],
  ['studies', 'He studied; one study.', ['studied', 'study']],
  ['"docker network"', 'docker\n  network', ['docker   network']],
  ['网络 络模', '网络模式', ['网络模']],
  ['kg', '重 ㎏ 的 𠮷 kg', ['㎏', 'kg']],
  ['成', '㍻ 成', ['㍻', '成']],
  ['c++', 'C++ or C', ['C++']],
  ['x', 'nothing', null],
  ['i', 'so , i am .. here', ['i']],
  ['e', 'so , nothing .. here', null],
])('%s in %s marks %j', (typed, text, expected) => expect(marked(typed, text)).toEqual(expected))

test('the window is where most of the words stand together', () => {
  const far = '网络'.padEnd(600, '一')
  const snippet = highlight(`${far}docker 的网络${'二'.repeat(600)}`, needles('docker 网络'))!
  expect(snippet.text.startsWith('…')).toBe(true)
  expect(snippet.text).toContain('docker 的网络')
  expect(snippet.text.length).toBeLessThanOrEqual(163)
})

test('marks lie within the snippet, in order, apart, and on whole characters', () => {
  const piece = fc.constantFrom('网络', 'docker', '㎏', '𠮷', ' ', 'e\u0301', '가', '…', '\n', 'running')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 200 }), fc.integer({ min: 1, max: 60 }), (pieces, width) => {
      const snippet = highlight(pieces.join(''), needles('网络 docker runs 𠮷'), width)
      if (!snippet) return
      expect(snippet.text.isWellFormed()).toBe(true)
      let last = 0
      for (const [start, end] of snippet.marks) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        expect(snippet.text.slice(start, end)).toMatch(/^(网络|docker|running|𠮷)+$/u)
        last = end
      }
      expect(last).toBeLessThanOrEqual(snippet.text.length)
    }),
  )
})
