// Addresses that lead inside: refused at the door in whatever notation, and at the name server in whatever answer.
import { KEPT, type DoorCase, type NameCase } from './hostile-case.ts'

const refused = (refusal: DoorCase['refusal'], ...addresses: string[]): DoorCase[] =>
  addresses.map((given) => ({ given, refusal }))

export const DOOR: readonly DoorCase[] = [
  ...refused(
    'blocked_address',
    // This machine, as inet_aton and the URL standard read it.
    'http://127.0.0.1/',
    'http://127.0.0.1:5432/',
    'http://127.255.255.254/',
    'http://127.1/',
    'http://127.0.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://0177.0.0.01/',
    'http://0x7f000001/',
    'http://0x7f.0x0.0x0.0x1/',
    'http://0x7F.1/',
    'http://00000177.0.0.1/',
    'http://0/',
    'http://0.0.0.0:80/',
    'http://127.0.0.1./',
    // Signs that browsers take for digits and dots, or for nothing.
    'http://１２７.０.０.１/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://127．0．0．1/',
    'http://127｡0｡0｡1/',
    'http://127\u00ad.0.0.1/',
    'http://127.0.0.1\u200b/',
    'http://%31%32%37.0.0.1/',
    'http://𝟏𝟐𝟕.𝟎.𝟎.𝟏/',
    // IPv6, and IPv4 within it.
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]:5432/',
    'http://[::]/',
    'http://[::127.0.0.1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:0:127.0.0.1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[64:ff9b:1::a00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:7f00:1::]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[fd00::1]/',
    'http://[ff02::1]/',
    'http://[100::1]/',
    'http://[5f00::1]/',
    // Other networks of nobody.
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.0.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0xa9fea9fe/',
    'http://192.0.0.8/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    // Names that only a network of one's own knows.
    'http://localhost/',
    'http://LOCALHOST./',
    'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
    'http://admin.localhost:3000/',
    'http://printer.local/',
    'http://metadata.google.internal/',
    'http://router.lan/',
    'http://db/',
    // What stands before or behind the host is not the host.
    'http://127.0.0.1#@example.com/',
    'http://127.0.0.1?@example.com/',
    'http://127.0.0.1\\@example.com/',
    'http:\\\\127.0.0.1\\',
    'http:127.0.0.1/',
    '//127.0.0.1/',
    '127.0.0.1/admin',
    '[::1]/admin',
  ),
  ...refused(
    'invalid_url',
    'http://example.com@127.0.0.1/',
    'http://127.0.0.1:80@example.com/',
    'http://user:password@example.com/',
    'http://127.0.0.1%00.example.com/',
    'http://[fe80::1%25eth0]/',
    'http://[::1%lo]/',
    'http://[::ffff:127.0.0.1/',
    'http://256.1.1.1/',
    'http://example.com:0/',
    'http://example.com:65536/',
    'http://example.com:-80/',
    'http://exa mple.com/',
    'http://127.0.0.1\n.example.com/',
    'http://example.com/\u0000',
    'http://example.com/\ud800',
    'http:///',
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'gopher://127.0.0.1:6379/_FLUSHALL',
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'view-source:http://127.0.0.1/',
    'chrome://version/',
    'about:blank',
    'blob:http://127.0.0.1/x',
    'ws://127.0.0.1/',
    'jar:http://127.0.0.1!/',
  ),
  ...refused('invalid_request', '', `http://example.com/${'a'.repeat(9_000)}`),
]

const name = (of: string, ends: NameCase['ends'], resolve: NameCase['resolve'], host?: string): NameCase => ({
  name: of,
  ends,
  resolve,
  ...(host === undefined ? {} : { host }),
})

const only =
  (type: 'A' | 'AAAA', ...addresses: string[]): NameCase['resolve'] =>
  (asked) => ({
    addresses: asked === type ? addresses : [],
  })

const always =
  (fault: 'no such name' | 'server failure' | 'garbage' | 'silence'): NameCase['resolve'] =>
  () =>
    fault

/** The site itself lies at 127.0.0.1 and is open; a canary sits at 127.0.0.2, on the same port. */
export const NAMES: readonly NameCase[] = [
  name('dns-honest', KEPT, only('A', '127.0.0.1')),
  name('dns-alias', KEPT, (type) => ({
    alias: 'cdn.hostile.test',
    addresses: type === 'A' ? ['127.0.0.1'] : [],
  })),
  name('dns-upper-case', KEPT, only('A', '127.0.0.1'), 'DNS-Upper-Case.HOSTILE.test.'),
  name('dns-neighbour', ['blocked_address'], only('A', '127.0.0.2')),
  name('dns-private', ['blocked_address'], only('A', '10.0.0.5')),
  name('dns-metadata', ['blocked_address'], only('A', '169.254.169.254')),
  name('dns-nowhere', ['blocked_address'], only('A', '0.0.0.0')),
  name('dns-fake-ip', ['blocked_address'], only('A', '198.18.0.7')),
  name('dns-six-loopback', ['blocked_address'], only('AAAA', '::1')),
  name('dns-six-mapped', ['blocked_address'], only('AAAA', '::ffff:127.0.0.2')),
  name('dns-six-translated', ['blocked_address'], only('AAAA', '64:ff9b::7f00:2')),
  name('dns-six-to-four', ['blocked_address'], only('AAAA', '2002:7f00:2::')),
  name('dns-six-local', ['blocked_address'], only('AAAA', 'fd00::1')),
  name('dns-six-link', ['blocked_address'], only('AAAA', 'fe80::1')),
  name('dns-mixed', ['blocked_address'], only('A', '93.184.216.34', '127.0.0.2')),
  name(
    'dns-last-of-many',
    ['blocked_address'],
    only('A', ...Array.from({ length: 20 }, (_, at) => `93.184.216.${at + 1}`), '127.0.0.2'),
  ),
  name('dns-mixed-families', ['blocked_address'], (type) => ({
    addresses: type === 'A' ? ['127.0.0.1'] : ['::1'],
  })),
  name('dns-alias-inside', ['blocked_address'], (type) => ({
    alias: 'localhost',
    addresses: type === 'A' ? ['127.0.0.2'] : [],
  })),
  name('dns-no-such-name', ['dns_failure'], always('no such name')),
  name('dns-server-failure', ['dns_failure'], always('server failure')),
  name('dns-no-address', ['dns_failure'], only('A')),
  name('dns-garbage', ['dns_failure', 'timeout'], always('garbage')),
  name('dns-silence', ['dns_failure', 'timeout'], always('silence')),
  // The page comes from the open address; what it asks for next would go to the canary.
  name('dns-rebinding', KEPT, (type, round) => ({
    addresses: type === 'AAAA' ? [] : [round === 0 ? '127.0.0.1' : '127.0.0.2'],
    ttlSeconds: 0,
  })),
  name('dns-rebinding-to-six', KEPT, (type, round) => ({
    addresses: type === 'AAAA' ? (round === 0 ? [] : ['::1']) : round === 0 ? ['127.0.0.1'] : [],
    ttlSeconds: 0,
  })),
  name('dns-vanishing', KEPT, (type, round) =>
    round === 0 ? { addresses: type === 'A' ? ['127.0.0.1'] : [], ttlSeconds: 0 } : 'no such name',
  ),
]
