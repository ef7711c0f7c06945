import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { openReplay, type ReplayDeps, type ReplayRequest } from './open-replay.ts'
import { signReplay } from './replay-token.ts'

const NOW = new Date('2026-11-23T10:30:00Z')
const SECRET = 'a secret of at least thirty-two characters'
const HTML = `<!DOCTYPE html><title>旧文</title>${'<p>正文</p>'.repeat(200)}`
const VIDEO = Buffer.from(Array.from({ length: 5_000 }, (_, at) => at % 251))

let folder: string
let database: TestDatabase
let deps: ReplayDeps
let snapshotId: string
let otherSnapshotId: string

async function addSnapshot(
  libraryId: string,
  artifacts: [kind: string, bytes: Buffer | string, type: string][],
) {
  const { db } = database
  const [linkId, id] = [newId(), newId()]
  const canonicalUrl = `https://${linkId}.test/`
  const url = { originalUrl: canonicalUrl, canonicalUrl, canonicalDigest: sha256(canonicalUrl) }
  await db.link.create({ data: { id: linkId, libraryId, site: `${linkId}.test`, ...url } })
  await db.snapshot.create({ data: { id, libraryId, linkId, url: canonicalUrl } })
  for (const [kind, bytes, contentType] of artifacts) {
    const { digest, sizeBytes, storedBytes, encoding } = await deps.blobs.put(bytes, { contentType })
    await db.blob.createMany({ data: { digest, sizeBytes, storedBytes, encoding }, skipDuplicates: true })
    const name = kind === 'part' ? `part:${digest}` : kind
    await db.artifact.create({
      data: { snapshotId: id, kind: name, blobDigest: digest, contentType, sizeBytes },
    })
  }
  return id
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-replay-'))
  database = await cloneDatabase()
  const blobs = openFileStore(folder)
  deps = { db: database.db, blobs, secret: SECRET, appOrigin: 'https://home.test', now: () => NOW }
  const userId = newId()
  await database.db.user.create({ data: { id: userId, name: 'Owner', email: 'owner@home.test' } })
  const library = await database.db.library.create({ data: { id: newId(), ownerId: userId } })
  snapshotId = await addSnapshot(library.id, [
    ['page', HTML, 'text/html; charset=utf-8'],
    ['text', 'plain text of the article', 'text/plain'],
    ['part', 'body{color:red}', 'text/css; charset=utf-8'],
    ['part', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml'],
    ['part', '<script>alert(2)</script>', 'text/html'],
    ['part', VIDEO, 'video/mp4'],
  ])
  otherSnapshotId = await addSnapshot(library.id, [['part', 'secret of the other page', 'text/css']])
})

afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

const open = (request: Partial<ReplayRequest>) =>
  openReplay(deps, { snapshotId, token: signReplay(snapshotId, SECRET, NOW), name: 'page', ...request })

test('the page comes whole, in a sandbox without scripts, frames of the app only', async () => {
  const { status, headers, body } = await open({})
  expect(status).toBe(200)
  expect(await text(body!)).toBe(HTML)
  expect(headers['Content-Type']).toBe('text/html; charset=utf-8')
  const policy = headers['Content-Security-Policy']
  expect(policy).toContain('sandbox allow-popups allow-popups-to-escape-sandbox;')
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/)
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'self' https://home.test")
  expect(headers).toMatchObject({ 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' })
  expect(headers['X-DNS-Prefetch-Control']).toBe('off')
  expect(headers['Cache-Control']).toBe('private, no-store')
  expect(Object.keys(headers).join()).not.toMatch(/cookie/i)
})

test.each([
  ['gzip, br, zstd', 'zstd'],
  ['gzip, zstd;q=0', undefined],
  [null, undefined],
])('a client that accepts %j gets the encoding %j', async (acceptEncoding, encoding) => {
  const { headers, body } = await open({ acceptEncoding })
  expect(headers['Content-Encoding']).toBe(encoding)
  expect(headers['Vary']).toBe('Accept-Encoding')
  const bytes = await buffer(body!)
  expect(String(encoding ? zstdDecompressSync(bytes) : bytes)).toBe(HTML)
})

test.each([
  ['body{color:red}', 'text/css; charset=utf-8'],
  ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml'],
  ['<script>alert(2)</script>', 'application/octet-stream'],
])('a part %s is served as %s, dead when opened by itself, and may be kept for ever', async (bytes, type) => {
  const { headers, body } = await open({ name: sha256(bytes) })
  expect(await text(body!)).toBe(bytes)
  expect(headers['Content-Type']).toBe(type)
  expect(headers['Content-Security-Policy']).toMatch(/^sandbox; default-src 'none'/)
  expect(headers['Cache-Control']).toBe('public, max-age=31536000, immutable')
  expect(headers['Access-Control-Allow-Origin']).toBe('*')
})

test('a player gets the range it asks for', async () => {
  const { status, headers, body } = await open({ name: sha256(VIDEO), range: 'bytes=1000-1999' })
  expect(status).toBe(206)
  expect(headers).toMatchObject({ 'Content-Range': 'bytes 1000-1999/5000', 'Content-Length': '1000' })
  expect(sha256(await buffer(body!))).toBe(sha256(VIDEO.subarray(1000, 2000)))
})

test('a range behind the end is refused with the true size', async () => {
  const { status, headers } = await open({ name: sha256(VIDEO), range: 'bytes=5000-' })
  expect([status, headers['Content-Range']]).toEqual([416, 'bytes */5000'])
})

test('an expired address says so', async () => {
  const token = signReplay(snapshotId, SECRET, new Date('2026-11-23T08:00:00Z'))
  await expect(open({ token })).rejects.toMatchObject({ code: 'replay_expired' })
})

test.each([
  ['a forged token', () => ({ token: `1.${'a'.repeat(43)}` })],
  ['the token of another snapshot', () => ({ token: signReplay(otherSnapshotId, SECRET, NOW) })],
  ['a blob of another snapshot', () => ({ name: sha256('secret of the other page') })],
  ['the digest of an artifact that is no part', () => ({ name: sha256('plain text of the article') })],
  ['another kind of artifact', () => ({ name: 'text' })],
  ['a path', () => ({ name: '../../../etc/passwd' })],
  ['a snapshot that never was', () => ({ snapshotId: 'none' })],
])('%s opens nothing', async (_name, request) => {
  await expect(open(request())).rejects.toMatchObject({ code: 'not_found' })
})
