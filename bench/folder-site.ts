// Serves a folder of a real static site over loopback, for benches on pages that are not ours: `--folder <dir>`.
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.htm': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.mp4': 'video/mp4',
}

export interface FolderSite {
  origin: string
  allowHosts: string
  /** Paths of up to `maxPages` pages, spread evenly over the sorted list of all HTML files. */
  pages: string[]
  stop(): Promise<void>
}

export async function startFolderSite(folder: string, maxPages = 20): Promise<FolderSite> {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)
    const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path))
    const facts = await stat(file).catch(() => null) // Not there: said by the status.
    if (!facts?.isFile()) return void response.writeHead(404).end('not there')
    response.writeHead(200, {
      'content-type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
      'content-length': facts.size,
    })
    createReadStream(file).pipe(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.html')).sort()
  const step = Math.max(1, names.length / maxPages)
  const picked = Array.from(
    { length: Math.min(maxPages, names.length) },
    (_value, at) => names[Math.floor(at * step)],
  )
  return {
    origin: `http://127.0.0.1:${port}`,
    allowHosts: `127.0.0.1:${port}`,
    pages: picked.flatMap((name) =>
      name === undefined ? [] : `/${name.split('/').map(encodeURIComponent).join('/')}`,
    ),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
