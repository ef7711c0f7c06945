// Servers that do not speak HTTP, or speak it with a forked tongue.
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { KEPT, WORDS, type End, type LyingCase } from './hostile-case.ts'

const PAGE = `<!doctype html><html lang="en"><title>Lies</title>${WORDS}`
const LENGTH = Buffer.byteLength(PAGE)

/** Not understood: nothing is kept, and the error says so. */
const REFUSED: readonly End[] = ['connection_failed', 'empty_response', 'unsupported_content', 'empty']
/** Understood or not: browsers differ, and both ends are honest. */
const EITHER: readonly End[] = [...KEPT, ...REFUSED]

const says = (name: string, ends: readonly End[], ...parts: (string | Buffer)[]): LyingCase => ({
  name,
  ends,
  speak(socket) {
    for (const part of parts) socket.write(part)
    socket.end()
  },
})

/** Answers with these lines as the head, and the page. */
const head = (name: string, ends: readonly End[], lines: string[], body: string | Buffer = PAGE) =>
  says(name, ends, `${lines.join('\r\n')}\r\n\r\n`, body)

const OK = 'HTTP/1.1 200 OK'
const HTML = 'Content-Type: text/html; charset=utf-8'

function flood(socket: Socket, first: string, again: string): void {
  socket.write(first)
  const write = () => {
    while (!socket.destroyed && socket.write(again.repeat(100)));
  }
  socket.on('drain', write)
  write()
}

export const PROTOCOL_LIES: readonly LyingCase[] = [
  head('length-too-long', EITHER, [OK, HTML, `Content-Length: ${LENGTH + 5_000}`]),
  head('length-too-short', EITHER, [OK, HTML, 'Content-Length: 100']),
  head('length-negative', EITHER, [OK, HTML, 'Content-Length: -1']),
  head('length-of-words', EITHER, [OK, HTML, 'Content-Length: many']),
  head('length-beyond-reason', [...EITHER, 'too_large'], [OK, HTML, 'Content-Length: 99999999999999999999']),
  head('lengths-that-differ', EITHER, [OK, HTML, `Content-Length: ${LENGTH}`, 'Content-Length: 5']),
  head(
    'length-and-chunks',
    EITHER,
    [OK, HTML, 'Content-Length: 5', 'Transfer-Encoding: chunked'],
    `${LENGTH.toString(16)}\r\n${PAGE}\r\n0\r\n\r\n`,
  ),
  head(
    'chunk-size-of-words',
    EITHER,
    [OK, HTML, 'Transfer-Encoding: chunked'],
    `words\r\n${PAGE}\r\n0\r\n\r\n`,
  ),
  head(
    'chunk-size-beyond-reason',
    EITHER,
    [OK, HTML, 'Transfer-Encoding: chunked'],
    `FFFFFFFFFFFFFFFFF\r\n${PAGE}`,
  ),
  head(
    'chunks-without-end',
    EITHER,
    [OK, HTML, 'Transfer-Encoding: chunked'],
    `${LENGTH.toString(16)}\r\n${PAGE}\r\n`,
  ),
  head(
    'chunk-cut-short',
    EITHER,
    [OK, HTML, 'Transfer-Encoding: chunked'],
    `${(LENGTH * 2).toString(16)}\r\n${PAGE}`,
  ),
  head(
    'chunked-twice',
    EITHER,
    [OK, HTML, 'Transfer-Encoding: chunked, chunked'],
    `${LENGTH.toString(16)}\r\n${PAGE}\r\n0\r\n\r\n`,
  ),
  says('closes-at-once', REFUSED),
  says('closes-after-status', EITHER, 'HTTP/1.1 200 OK\r\n'),
  says('closes-in-a-header', EITHER, `${OK}\r\n${HTML}\r\nX-Half: `),
  { name: 'resets', ends: REFUSED, speak: (socket) => void socket.resetAndDestroy() },
  {
    name: 'resets-in-the-body',
    ends: EITHER,
    speak(socket) {
      socket.write(`${OK}\r\n${HTML}\r\nContent-Length: ${LENGTH * 2}\r\n\r\n${PAGE}`, () =>
        socket.resetAndDestroy(),
      )
    },
  },
  says('http-0.9', EITHER, PAGE),
  says('http-3.7', EITHER, `HTTP/3.7 200 OK\r\n${HTML}\r\n\r\n${PAGE}`),
  says('http-2', REFUSED, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])),
  says('speaks-tls', REFUSED, Buffer.from('16030100050100000100', 'hex')),
  says('speaks-ssh', EITHER, 'SSH-2.0-OpenSSH_9.9\r\n'),
  says('speaks-noise', EITHER, Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 167 + 13) % 256))),
  head('status-of-nothing', EITHER, ['HTTP/1.1 000 Nothing', HTML]),
  head('status-999', [...EITHER, 'http_error'], ['HTTP/1.1 999 No', HTML]),
  head('status-with-noise', EITHER, ['HTTP/1.1 200 O\x01K', HTML]),
  head('status-of-words', EITHER, ['HTTP/1.1 two hundred', HTML]),
  head('says-partial', EITHER, ['HTTP/1.1 206 Partial Content', HTML, 'Content-Range: bytes 0-9/999999999']),
  head('says-not-modified', EITHER, ['HTTP/1.1 304 Not Modified', HTML]),
  head('says-no-content', ['empty_response', 'empty'], ['HTTP/1.1 204 No Content', HTML]),
  head(
    'switches-protocols',
    [...EITHER, 'timeout'],
    ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'],
  ),
  head('early-hints', KEPT, ['HTTP/1.1 103 Early Hints', 'Link: </x>; rel=preload; as=image', '', OK, HTML]),
  {
    name: 'continues-for-ever',
    ends: ['timeout', 'too_large', ...REFUSED],
    speak: (socket) => flood(socket, '', 'HTTP/1.1 100 Continue\r\n\r\n'),
  },
  head(
    'wants-a-password',
    ['http_error', 'wall'],
    ['HTTP/1.1 401 Unauthorized', 'WWW-Authenticate: Basic realm="a"', HTML],
  ),
  head(
    'wants-a-proxy-password',
    [...EITHER, 'http_error', 'wall'],
    ['HTTP/1.1 407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="b"', HTML],
  ),
  head('location-of-nothing', [...EITHER, 'http_error'], ['HTTP/1.1 302 Found', HTML]),
  head(
    'location-of-noise',
    [...EITHER, 'blocked_address', 'http_error'],
    ['HTTP/1.1 302 Found', 'Location: http://[\x01\x7f', HTML],
  ),
  head('header-with-return', EITHER, [OK, HTML, 'X-A: a\rSet-Cookie: b=c']),
  head('header-with-nothing', EITHER, [OK, HTML, 'X-A: a\0b']),
  head('header-folded', EITHER, [OK, HTML, 'X-A: a', ' folded: b', '\tfolded again']),
  head('header-without-name', EITHER, [OK, HTML, ': a', 'no colon here', ' : b']),
  head('header-in-latin', EITHER, [OK, HTML, Buffer.from('X-A: é\xff', 'latin1').toString('latin1')]),
  says('lines-without-return', EITHER, `HTTP/1.1 200 OK\n${HTML}\n\n${PAGE}`),
  says(
    'two-answers',
    EITHER,
    `${OK}\r\n${HTML}\r\nContent-Length: 5\r\n\r\nfirst${OK}\r\n${HTML}\r\n\r\n${PAGE}`,
  ),
  head('says-gzip-is-plain', EITHER, [OK, HTML, 'Content-Encoding: gzip']),
  head('says-brotli-is-noise', EITHER, [OK, HTML, 'Content-Encoding: br'], Buffer.alloc(500, 0xaa)),
  head('says-zstd-is-plain', EITHER, [OK, HTML, 'Content-Encoding: zstd']),
  head('says-what-nobody-knows', EITHER, [OK, HTML, 'Content-Encoding: x-rot13']),
  head('gzip-cut-short', EITHER, [OK, HTML, 'Content-Encoding: gzip'], gzipSync(PAGE).subarray(0, 200)),
  head(
    'gzip-with-a-tail',
    EITHER,
    [OK, HTML, 'Content-Encoding: gzip'],
    Buffer.concat([gzipSync(PAGE), Buffer.alloc(500, 7)]),
  ),
  // What our own proxy says of its refusals is believed only when it says it itself.
  head('plays-the-proxy', KEPT, [OK, HTML, 'X-Linkhome-Refusal: blocked_address']),
  head(
    'plays-the-proxy-with-403',
    ['http_error'],
    ['HTTP/1.1 403 Refused', 'X-Linkhome-Refusal: blocked_address', HTML],
  ),
]
