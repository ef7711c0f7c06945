import { afterEach, describe, expect, test } from 'vitest'
import { startNameServer } from '#test/name-server.ts'
import { openAddressPolicy } from './address-policy.ts'

const closed = openAddressPolicy({ allowHosts: [], dnsServers: [] })

describe('at the door', () => {
  test.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://127.1/',
    'http://１２７.０.０.１/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://0/',
    'http://0.0.0.0/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://192.0.0.8/',
    'http://192.0.2.1/',
    'http://198.18.0.1/',
    'http://203.0.113.9/',
    'http://224.0.0.1/',
    'http://240.0.0.1/',
    'http://255.255.255.255/',
    'http://[::]/',
    'http://[::1]/',
    'http://[::127.0.0.1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:1::1]/',
    'http://[2001:db8::1]/',
    'http://[fc00::1]/',
    'http://[fd12:3456::1]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'http://168.63.129.16/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://app.localhost:3000/',
    'http://printer.local/',
    'http://metadata.google.internal/',
    'http://router.lan/',
    'http://intranet/',
  ])('%s is blocked', (address) => {
    expect(() => closed.admit(new URL(address))).toThrow(expect.objectContaining({ code: 'blocked_address' }))
  })

  test.each([
    'https://example.com/',
    'http://93.184.216.34/',
    'http://[2606:2800:220:1::1]/',
    'http://[::ffff:93.184.216.34]/',
    'https://localhost.example.com/',
    'https://例子.中国/',
  ])('%s passes', (address) => {
    expect(() => closed.admit(new URL(address))).not.toThrow()
  })
})

describe('exceptions', () => {
  const open = openAddressPolicy({
    allowHosts: ['127.0.0.1:8401', '[::1]:9000', 'nas.lan:80', '192.168.7.0/24'],
    dnsServers: [],
  })

  test.each([
    'http://127.0.0.1:8401/',
    'http://0x7f.1:8401/',
    'http://[::ffff:127.0.0.1]:8401/',
    'http://localhost:8401/',
    'http://[::1]:9000/',
    'http://nas.lan/',
    'http://192.168.7.9:1234/',
  ])('%s is open', (address) => {
    expect(() => open.admit(new URL(address))).not.toThrow()
  })

  test.each([
    'http://127.0.0.1:8410/',
    'http://127.0.0.1:840/',
    'http://127.0.0.1/',
    'http://127.0.0.2:8401/',
    'http://[::1]:8401/',
    'http://192.168.8.1/',
  ])('%s stays blocked', async (address) => {
    const url = new URL(address)
    await expect(open.resolve(url.hostname, Number(url.port) || 80)).rejects.toMatchObject({
      code: 'blocked_address',
    })
  })

  test.each(['127.0.0.1', 'example.com', 'http://x:80', '10.0.0.0/99', ':80', 'a:70000', '1::2::3:80'])(
    '%s is no exception but a wrong setting',
    (entry) => {
      expect(() => openAddressPolicy({ allowHosts: [entry], dnsServers: [] })).toThrow(
        expect.objectContaining({ code: 'config_invalid' }),
      )
    },
  )
})

describe('names', () => {
  const stops: (() => Promise<void>)[] = []
  afterEach(async () => void (await Promise.all(stops.splice(0).map((stop) => stop()))))

  /** A policy that asks a name server of ours; it answers A queries from a function, and no others. */
  async function policyWith(answer: (name: string) => string[], allowHosts: string[] = []) {
    const names = await startNameServer((name, type) => ({ addresses: type === 'A' ? answer(name) : [] }))
    stops.push(names.stop)
    return openAddressPolicy({ allowHosts, dnsServers: [names.server] })
  }

  test('a public name is pinned to its address', async () => {
    const policy = await policyWith(() => ['93.184.216.34'])
    await expect(policy.resolve('Example.com.', 443)).resolves.toEqual({
      address: '93.184.216.34',
      family: 4,
      isPublic: true,
    })
  })

  test('one private answer among public ones blocks the name', async () => {
    const policy = await policyWith(() => ['93.184.216.34', '10.0.0.5'])
    await expect(policy.resolve('mixed.example', 80)).rejects.toMatchObject({
      code: 'blocked_address',
      detail: { host: 'mixed.example' },
    })
  })

  test('a name that turns private between two connections is blocked at the second', async () => {
    const answers = [['93.184.216.34'], ['127.0.0.1']]
    const policy = await policyWith(() => answers.shift() ?? [])
    await expect(policy.resolve('rebind.example', 80)).resolves.toMatchObject({ address: '93.184.216.34' })
    await expect(policy.resolve('rebind.example', 80)).rejects.toMatchObject({ code: 'blocked_address' })
  })

  test('an answer of a fake-IP resolver is named as such', async () => {
    const policy = await policyWith(() => ['198.18.3.4'])
    await expect(policy.resolve('example.com', 443)).rejects.toMatchObject({
      code: 'blocked_address',
      detail: { host: 'example.com', reason: 'fake_ip' },
    })
  })

  test("a cloud's own address looks public, and is named as what it is", async () => {
    const policy = await policyWith(() => ['168.63.129.16'])
    const refusal = { code: 'blocked_address', detail: { host: 'wire.example', reason: 'own_network' } }
    await expect(policy.resolve('wire.example', 80)).rejects.toMatchObject(refusal)
    const opened = await policyWith(() => ['168.63.129.16'], ['168.63.129.16:80'])
    await expect(opened.resolve('wire.example', 80)).resolves.toMatchObject({ isPublic: false })
  })

  test('a name may lead to an address that was opened, and only to its port', async () => {
    const policy = await policyWith(() => ['127.0.0.1'], ['127.0.0.1:8401'])
    await expect(policy.resolve('site.example', 8401)).resolves.toEqual({
      address: '127.0.0.1',
      family: 4,
      isPublic: false,
    })
    await expect(policy.resolve('site.example', 80)).rejects.toMatchObject({ code: 'blocked_address' })
  })

  test('a name without an address is a DNS failure', async () => {
    const policy = await policyWith(() => [])
    await expect(policy.resolve('nothing.example', 80)).rejects.toMatchObject({
      code: 'dns_failure',
      detail: { host: 'nothing.example' },
    })
  })

  test('an abort from above ends a lookup that nobody answers', async () => {
    const asked = Promise.withResolvers<void>()
    const names = await startNameServer(() => {
      asked.resolve()
      return 'silence'
    })
    stops.push(names.stop)
    const policy = openAddressPolicy({ allowHosts: [], dnsServers: [names.server] })
    const controller = new AbortController()
    const lookup = policy.resolve('slow.example', 80, controller.signal)
    await asked.promise
    controller.abort(new Error('going down'))
    await expect(lookup).rejects.toThrow('going down')
  })
})
