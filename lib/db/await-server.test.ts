// How long a server may take to start.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { awaitServer } from './await-server.ts'

const SILENCE_MS = 1_000
const READY = 'echo "database system is ready to accept connections" >&2'
const spawnShell = (script: string) =>
  spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'ignore', 'pipe'] })

test('a server that recovers for long, and says so, is waited for', async () => {
  const server = spawnShell(`for _ in 1 2 3 4; do sleep 0.4; echo "redo in progress" >&2; done; ${READY}`)
  await expect(awaitServer(server, SILENCE_MS)).resolves.toBeUndefined()
})

test('a silent one is ended, and its last words are told', async () => {
  const server = spawnShell('echo "starting" >&2; exec sleep 60')
  const exited = once(server, 'exit')
  await expect(awaitServer(server, SILENCE_MS)).rejects.toMatchObject({
    code: 'database_failed',
    detail: { problem: 'PostgreSQL: timeout starting' },
  })
  expect((await exited)[1]).toBe('SIGKILL')
})

test('of one that ends it is told how', async () => {
  await expect(awaitServer(spawnShell('echo "no space left" >&2; exit 3'))).rejects.toMatchObject({
    detail: { problem: expect.stringContaining('PostgreSQL: 3') },
  })
})
