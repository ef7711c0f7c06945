// What every index of links has to hold to: one suite for all implementations of SearchIndex.
import { describe } from 'vitest'
import type { SearchIndex } from '#lib/search/postgres-index.ts'
import { testBounds } from './search-index/bounds.ts'
import { testCode } from './search-index/code.ts'
import { openIndexKit } from './search-index/index-kit.ts'
import { testMeant } from './search-index/meant.ts'
import { testPages } from './search-index/pages.ts'
import { testReasons } from './search-index/reasons.ts'
import { testWords } from './search-index/words.ts'

/** Defines the tests of an index, over a database of their own. */
export function testSearchIndex(index: SearchIndex): void {
  const kit = openIndexKit(index)
  describe('the words of a Chinese article', () => {
    testWords(kit)
  })
  describe('what stands in code', () => {
    testCode(kit)
  })
  describe('what may be meant', () => {
    testMeant(kit)
  })
  describe('why a link was found', () => {
    testReasons(kit)
  })
  describe('many matches', () => {
    testPages(kit)
  })
  describe('bounds', () => {
    testBounds(kit)
  })
}
