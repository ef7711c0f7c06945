// What it costs to capture the same page again: unchanged, and ten times with a few words changed, the first time also
// with a line more.
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Site } from '#test/site.ts'
import { openOurEngine, versionOf, type OurCopy } from './our-engine.ts'

const PAGE = '/sites/blog/post-2.html'
const EDITIONS = 10

export interface Recaptures {
  /** What the store grew by when nothing had changed. */
  unchangedBytes: number
  /** What one capture and ten of changed editions take, over what the first took. */
  elevenOverOne: number
}

/** Measures in a store of its own, so that nothing is there already. */
export async function measureRecaptures(site: Site): Promise<Recaptures> {
  let edition = 0
  const server = createServer(async (request, response) => {
    const answer = await fetch(site.origin + request.url)
    const bytes = Buffer.from(await answer.arrayBuffer())
    const isChanged = request.url === PAGE && edition > 0
    const body = isChanged
      ? String(bytes).replace('</h1>', `</h1><p>第 ${edition} 次修订，已有 ${edition * 37} 人读过。</p>`)
      : bytes
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const engine = await openOurEngine(host)
  try {
    let last: OurCopy | null = null
    const capture = async () => {
      last = await engine.capture(`http://${host}${PAGE}`, last && versionOf(last))
      return last.newBytes
    }
    const first = await capture()
    const unchangedBytes = await capture()
    let all = first
    while (edition < EDITIONS) {
      edition += 1
      all += await capture()
    }
    return { unchangedBytes, elevenOverOne: all / first }
  } finally {
    await engine.close()
    server.closeAllConnections()
    server.close()
  }
}
