import { expect, test } from 'vitest'
import { placeArticle } from './place-article.ts'

const digest = 'ab'.repeat(32)

test('a part is found in the folder of the replay', () => {
  expect(placeArticle(`<img alt="x" src="${digest}">`, '/replay/1/t/')).toBe(
    `<img alt="x" src="/replay/1/t/${digest}">`,
  )
})

test.each(['<img src="https://a.test/x.png">', `<a href="${digest}">x</a>`])('%s stays as it is', (html) =>
  expect(placeArticle(html, '/replay/1/t/')).toBe(html),
)

test('code and tables can be reached by keyboard', () => {
  expect(placeArticle('<pre class="x">a</pre><table><tr></tr></table><prefix>', '/')).toBe(
    '<pre tabindex="0" class="x">a</pre><table tabindex="0"><tr></tr></table><prefix>',
  )
})
