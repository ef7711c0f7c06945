import { expect, test } from 'vitest'
import { openLog } from './log.ts'

function linesOf(write: (log: ReturnType<typeof openLog>) => void): string[] {
  const lines: string[] = []
  write(openLog('test', 'info', { write: (line) => void lines.push(line) }))
  return lines
}

test('one event is one line of JSON, whatever is in it', () => {
  const [line = '', ...more] = linesOf((log) =>
    log.warn('it.happened', { host: 'a\nb\u001b[31m\u2028', count: 2 }),
  )
  expect(more).toEqual([])
  expect(line.match(/[\n\r\u001b]/g)).toEqual(['\n'])
  expect(JSON.parse(line)).toMatchObject({ level: 'warn', service: 'test', event: 'it.happened', count: 2 })
})

test('addresses are told without credentials, query and fragment, in messages and causes too', () => {
  const cause = new Error('net::ERR_ABORTED at https://me:word@b.test/path?ticket=secret#top (after 3 s)')
  const [line = ''] = linesOf((log) => {
    log.error('it.failed', {
      error: new Error('page.goto: "http://c.test/#secret"', { cause }),
      at: 'ws://x:secret@d.test',
    })
  })
  expect(line).not.toMatch(/secret|word/)
  const { error, at } = JSON.parse(line) as { error: { message: string }; at: string }
  expect(error.message).toContain('page.goto: "http://c.test/?…"')
  expect(error.message).toContain('at https://b.test/path?… (after 3 s)')
  expect(at).toBe('ws://d.test')
})
