// The site of bench/egress, in a process of its own as sites are: one page of many pictures, by HTTP/2, by HTTP/1.1, and by
// HTTP/1.1 from as far away as most sites are.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import { listen } from '#test/listen.ts'
import { selfSignedCertificate } from '#test/self-signed.ts'

/** The page and its pictures. */
export const REQUESTS = 100
const PICTURE_BYTES = 8_192
/** There and back within one country. */
const DISTANCE_MS = 20

interface Answer {
  setHeader(name: string, value: string): unknown
  end(body: string): unknown
}

function answer(path: string, response: Answer): void {
  if (!path.startsWith('/picture')) {
    const pictures = Array.from({ length: REQUESTS - 1 }, (_value, at) => `<img src="/picture/${at}.svg">`)
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>One hundred requests</title><h1>One hundred</h1>${pictures.join('')}`)
    return
  }
  // Each is another one: bytes that are stored already cost less.
  const text = path.repeat(Math.ceil(PICTURE_BYTES / path.length)).slice(0, PICTURE_BYTES)
  response.setHeader('content-type', 'image/svg+xml')
  response.setHeader('cache-control', 'no-store')
  response.end(`<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><title>${text}</title></svg>`)
}

if (process.send) {
  const identity = selfSignedCertificate('127.0.0.1')
  const servers = [
    createSecureServer(identity, (request, response) => answer(request.url, response)),
    createServer((request, response) => answer(request.url ?? '/', response)),
    createServer((request, response) => void setTimeout(answer, DISTANCE_MS, request.url ?? '/', response)),
  ]
  process.send(await Promise.all(servers.map(async (server) => (await listen(server)).port)))
  await once(process, 'disconnect')
  process.exit()
}
