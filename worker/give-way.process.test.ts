import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const GIVE_WAY = join(import.meta.dirname, 'give-way.ts')
const SCRIPT = `import(${JSON.stringify(GIVE_WAY)}).then(({ giveWay }) => {
  giveWay()
  console.log(require('node:os').getPriority())
  console.log(require('node:fs').readFileSync('/proc/self/autogroup', 'utf8'))
})`

function inNewSession(command: string): string[] {
  const { stdout } = spawnSync('setsid', ['--wait', 'nice', '-n', '3', 'sh', '-c', command], {
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, SCRIPT },
  })
  return stdout.split('\n')
}

/** How nice a session is; 0 also where Linux does not share out by sessions. */
const sessionOf = (line: string | undefined) => Number(/nice (-?\d+)/.exec(line ?? '')?.[1] ?? 0)
const areCounted = /nice/.test(inNewSession('cat /proc/self/autogroup')[0] ?? '')

/** How nice a process that gave way is, and its session, which begins with a shell. */
function after(command: string) {
  const [niceness, session] = inNewSession(command)
  return { niceness: Number(niceness), session: sessionOf(session) }
}

test('who leads its session lowers it, who was started in the session of another leaves that alone', () => {
  const leader = after('exec "$NODE" -e "$SCRIPT"')
  expect(leader.niceness).toBeGreaterThan(0)
  expect(leader.session).toBe(areCounted ? leader.niceness : 0)
  const guest = after('"$NODE" -e "$SCRIPT"; true')
  expect(guest.niceness).toBe(leader.niceness)
  expect(guest.session).toBe(0)
})
