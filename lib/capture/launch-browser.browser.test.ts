import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Log } from '#lib/kernel/log.ts'
import { findBrowser } from './find-browser.ts'
import { launchBrowser } from './launch-browser.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-test-'))
  await chmod(folder, 0o755)
})
afterEach(() => rm(folder, { recursive: true }))

function recordingLog() {
  const warn = vi.fn<Log['warn']>()
  return { log: { debug() {}, info() {}, warn, error() {} } satisfies Log, warn }
}

async function writeProgram(script: string): Promise<string> {
  const path = join(folder, 'browser')
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return path
}

test('a browser that is not there is missing', () => {
  expect(() => findBrowser('/nowhere/chromium')).toThrow(expect.objectContaining({ code: 'browser_missing' }))
})

test('a program that is no browser is a crash, and nothing is weakened for it', async () => {
  const { log, warn } = recordingLog()
  const program = await writeProgram('echo "segmentation fault" >&2; exit 139')
  await expect(launchBrowser(program, log)).rejects.toMatchObject({ code: 'browser_crash' })
  expect(warn).not.toHaveBeenCalled()
})

test('a machine that refuses the sandbox still gets a browser, and its operator a warning, once', async () => {
  const { log, warn } = recordingLog()
  const program = await writeProgram(`
    case " $* " in *" --no-sandbox "*) exec '${findBrowser(null)}' "$@" ;; esac
    echo "No usable sandbox!" >&2
    exit 1`)
  const first = await launchBrowser(program, log)
  const second = await launchBrowser(program, log)
  expect(first.browser.isConnected() && second.browser.isConnected()).toBe(true)
  await Promise.all([first.close(), second.kill()])
  expect(first.browser.isConnected() || second.browser.isConnected()).toBe(false)
  expect(warn.mock.calls).toEqual([
    ['browser.confinement_weakened', expect.objectContaining({ hasSandbox: false })],
  ])
})
