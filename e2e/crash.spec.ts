// Nothing is lost: the worker and the database are killed in the middle of a capture, and the link becomes ready once.
import { processTree } from '#test/process-tree.ts'
import { expect, test } from './fixtures.ts'

/** Lease, recovery and a capture, on a busy machine. */
const RECOVERY_MS = 150_000

const KILLED = [
  ['the worker', (command: string) => command.includes('worker/main.ts')],
  ['the database', (command: string) => /\bpostgres -D /.test(command)],
] as const

for (const [name, isIt] of KILLED) {
  test(`kill -9 of ${name} during a capture loses nothing and doubles nothing`, async ({
    api,
    site,
    product,
  }) => {
    test.setTimeout(RECOVERY_MS + 30_000)
    const path = `/held/kill-${isIt === KILLED[0][1] ? 'worker' : 'database'}`
    const submitted = await api.submit(site.origin + path)
    await site.whenAsked(path)

    const victim = processTree(product.pid).find(({ command }) => isIt(command))
    expect(victim, `${name} runs`).toBeDefined()
    process.kill(victim?.pid ?? Number.NaN, 'SIGKILL')
    site.set(path, true)

    const settled = await api.settled(submitted.id, RECOVERY_MS)
    expect(settled).toMatchObject({ status: 'ready', verdict: 'good' })
    const versions = await api.versions(submitted.linkId)
    expect(versions.map(({ id, status }) => ({ id, status }))).toEqual([
      { id: submitted.id, status: 'ready' },
    ])
  })
}
