import { expect, test } from 'vitest'
import { MAX_BODY_BYTES } from '#lib/kernel/limits.ts'
import { mergeFields, readBody, readQuery } from './read-input.ts'

// Node wants `duplex` for streams; the DOM's types do not know it yet.
const streaming: RequestInit & { duplex: 'half' } = { method: 'POST', duplex: 'half' }
const post = (body: string | Uint8Array<ArrayBuffer> | ReadableStream | null) =>
  new Request('http://x.test/', { ...streaming, body })

test('a body is a JSON object, and none is an empty one', async () => {
  expect((await readBody(post('{"url":"x"}'))).fields).toEqual({ url: 'x' })
  expect((await readBody(post(null))).fields).toEqual({})
})

test.each(['{', '[]', '"text"', 'null', '7', 'url=x', new Uint8Array([0x7b, 0xff, 0x7d])])(
  'the body %j is no JSON object',
  async (body) => {
    await expect(readBody(post(body))).rejects.toMatchObject({ code: 'invalid_json' })
  },
)

test('a body that nests deeper than anything we take is refused, brackets in a text are not counted', async () => {
  const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
  await expect(readBody(post(nested(33)))).rejects.toMatchObject({ code: 'invalid_json' })
  await expect(readBody(post(nested(400_000)))).rejects.toMatchObject({ code: 'invalid_json' })
  expect(Object.keys((await readBody(post(nested(32)))).fields)).toEqual(['a'])
  const text = String.raw`\"[[`.repeat(100)
  expect((await readBody(post(JSON.stringify({ text })))).fields).toEqual({ text })
  expect((await readBody(post(`{"a":[${'[],'.repeat(100)}1]}`))).fields['a']).toHaveLength(101)
})

test('a body over a mebibyte is refused by its length, and without a length while it comes', async () => {
  const big = `"${'a'.repeat(MAX_BODY_BYTES)}"`
  await expect(readBody(post(big))).rejects.toMatchObject({ code: 'body_too_large' })
  let pulled = 0
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1
      controller.enqueue(new Uint8Array(64 * 1024))
    },
  })
  await expect(readBody(post(endless))).rejects.toMatchObject({ code: 'body_too_large' })
  expect(pulled).toBeLessThan(32)
})

test('a field that is said twice is refused', () => {
  expect(readQuery(new URLSearchParams('q=a&tag=b'))).toEqual({ q: 'a', tag: 'b' })
  expect(() => readQuery(new URLSearchParams('q=a&q=b'))).toThrow('invalid_request')
  expect(() => mergeFields([{ id: '1' }, { id: '2' }])).toThrow('invalid_request')
})

test('a field cannot reach the prototype', () => {
  const fields = readQuery(new URLSearchParams('__proto__=x&a=b'))
  expect(Object.keys(fields)).toEqual(['__proto__', 'a'])
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
})
