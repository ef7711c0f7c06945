// Runs inside of a network of its own (`unshare --net --mount`): captures the page of vectors.ts and tells what left the
// browser, and by which way. Prints one line of JSON. With an argument, the browser is started without the
// flags that have it in them.
import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTcpServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { openBrowserPool } from '#lib/capture/browser-pool.ts'
import { capturePage } from '#lib/capture/capture-page.ts'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { openLog } from '#lib/kernel/log.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { answerVectors, ASKED_FOR, type Targets } from './vectors.ts'

const TARGETS: Targets = {
  port: 8401,
  deafPort: 8443,
  udpPort: 3478,
  name: 'inside.test',
  farAddress: '203.0.113.7',
}
const RESOLVER = '127.0.0.53'

const folder = mkdtempSync(join(tmpdir(), 'linkhome-test-'))
chmodSync(folder, 0o755)
const allSeen = Promise.withResolvers<void>()
/** What came to a listener, by the way that it took. */
const [proxied, direct, datagrams] = [new Set<string>(), new Set<string>(), new Set<string>()]

function run(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}

/** A machine that is every address there is, with a resolver, and a name that its own table knows. */
function furnish(): void {
  run('ip', 'link', 'set', 'lo', 'up')
  // WebRTC gathers nothing on a machine that has loopback alone.
  run('ip', 'link', 'add', 'outside', 'type', 'veth', 'peer', 'name', 'beyond')
  run('ip', 'address', 'add', '203.0.113.1/24', 'dev', 'outside')
  for (const name of ['outside', 'beyond']) {
    // An address that appears while the page loads would be a change of network: Chromium drops what is on its way.
    run('ip', 'link', 'set', name, 'addrgenmode', 'none')
    run('ip', 'link', 'set', name, 'up')
  }
  run('ip', 'route', 'add', 'local', '0.0.0.0/0', 'dev', 'lo')
  for (const [path, text] of [
    ['/etc/hosts', `127.0.0.1 localhost ${TARGETS.name}\n`],
    ['/etc/resolv.conf', `nameserver ${RESOLVER}\n`],
  ] as const) {
    const ours = join(folder, path.replaceAll('/', '_'))
    writeFileSync(ours, text, { mode: 0o644 })
    run('mount', '--bind', ours, path)
  }
}

/** A connection as it is called on either side of it: from one end to the other. */
const nameOf = (from: [string?, number?], to: [string?, number?]) =>
  [from, to].map(([address, port]) => `${address?.replace('::ffff:', '')} ${port}`).join(' > ')

/**
 * What this process, and with it the proxy, has opened and no listener has taken yet. The kernel gives an attempt its own
 * end at once: it is known here before the other end can be taken.
 */
const opened = new Set<string>()
subscribe('net.client.socket', (message) => {
  const { socket } = message as { socket: Socket }
  socket.on('connectionAttempt', (address: string, port: number) =>
    queueMicrotask(() => {
      const own = socket.address()
      if ('port' in own) opened.add(nameOf([own.address, own.port], [address, port]))
    }),
  )
})

/** Connections of the proxy that listeners have taken. All others are the browser's, whatever becomes of them. */
const ours = new WeakSet<Socket>()

function take(socket: Socket): void {
  const { localAddress, localPort, remoteAddress, remotePort } = socket
  // Each is taken once: the same ports may serve somebody else afterwards.
  if (opened.delete(nameOf([remoteAddress, remotePort], [localAddress, localPort]))) ours.add(socket)
  else direct.add(`tcp:${localPort}`)
}

function note(socket: Socket, what: string): void {
  ;(ours.has(socket) ? proxied : direct).add(what)
  if (ASKED_FOR.every((name) => proxied.has(name) || direct.has(name))) allSeen.resolve()
}

/** Datagrams that anybody in this network sent so far (RFC 2013, udpOutDatagrams). */
function sentDatagrams(): number {
  const [names = [], values = []] = readFileSync('/proc/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Udp: '))
    .map((line) => line.split(' '))
  const six = /Udp6OutDatagrams\s+(\d+)/.exec(readFileSync('/proc/net/snmp6', 'utf8'))?.[1]
  return Number(values[names.indexOf('OutDatagrams')]) + Number(six)
}

async function listen(): Promise<void> {
  const web = createServer((request, response) => {
    note(request.socket, new URL(request.url ?? '/', 'http://a.test').pathname.split('/').at(-1) || 'page')
    void answerVectors(TARGETS, { request, response }, allSeen.promise)
  })
  web.on('upgrade', (request, socket) => {
    note(request.socket, request.url?.split('/').at(-1) ?? '')
    socket.destroy()
  })
  web.on('connection', take)
  web.on('clientError', (_error, socket) => socket.destroy())
  const deaf = (port: number) =>
    createTcpServer((socket) => {
      take(socket)
      note(socket, `tcp:${port}`)
      socket.on('error', () => {}).destroy()
    }).listen(port, '::')
  const servers = [web.listen(TARGETS.port, '::'), ...[80, 81, 443, TARGETS.deafPort].map(deaf)]
  await Promise.all(servers.map((server) => once(server, 'listening')))
  for (const [address, port] of [
    [RESOLVER, 53],
    ['127.0.0.1', TARGETS.udpPort],
  ] as const) {
    const socket = createSocket('udp4').on('message', () => datagrams.add(`udp:${port}`))
    socket.bind(port, address)
    await once(socket, 'listening')
  }
}

/** A program that starts Chromium without those of its flags that have this in them. */
function without(part: string): string {
  const path = join(folder, 'chromium')
  const script = `#!/bin/bash\nkept=()\nfor one in "$@"; do [[ "$one" = *'${part}'* ]] || kept+=("$one"); done\nexec '${findBrowser(null)}' "\${kept[@]}"\n`
  writeFileSync(path, script, { mode: 0o755 })
  return path
}

async function capture(executablePath: string | null): Promise<string> {
  const log = openLog('test', 'silent')
  const browsers = openBrowserPool({ executablePath, log })
  try {
    const captured = await capturePage(
      {
        browsers,
        log,
        blobs: openFileStore(join(folder, 'blobs')),
        policy: openAddressPolicy({ allowHosts: ['127.0.0.0/8'], dnsServers: [] }),
      },
      {
        url: `http://127.0.0.1:${TARGETS.port}/`,
        budget: {
          timeoutMs: 100_000,
          navigationTimeoutMs: 60_000,
          maxBytes: 5e7,
          maxResourceBytes: 2e7,
          maxRequests: 1_000,
        },
        // Loading may take a minute where two other programs keep both processors busy.
        patience: 3,
        signal: new AbortController().signal,
        onStage() {},
      },
    )
    return captured.visibleText
  } finally {
    await browsers.close()
  }
}

try {
  furnish()
  await listen()
  const part = process.argv[2]
  const text = await capture(part === undefined ? null : without(part))
  const contacts = { proxied: [...proxied].toSorted(), direct: [...direct].toSorted() }
  console.log(JSON.stringify({ ...contacts, heard: [...datagrams], datagrams: sentDatagrams(), text }))
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
  // Listeners and whatever the page still holds open end with us.
  process.exit()
}
