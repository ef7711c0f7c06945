// The life of the whole product: up from an empty folder, through crashes, and down without a trace.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findEmbedded } from '#lib/db/embedded.ts'
import { processTree, survivors } from '#test/process-tree.ts'
import { newFolder, removeFolder, startProduct } from '#test/product.ts'

const CLI = join(import.meta.dirname, 'main.ts')
const PATIENCE = { timeout: 40_000, interval: 100 }

let folder: string
const moveIn = async () => {
  folder = await newFolder()
}
const moveOut = () => removeFolder(folder)

const clusterDir = () => join(folder, 'data/postgres')
const isHealthy = (url: string) =>
  fetch(`${url}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  )

/** Runs a command that is expected to end by itself. */
function runToEnd(args: string[], env: Record<string, string>): Promise<{ code: number; output: string }> {
  const { PATH } = process.env
  const options = { cwd: folder, env: { PATH, NODE_ENV: 'production' as const, LANG: 'en_US.UTF-8', ...env } }
  return promisify(execFile)(process.execPath, [CLI, ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (failure: { code: number; stdout: string; stderr: string }) => ({
      code: failure.code,
      output: failure.stdout + failure.stderr,
    }),
  )
}

describe('in an empty folder', () => {
  beforeEach(moveIn)
  afterEach(moveOut)

  test('an empty folder becomes a running product, and SIGTERM leaves no process behind', async () => {
    const product = await startProduct({ folder })
    const family = processTree(product.pid)
    expect(await isHealthy(product.url)).toBe(true)
    expect(product.setupUrl).toMatch(new RegExp(`^${product.url}/setup\\?token=[\\w-]{32}$`))
    expect(family.map(({ command }) => command).join('\n')).toMatch(/postgres[\s\S]*worker\/main\.ts/)

    expect(await product.stop()).toBe(0)
    expect(survivors(family)).toEqual([])

    const since = performance.now()
    const again = await startProduct({ folder })
    console.info(`second start: ${((performance.now() - since) / 1000).toFixed(1)} s`)
    expect(await again.stop('SIGINT')).toBe(0)
  })

  test('the owner of the settings is created, and no setup link is printed', async () => {
    const env = { LINKHOME_OWNER_EMAIL: 'owner@a.test', LINKHOME_OWNER_PASSWORD: 'correct horse battery' }
    const product = await startProduct({ folder, env })
    await product.stop()
    expect(product.setupUrl).toBeNull()
  })

  test('a taken port is said in one sentence', async () => {
    const neighbour = createServer().listen(0, '127.0.0.1')
    await once(neighbour, 'listening')
    const { port } = neighbour.address() as AddressInfo
    const { code, output } = await runToEnd(['start'], { PORT: String(port) })
    neighbour.close()
    expect(output).toBe(`linkhome: Port ${port} is already in use. Choose another one with PORT\n`)
    expect(code).toBe(1)
    expect(await findEmbedded(clusterDir())).toBeNull()
  })

  test('a wrong setting is said in one sentence', async () => {
    const { code, output } = await runToEnd(['start'], { LINKHOME_RETRY_DELAYS: 'soon' })
    expect(output).toMatch(/^linkhome: .*LINKHOME_RETRY_DELAYS.*\n$/)
    expect(code).toBe(1)
  })

  test('a front without a database of this version refuses to run', async () => {
    expect(await runToEnd(['web'], {})).toMatchObject({ code: 1 })
    expect(await runToEnd(['worker'], {})).toMatchObject({ code: 1 })
  })

  test('SIGTERM in the middle of a start leaves no process behind', async () => {
    const { PATH } = process.env
    const env = { PATH, PORT: '0', NODE_ENV: 'production' as const }
    const child = execFile(process.execPath, [CLI, 'start'], { cwd: folder, env })
    const exited = once(child, 'exit')
    await expect.poll(() => processTree(child.pid!).length, PATIENCE).toBeGreaterThan(1)
    const family = processTree(child.pid!)
    child.kill('SIGTERM')
    expect((await exited)[0]).toBe(0)
    await expect.poll(() => survivors(family), PATIENCE).toEqual([])
    expect(await findEmbedded(clusterDir())).toBeNull()
  })
})

// One after the other in the same: what each of them leaves, the next one starts with.
describe('in a house', () => {
  beforeAll(moveIn)
  afterAll(moveOut)

  test('beside a running product a second start is refused; its worker has no secrets, and nobody else reads them', async () => {
    const product = await startProduct({ folder })
    const worker = processTree(product.pid).find(({ command }) => command.includes('worker/main.ts'))
    const environment = readFileSync(`/proc/${worker?.pid}/environ`, 'utf8')
    expect(environment).toContain('DATABASE_URL=')
    expect(environment).not.toContain('LINKHOME_SECRET')
    const modes = ['secrets.json', 'postgres.password'].map(
      (name) => statSync(join(folder, 'data', name)).mode & 0o777,
    )
    expect(modes).toEqual([0o600, 0o600])

    const { code, output } = await runToEnd(['start'], { PORT: '0' })
    expect(output).toBe(
      `linkhome: A link之家 is already running on this data folder: ${join(folder, 'data')}\n`,
    )
    expect(code).toBe(1)
    expect(await isHealthy(product.url)).toBe(true)
    await product.stop()
  })

  test('the web, the worker and the database come back after kill -9', async () => {
    const product = await startProduct({ folder })
    // The others may end when the database does.
    for (const command of ['next-server', 'worker/main.ts', 'native/bin/postgres']) {
      const find = () => processTree(product.pid).find((entry) => entry.command.includes(command))
      const victim = find()!
      process.kill(victim.pid, 'SIGKILL')
      await expect.poll(() => find()?.pid ?? victim.pid, PATIENCE).not.toBe(victim.pid)
      await expect.poll(() => isHealthy(product.url), PATIENCE).toBe(true)
    }
    const family = processTree(product.pid)
    expect(await product.stop()).toBe(0)
    expect(survivors(family)).toEqual([])
  })

  test('after kill -9 of the supervisor the others end by themselves, and the next start works', async () => {
    const product = await startProduct({ folder })
    const family = processTree(product.pid)
    expect(await product.stop('SIGKILL')).toBeNull()
    await expect.poll(() => survivors(family), PATIENCE).toEqual([])
    const again = await startProduct({ folder })
    expect(await isHealthy(again.url)).toBe(true)
    await again.stop()
  })

  test('a database that outlived kill -9 of everything else is taken over', async () => {
    const product = await startProduct({ folder })
    const family = processTree(product.pid)
    const keeper = family.find(({ command }) => command.includes('keeper'))!
    process.kill(keeper.pid, 'SIGKILL')
    await product.stop('SIGKILL')
    const orphan = await findEmbedded(clusterDir())
    expect(orphan).not.toBeNull()

    const again = await startProduct({ folder })
    expect(await isHealthy(again.url)).toBe(true)
    expect((await findEmbedded(clusterDir()))?.pid).not.toBe(orphan?.pid)
    await again.stop()
    // The worker ends by itself, when it has given back what it was at.
    await expect.poll(() => survivors(family), PATIENCE).toEqual([])
  })
})
