import { serialize } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { asciiSource } from './ascii-source.ts'

test.each([
  ['"it’s — 中文 😀 ×"'],
  ["'a\\n’'"],
  ['`${1}…😀`'],
  ['"😀".match(/[😀中]/u)[0]'],
  ['"中中".replace(/中+/, "x")'],
  ['const 名 = 1; 名'],
  ['1 // a comment — and its end\n'],
  ['/* ── */ 2'],
])('%s means the same in ASCII', (source) => {
  const written = asciiSource(Buffer.from(source))
  expect(written).toMatch(/^[\0-\x7F]*$/)
  expect(runInNewContext(written)).toEqual(runInNewContext(source))
})

test.each([['"plain"'], ['"\\—"'], ['1 // ends here\u2028; 2']])('%s stays as it is', (source) => {
  expect(asciiSource(Buffer.from(source))).toBe(source)
})

test('V8 holds it in one byte for each character', () => {
  const source = `"——"; ${'0;'.repeat(1_000)}`
  // Strings are serialized as they are held.
  expect(serialize(source).length).toBeGreaterThan(4_000)
  expect(serialize(asciiSource(Buffer.from(source))).length).toBeLessThan(2_100)
})
