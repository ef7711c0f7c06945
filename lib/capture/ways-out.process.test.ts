// What a page can reach beside the proxy: nothing. Tried in a network of its own, where every packet is seen.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ASKED_FOR } from '#test/ways-out/vectors.ts'

const PROBE = fileURLToPath(new URL('../../test/ways-out/probe.ts', import.meta.url))
/** Seconds on a machine at rest; where others work, as long as that takes. */
const DEADLINE_MS = 200_000
const LIMIT = { timeout: DEADLINE_MS + 10_000 }
const NETWORK = ['--net', '--mount']
const seen = z.object({
  /** Names of what came by the proxy of the capture. */
  proxied: z.array(z.string()),
  /** Names of what came from the browser itself, by TCP. */
  direct: z.array(z.string()),
  /** UDP ports of ours that heard something: the resolver's, and that of STUN and TURN. */
  heard: z.array(z.string()),
  /** Datagrams that anybody sent to anywhere. */
  datagrams: z.number(),
  text: z.string(),
})

/** Only root of a Linux with namespaces may make a network; elsewhere there is nothing to look at. */
const isPossible = spawnSync('unshare', [...NETWORK, 'ip', 'link', 'set', 'lo', 'up']).status === 0

function lookAtWaysOut(withoutFlag: string[] = []) {
  const { stdout, stderr } = spawnSync('unshare', [...NETWORK, process.execPath, PROBE, ...withoutFlag], {
    encoding: 'utf8',
    timeout: DEADLINE_MS,
  })
  expect(stderr).toBe('')
  return seen.parse(JSON.parse(stdout))
}

test.skipIf(!isPossible)('of some eighty ways out of a page none leads past the proxy', LIMIT, () => {
  const { proxied, direct, heard, datagrams, text } = lookAtWaysOut()
  expect(text).toContain('every way was tried')
  expect({ direct, heard, datagrams }).toEqual({ direct: [], heard: [], datagrams: 0 })
  expect(proxied).toEqual(ASKED_FOR.toSorted())
})

test.skipIf(!isPossible)(
  'without the flag that holds WebRTC, the same look sees datagrams leave',
  LIMIT,
  () => {
    const { heard, datagrams } = lookAtWaysOut(['webrtc-ip-handling-policy'])
    expect(heard).toContain('udp:3478')
    expect(datagrams).toBeGreaterThan(0)
  },
)
