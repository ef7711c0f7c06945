import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findEmbedded, startEmbedded } from './embedded.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-embedded-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function answers(dataDir: string): Promise<boolean> {
  const database = await startEmbedded({ dataDir, durable: false })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query<{ ok: boolean }>('SELECT true AS ok')
  await client.end()
  await database.stop()
  return rows[0]?.ok === true
}

test('a cluster below a folder that its user may not enter works, also for root', async () => {
  // mkdtemp makes it 0700, as /root is.
  const dataDir = join(folder, 'closed', '数据 data', 'postgres')
  await mkdir(join(folder, 'closed'), { mode: 0o700 })
  await chmod(folder, 0o700)
  expect(await answers(dataDir)).toBe(true)
})

test('a cluster whose making was interrupted is made anew', async () => {
  const dataDir = join(folder, 'postgres')
  await mkdir(join(`${dataDir}.new`, 'base'), { recursive: true })
  await writeFile(join(`${dataDir}.new`, 'PG_VERSION'), '18\n')
  await writeFile(`${dataDir}.password`, 'of the cluster that never was')
  expect(await answers(dataDir)).toBe(true)
})

test('a lock file that names a process which is no server of this folder is not believed', async () => {
  const dataDir = join(folder, 'postgres')
  expect(await answers(dataDir)).toBe(true)
  await writeFile(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n0\n5432\n\n\n\n\n`)
  expect(await findEmbedded(dataDir)).toBeNull()
  expect(await answers(dataDir)).toBe(true)
})

test('a running server is found by its folder, a stopped one is not', async () => {
  const dataDir = join(folder, 'postgres')
  const database = await startEmbedded({ dataDir, durable: false })
  const found = await findEmbedded(dataDir)
  const password = await readFile(`${dataDir}.password`, 'utf8')
  await database.stop()
  expect(found?.url).toBe(database.url)
  expect(new URL(database.url).password).toBe(password)
  expect(await findEmbedded(dataDir)).toBeNull()
})
