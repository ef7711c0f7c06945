import { createWriteStream } from 'node:fs'
import { copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import tar from 'tar-stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actorFromHeaders } from '#lib/auth/actor.ts'
import { authOf } from '#lib/auth/open-auth.ts'
import { signIn } from '#lib/auth/sign-in.ts'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { openStoreUpkeep } from '#lib/blobs/open-store.ts'
import { inTransaction } from '#lib/db/client.ts'
import { atOneMoment, DUMPED_TABLES, dumpTable, LEFT_OUT_TABLES } from '#lib/db/dump.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { BLOB_GRACE_MS } from '#lib/kernel/limits.ts'
import { insertArtifacts, insertBlobs } from '#lib/db/resources.ts'
import { sweepBlobs } from '#lib/pipeline/sweep-blobs.ts'
import { createUserFromTerminal } from '#lib/usecases/account/create-user.ts'
import { listLinks } from '#lib/usecases/links/list-links.ts'
import { updateLink } from '#lib/usecases/links/update-link.ts'
import { makePerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import type { Problem } from '../problem.ts'
import { verifyLibrary } from '../verify-library.ts'
import { indexLine, INDEX_NAME } from './backup-format.ts'
import { restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

const owner = { email: 'owner@example.test', password: 'correct horse battery', role: 'owner' as const }

let source: TestRuntime
let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-backup-'))
  file = join(folder, 'whole.tar')
  source = await openTestRuntime()
})
afterAll(async () => {
  await source.close()
  await rm(folder, { recursive: true, force: true })
})

const linesOf = (runtime: TestRuntime) =>
  atOneMoment(runtime.db, async (tx) => {
    const lines: string[] = []
    for (const table of DUMPED_TABLES)
      for await (const page of dumpTable(tx, table)) lines.push(...page.map((line) => `${table} ${line}`))
    return lines.toSorted()
  })

async function problemsOf(runtime: TestRuntime): Promise<Problem[]> {
  const problems: Problem[] = []
  const deps = { ...runtime, upkeep: openStoreUpkeep(runtime.config) }
  await verifyLibrary(deps, { onProblem: async (problem) => void problems.push(problem) })
  return problems
}

test('every table is backed up or left out on purpose, after the tables that it refers to', async () => {
  const tables = await source.db.$queryRaw<{ name: string }[]>`
    SELECT "table_name"::text AS "name" FROM information_schema.tables
    WHERE "table_schema" = 'public' AND "table_name" NOT LIKE '\\_prisma%' ORDER BY 1`
  expect(tables.map(({ name }) => name)).toEqual([...DUMPED_TABLES, ...LEFT_OUT_TABLES].toSorted())
  const references = await source.db.$queryRaw<{ from: string; to: string; column: string }[]>`
    SELECT f.relname::text AS "from", t.relname::text AS "to", a.attname::text AS "column" FROM pg_constraint c
    JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.conrelid <> c.confrelid AND f.relnamespace = 'public'::regnamespace`
  const order: readonly string[] = DUMPED_TABLES
  const early = references.filter(
    ({ from, to, column }) =>
      order.includes(from) && order.indexOf(to) > order.indexOf(from) && column !== 'frontId',
  )
  expect(early).toEqual([])
})

describe('a library with versions, tags and notes', () => {
  let lines: string[]
  let authorization: string

  beforeAll(async () => {
    await createUserFromTerminal(source.db, { ...owner, name: '站长' })
    const person = await makePerson(source)
    authorization = person.authorization
    const { ctx } = person
    for (const at of [1, 2, 3]) {
      const url = `https://example.com/${at}`
      await makeReadySnapshot(ctx, url, { tags: [`前端/第${at}`] })
      const { linkId } = await makeReadySnapshot(ctx, url, { tags: ['数据库'] })
      await updateLink(ctx, { id: linkId, note: `第 ${at} 条笔记 "引号" \\ 反斜线`, title: `标题 ${at}` })
    }
    const { id } = await makeReadySnapshot(ctx, 'https://example.com/large')
    const words = Array.from({ length: 500 }, (_, at) => Math.imul(at, 2_654_435_761).toString(36))
    const base = await source.blobs.put(words.join(' '), { contentType: 'text/plain' })
    const like = base.digest
    const put = [
      base,
      await source.blobs.put(words.with(250, 'edited').join(' '), { contentType: 'text/plain', like }),
      await source.blobs.put(Buffer.alloc(5_000_000, 'a large part '), { contentType: 'text/css' }),
    ]
    expect(put.map(({ encoding }) => encoding)).toEqual(['zstd', 'delta', 'zstd'])
    await inTransaction(source.db, async (tx) => {
      await insertBlobs(tx, put)
      const parts = put.map(({ digest, sizeBytes }) => ({
        kind: `part:${digest}`,
        digest,
        sizeBytes,
        contentType: 'text/css',
      }))
      await insertArtifacts(tx, id, parts)
    })
    lines = await linesOf(source)
    // While it is written, the library goes on, and the sweep comes by.
    const loose = await source.blobs.put('loose for long')
    await source.db.looseBlob.create({
      data: { digest: loose.digest, since: new Date(Date.now() - 2 * BLOB_GRACE_MS) },
    })
    let meanwhile: Promise<unknown> | null = null
    // It is not done before that has happened.
    const blobs: BlobStore = {
      ...source.blobs,
      open: async (...asked) => (await meanwhile, source.blobs.open(...asked)),
      read: async (...asked) => (await meanwhile, source.blobs.read(...asked)),
    }
    const summary = await writeBackup({ ...source, blobs }, file, () => {
      meanwhile ??= Promise.all([
        makeReadySnapshot(ctx, 'https://example.com/too-late'),
        sweepBlobs({ ...source, now: () => new Date() }),
      ])
    })
    expect(await source.db.looseBlob.count({ where: { digest: loose.digest } })).toBe(1)
    await source.db.looseBlob.deleteMany()
    const count = lines.filter((line) => line.startsWith('Blob ')).length
    expect(summary).toMatchObject({ rows: lines.length, blobs: count, missing: 0 })
  })

  test('comes back elsewhere as it was at that moment, found by searching, signing in and tokens', async () => {
    const target = await openTestRuntime()
    try {
      const summary = await restoreBackup(target, file)
      expect(summary).toMatchObject({ rows: lines.length, missing: 0, links: 4 })
      expect(await linesOf(target)).toEqual(lines)
      expect(await problemsOf(target)).toEqual([])
      expect(await signIn(authOf(target), owner, new Headers())).toHaveLength(1)
      const actor = await actorFromHeaders(target, new Headers({ authorization }))
      if (actor.kind !== 'user') throw new Error('the token is not known')
      const ctx = { ...target, actor }
      const found = await listLinks(ctx, { q: '第 2 条笔记' })
      expect(found.items).toMatchObject([
        { title: '标题 2', tags: [{ path: '前端/第2' }, { path: '数据库' }] },
      ])
      expect((await listLinks(ctx, { q: '存档正文' })).items).toHaveLength(4)
      // New events go on behind the old ones.
      await makeReadySnapshot(ctx, 'https://example.com/after')
      // A second restore is refused and changes nothing.
      await expect(restoreBackup(target, file)).rejects.toMatchObject({ code: 'library_not_empty' })
      expect(await problemsOf(target)).toEqual([])
    } finally {
      await target.close()
    }
  })

  test('compressed it is smaller, and comes back as well; bytes that are lost are counted', async () => {
    const packed = join(folder, 'packed.tar.zst')
    const { digest } = await source.db.artifact.findFirst({ where: { kind: 'thumbnail' } }).then((row) => ({
      digest: row?.blobDigest ?? '',
    }))
    const shard = join(source.config.blobsDir, digest.slice(0, 2), digest.slice(2, 4))
    const name = (await readdir(shard)).find((one) => one.startsWith(digest)) ?? ''
    const bytes = await readFile(join(shard, name))
    await writeFile(join(shard, name), 'rotten')
    const summary = await writeBackup(source, packed)
    await writeFile(join(shard, name), bytes)
    expect(summary.missing).toBe(1)
    expect(summary.bytes).toBeLessThan((await stat(file)).size / 5)
    const target = await openTestRuntime()
    try {
      expect(await restoreBackup(target, packed)).toMatchObject({ missing: 1, links: 5 })
      expect(await problemsOf(target)).toMatchObject([{ kind: 'missing', name: digest }])
    } finally {
      await target.close()
    }
  })

  test('what is cut off, changed, hostile or newer is refused, and leaves nothing behind', async () => {
    const target = await openTestRuntime()
    try {
      const refused = async (name: string, code: string) => {
        await expect(restoreBackup(target, join(folder, name))).rejects.toMatchObject({ code })
        expect(await target.db.user.count()).toBe(0)
        expect(await Readable.from(target.blobs.list()).toArray()).toEqual([])
      }
      const { size } = await stat(file)
      for (const share of [0.01, 0.5, 0.999]) {
        await copyFile(file, join(folder, 'cut.tar'))
        await truncate(join(folder, 'cut.tar'), Math.floor(size * share))
        await refused('cut.tar', 'backup_damaged')
      }
      const whole = await readFile(file)
      for (const place of ['第 2 条笔记', 'a large part', 'rows/Link', '"name":"blobs/']) {
        const changed = Buffer.from(whole)
        const at = changed.indexOf(place)
        expect(at).toBeGreaterThan(0)
        changed.write('X', at + 1)
        await writeFile(join(folder, 'changed.tar'), changed)
        await refused('changed.tar', 'backup_damaged')
      }
      await writeFile(join(folder, 'text.tar'), 'this is no archive')
      await refused('text.tar', 'backup_damaged')
      await refused('nowhere.tar', 'file_unreadable')
      const header = { format: 'linkhome-backup/1', createdAt: new Date(), migrations: [], tables: {} }
      const json = (change: object) => JSON.stringify({ ...header, ...change })
      for (const name of [
        '../../../etc/evil',
        '/etc/evil',
        'rows/../../evil',
        'blobs/identity/../evil',
        'rows/pg_authid.000001.jsonl',
      ]) {
        await writeTar('hostile.tar', [
          { name: 'linkhome-backup.json', content: json({}) },
          { name, content: 'evil' },
        ])
        await refused('hostile.tar', 'backup_damaged')
      }
      await writeTar('newer.tar', [
        { name: 'linkhome-backup.json', content: json({ format: 'linkhome-backup/9' }) },
      ])
      await refused('newer.tar', 'backup_unsupported')
      await writeTar('newer.tar', [
        { name: 'linkhome-backup.json', content: json({ migrations: ['20990101_later'] }) },
      ])
      await refused('newer.tar', 'backup_unsupported')
      // Rows that do not fit fail after bytes were written: those go again.
      await writeTar('unfit.tar', [
        { name: 'linkhome-backup.json', content: json({ tables: { Link: ['id', 'libraryId'] } }) },
        {
          name: 'blobs/identity/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
          content: 'foo',
        },
        { name: 'rows/Link.000001.jsonl', content: '{"id":"01a22243-6611-7406-a110-12976df4f446"}\n' },
      ])
      await refused('unfit.tar', 'backup_damaged')
      expect(await readdir(folder)).not.toContain('evil')
      // What an older version did not know gets its default.
      const [id, moment] = ['01a22243-6611-7406-a110-12976df4f446', '2026-01-01T00:00:00Z']
      const columns = { User: ['id', 'name', 'email', 'updatedAt'], Library: ['id', 'ownerId'] }
      const user = JSON.stringify({ id, name: 'old', email: 'old@example.test', updatedAt: moment })
      await writeTar('older.tar', [
        { name: 'linkhome-backup.json', content: json({ tables: columns }) },
        { name: 'rows/User.000001.jsonl', content: `${user}\n` },
        { name: 'rows/Library.000001.jsonl', content: `${JSON.stringify({ id, ownerId: id })}\n` },
      ])
      expect(await restoreBackup(target, join(folder, 'older.tar'))).toMatchObject({ rows: 2 })
      expect(await target.db.user.findFirst()).toMatchObject({ name: 'old', role: 'member' })
    } finally {
      await target.close()
    }
  })

  test('a house that is lived in keeps what it is writing, and one whose secrets cannot be written stays empty', async () => {
    const target = await openTestRuntime()
    try {
      await writeFile(join(source.config.dataDir, 'secrets.json'), '{}')
      await writeBackup(source, join(folder, 'secret.tar'))
      await writeFile(join(folder, 'no-folder'), '')
      const config = { ...target.config, dataDir: join(folder, 'no-folder') }
      const failed = restoreBackup({ ...target, config }, join(folder, 'secret.tar'))
      await expect(failed).rejects.toMatchObject({ code: 'EEXIST' })
      expect(await target.db.user.count()).toBe(0)
      expect(await Readable.from(target.blobs.list()).toArray()).toEqual([])

      await createUserFromTerminal(target.db, { ...owner, name: '站长' })
      let put: string[] = []
      async function* listThenCapture() {
        yield* target.blobs.list()
        // A capture that runs.
        if (put.length === 0) put = [(await target.blobs.put('right after somebody looked')).digest]
      }
      const blobs = { ...target.blobs, list: listThenCapture }
      const refused = restoreBackup({ ...target, blobs }, join(folder, 'secret.tar'))
      await expect(refused).rejects.toMatchObject({ code: 'library_not_empty' })
      for (const digest of put) expect(await target.blobs.has(digest)).toBe(true)
    } finally {
      await rm(join(source.config.dataDir, 'secrets.json'))
      await target.close()
    }
  })

  test('a file that is there is not overwritten, and a failed backup leaves none', async () => {
    await expect(writeBackup(source, file)).rejects.toMatchObject({ code: 'file_exists', detail: { file } })
    const broken = { ...source, blobs: { ...source.blobs, read: () => Promise.reject(new Error('away')) } }
    await expect(writeBackup(broken, join(folder, 'broken.tar'))).rejects.toThrow('away')
    const interrupt = ({ blobs }: { blobs: number }) => {
      if (blobs > 8) throw new AppError('cancelled')
    }
    for (const name of ['broken.tar', 'broken.tar.zst'])
      await expect(writeBackup(source, join(folder, name), interrupt)).rejects.toMatchObject({
        code: 'cancelled',
      })
    expect((await readdir(folder)).filter((name) => name.includes('broken'))).toEqual([])
    const target = await openTestRuntime()
    try {
      const stop = ({ links }: { links: number }) => {
        if (links > 1) throw new AppError('cancelled')
      }
      await expect(restoreBackup(target, file, stop)).rejects.toMatchObject({ code: 'cancelled' })
      expect(await target.db.user.count()).toBe(0)
      expect(await Readable.from(target.blobs.list()).toArray()).toEqual([])
    } finally {
      await target.close()
    }
  })
})

/** An archive as we would write it, whatever its members are. */
async function writeTar(name: string, members: { name: string; content: string }[]): Promise<void> {
  const pack = tar.pack()
  const index = members.map((one) => indexLine(one.name, one.content.length, sha256(one.content))).join('')
  for (const one of [...members, { name: INDEX_NAME, content: index }])
    pack.entry({ name: one.name }, one.content)
  pack.finalize()
  await pipeline(Readable.from(pack), createWriteStream(join(folder, name)))
}
