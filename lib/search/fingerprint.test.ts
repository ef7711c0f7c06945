import { expect, test } from 'vitest'
import { TOPICS } from '#test/relevance/topics.ts'
import { fingerprint, MAX_DIFFERENCE } from './fingerprint.ts'

/** An article of eight topics, told one after the other. */
const article = (from: number) =>
  Array.from({ length: 8 }, (_value, at) => {
    const { question, answer, compound, english } = TOPICS[(from + at * 5) % TOPICS.length]!
    return `${question}？${answer}${compound}，英文是 ${english}。`
  }).join('\n')

function difference(one: string, other: string): number {
  const bits = BigInt.asUintN(64, fingerprint(one).hash ^ fingerprint(other).hash)
  return [...bits.toString(2)].filter((bit) => bit === '1').length
}

test('a repost with another head and foot, a word here and there and other punctuation is the same article', () => {
  for (let from = 0; from < 20; from += 1) {
    const text = article(from)
    const repost = `转载自某某，侵删。\n${text.replaceAll('，', ',').replace('我们', '大家').slice(0, -20)}\n扫码关注公众号`
    expect(difference(text, repost)).toBeLessThanOrEqual(MAX_DIFFERENCE)
  }
})

test('another article is not', () => {
  const differences = Array.from({ length: 20 }, (_value, from) =>
    difference(article(from), article(from + 1)),
  )
  expect(Math.min(...differences)).toBeGreaterThan(MAX_DIFFERENCE)
})

test('of fingerprints that differ in seven bits one band is the same; a short text has none', () => {
  const { bands, hash } = fingerprint(article(1))
  expect(bands).toHaveLength(8)
  expect(bands.map((band) => band >> 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(BigInt.asUintN(64, hash) & 255n).toBe(BigInt(bands[0]! & 255))
  expect(fingerprint('请登录后查看')).toEqual({ hash: 0n, bands: [], textLength: 6 })
})
