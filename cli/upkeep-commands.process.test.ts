import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { linkhome } from '#test/terminal.ts'

let opened: TestRuntime
beforeAll(async () => {
  opened = await openTestRuntime()
})
afterAll(() => opened.close())

const run = (args: string[]) =>
  linkhome(args, {
    cwd: opened.folder,
    env: { DATABASE_URL: opened.databaseUrl, LINKHOME_DATA_DIR: opened.folder },
  })

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
