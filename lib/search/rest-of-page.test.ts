import { expect, test } from 'vitest'
import { restOfPage } from './rest-of-page.ts'

test('the rest of a page is what its article does not say', () => {
  const article = '标题\n\n第一段。\n\n第二段  有空格。'
  const visible = '首页\n标题\n第一段。\n第二段 有空格。\n\n  相关阅读\n相关阅读\n评论：写得好'
  expect(restOfPage(visible, article)).toBe('首页\n相关阅读\n评论：写得好')
  expect(restOfPage('', article)).toBe('')
  expect(restOfPage('長'.repeat(60_000), '')).toHaveLength(50_000)
})
