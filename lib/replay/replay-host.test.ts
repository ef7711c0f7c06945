import { expect, test } from 'vitest'
import { isReplayHost } from './replay-host.ts'

const config = { baseUrl: 'https://home.test', replayUrl: 'https://replay.test:8443' }

test.each([
  ['replay.test:8443', true],
  ['Replay.Test:8443', true],
  ['replay.test', false],
  ['home.test', false],
  [null, false],
])('with an origin of its own, replay on host %j: %j', (host, expected) => {
  expect(isReplayHost(config, host)).toBe(expected)
})

test('one origin serves both', () => {
  expect(isReplayHost({ ...config, replayUrl: null }, 'home.test')).toBeNull()
})
