import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRecordStore } from '#lib/blobs/open-store.ts'
import { writeRecords } from '#lib/upkeep/rebuild/write-records.ts'
import { makePerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { linkhome } from '#test/terminal.ts'

let opened: TestRuntime
beforeAll(async () => {
  opened = await openTestRuntime()
})
afterAll(() => opened.close())

const run = (args: string[], { folder, databaseUrl } = opened) =>
  linkhome(args, { cwd: folder, env: { DATABASE_URL: databaseUrl, LINKHOME_DATA_DIR: folder } })

test('verify says by its exit code whether rows and bytes agree', async () => {
  const { ctx } = await makePerson(opened)
  const { id } = await makeReadySnapshot(ctx, 'https://example.com/verified')
  const clean = await run(['verify'])
  expect(clean.code).toBe(0)
  expect(clean.out).toMatch(/^All is well: \d+ blobs, /)
  const { blobDigest } = await opened.db.artifact.findFirstOrThrow({
    where: { snapshotId: id, kind: 'page' },
  })
  const shard = join(opened.config.blobsDir, blobDigest.slice(0, 2), blobDigest.slice(2, 4))
  for (const name of await readdir(shard)) await writeFile(join(shard, name), 'rotten')
  const damaged = await run(['verify', '--json'])
  expect(damaged.code).toBe(1)
  expect(JSON.parse(damaged.out)).toMatchObject({
    clean: false,
    found: 1,
    problems: [{ kind: 'damaged', name: blobDigest, snapshotIds: [id], fix: null }],
  })
  const repaired = await run(['verify', '--repair'])
  expect(repaired.code).toBe(0)
  expect(repaired.out).toContain(`damaged\t${blobDigest}\tbytes are damaged\t1 snapshot\tlost, and`)
})

test('backup writes a file that restore brings into another house', async () => {
  const other = await openTestRuntime()
  try {
    const made = await run(['backup', 'kept.tar.zst'])
    expect(made.code).toBe(0)
    expect(made.out).toMatch(/^Backed up to kept.tar.zst: \d+ rows, \d+ blobs, /)
    const file = join(opened.folder, 'kept.tar.zst')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const restored = await run(['restore', file, '--json'], other)
    expect(restored.code).toBe(0)
    expect(JSON.parse(restored.out)).toMatchObject({ links: 1, missing: 0 })
    expect(await readFile(join(other.folder, 'secrets.json'), 'utf8')).toBe(
      await readFile(join(opened.folder, 'secrets.json'), 'utf8'),
    )
    const again = await run(['restore', file], other)
    expect(again).toMatchObject({ code: 1, out: '' })
    expect(again.err).toContain('There are accounts here already')
  } finally {
    await other.close()
  }
})

test('rebuild says what it brought back, and who needs a password', async () => {
  const { email } = await makePerson(opened, 'owner')
  await writeRecords({ ...opened, records: openRecordStore(opened.config) })
  const other = await openTestRuntime()
  try {
    const rebuilt = await run(['rebuild'], { ...other, folder: opened.folder })
    expect(rebuilt).toMatchObject({ code: 0 })
    expect(rebuilt.out).toContain(`${email} has no password yet`)
    expect(rebuilt.out).toMatch(/^Rebuilt: 1 link and 1 version added/)
  } finally {
    await other.close()
  }
})
