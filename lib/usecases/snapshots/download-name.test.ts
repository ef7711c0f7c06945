import { expect, test } from 'vitest'
import { downloadName } from './download-name.ts'

const capturedAt = new Date('2026-11-23T08:53:00Z')
const nameOf = (title: string | null) =>
  downloadName({ title, url: 'https://a.test/x', capturedAt }, 'markdown', 'text/markdown')

test.each([
  ['网页存档：入门', '网页存档：入门 2026-11-23.md'],
  ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j 2026-11-23.md'],
  ['../../etc/passwd', 'etc passwd 2026-11-23.md'],
  ['.hidden', 'hidden 2026-11-23.md'],
  ['x\u202egpj.exe\r\nSet-Cookie: a=b', 'x gpj.exe Set-Cookie a=b 2026-11-23.md'],
  ['...', 'snapshot 2026-11-23.md'],
  [null, 'a.test 2026-11-23.md'],
])('%j is saved as %s', (title, name) => expect(nameOf(title)).toBe(name))

test('a long title is cut between characters that are seen as one', () => {
  const name = nameOf('👩‍👩‍👧‍👦'.repeat(50))
  expect(Buffer.byteLength(name)).toBeLessThan(150)
  expect(name.isWellFormed()).toBe(true)
})

test('a picture ends as what it is', () => {
  expect(downloadName({ title: '图', url: 'https://a.test/', capturedAt }, 'screenshot', 'image/webp')).toBe(
    '图 2026-11-23.webp',
  )
})
