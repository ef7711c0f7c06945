import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Digest } from '#lib/kernel/digest.ts'
import type { FrozenSource } from './frozen-source.ts'
import { writeMhtml } from './mhtml.ts'

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex') as Digest

/** A page and its one part, as they lie in the store. */
function sourceOf(page: string, part: { content: string; contentType: string }): FrozenSource {
  const texts = new Map([page, part.content].map((text) => [digestOf(text), Buffer.from(text)]))
  const digest = digestOf(part.content)
  const read = async (wanted: Digest) => texts.get(wanted) ?? null
  return {
    blobs: {
      read,
      open: async (wanted) => {
        const bytes = await read(wanted)
        return bytes && { stream: Readable.from([bytes]), sizeBytes: bytes.length, encoding: 'identity' }
      },
    },
    url: 'https://a.test/',
    title: null,
    byline: null,
    capturedAt: new Date(0),
    page: digestOf(page),
    article: null,
    manifest: null,
    parts: new Map([[digest, { digest, contentType: part.contentType, sizeBytes: part.content.length }]]),
    addresses: new Map(),
  }
}

test('a drawing is written once for each view, but not for any number; views that are there stay named', async () => {
  const content = '<svg xmlns="http://www.w3.org/2000/svg"/>'
  const names = [...Array.from({ length: 40 }, (_value, at) => `v${at}`), 'v0']
  const page = `<html><head></head><body>${names.map((name) => `<img src="${digestOf(content)}#${name}">`).join('')}</body></html>`
  const message = String(await buffer(writeMhtml(sourceOf(page, { content, contentType: 'image/svg+xml' }))))
  const parts = message.split(/^------linkhome.*$/m)
  const written = String(Buffer.from(parts[1]?.split('\r\n\r\n')[1] ?? '', 'base64'))
  const named = [...written.matchAll(/src="cid:[^"#]*#?([^"]*)"/g)].map(([, name]) => name)
  expect(named).toEqual([...names.slice(0, 32), ...Array(8).fill(''), 'v0'])
  expect(message.match(/^Content-Location: cid:\S+#v\d+\r$/gm)).toHaveLength(32)
})
