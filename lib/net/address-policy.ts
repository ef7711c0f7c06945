// Which addresses may be contacted: globally routable unicast, and what the operator opened by name.
import { promises as dns } from 'node:dns'
import ipaddr from 'ipaddr.js'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { isOwnNetwork, ownAddresses } from './own-network.ts'

/** Resolvers that fail try servers for half a minute; a capture has no time for that. */
const DNS_TIMEOUT_MS = 10_000

/** All that IANA has given out for global unicast: ipaddr.js calls `::7f00:1` (IPv4 in IPv6, retired) unicast as well. */
const GLOBAL_IPV6_RANGE = ipaddr.IPv6.parseCIDR('2000::/3')
/** RFC 2544's range for benchmarks: what transparent proxies answer for every public name. */
const FAKE_IP_RANGE = ipaddr.IPv4.parseCIDR('198.18.0.0/15')

/** An address that passed the policy, to be connected to as it stands: a second lookup could answer otherwise. */
export interface PinnedAddress {
  address: string
  family: 4 | 6
  /** False for what only the operator's own exceptions open. */
  isPublic: boolean
}

export interface AddressPolicy {
  /**
   * Refuses what can be refused without asking DNS: literal addresses in any notation and names that are local by
   * definition.
   *
   * @throws AppError `blocked_address` `{ host }`, perhaps with a `reason` as below
   */
  admit(url: URL): void
  /**
   * Resolves a name (or takes a literal address, with or without brackets), checks every answer and pins one.
   *
   * @throws AppError `dns_failure` `{ host }`, `blocked_address` `{ host }`; with `reason: 'fake_ip'` when the
   *         resolver answered from 198.18.0.0/15, `own_network` for what only looks public from here
   */
  resolve(host: string, port: number, signal?: AbortSignal): Promise<PinnedAddress>
}

type Ip = ipaddr.IPv4 | ipaddr.IPv6

type AllowRule =
  | { kind: 'range'; range: [Ip, number] }
  | { kind: 'address'; address: string; port: number }
  | { kind: 'name'; name: string; port: number }

/**
 * Opens the one rule that everything going out passes (Chromium by the egress proxy, and every request of our own).
 *
 * @param settings.allowHosts  exceptions: `ip:port`, `[ipv6]:port`, `host:port`, or a CIDR range with all its ports
 * @param settings.dnsServers  `ip` or `ip:port` of name servers; none: the system's resolver
 * @throws AppError `config_invalid` when an entry has none of these forms
 */
export function openAddressPolicy(settings: {
  allowHosts: readonly string[]
  dnsServers: readonly string[]
}): AddressPolicy {
  const rules = settings.allowHosts.map(parseAllowRule)
  const lookUp = openLookup(settings.dnsServers)

  const mayContact = (ip: Ip, port: number) =>
    isPublic(ip) || rules.some((rule) => opensAddress(rule, ip, port))
  const isOpenByName = (name: string, port: number) =>
    rules.some((rule) => rule.kind === 'name' && rule.name === name && rule.port === port)
  const mayLeadToAnOpenAddress = (port: number) =>
    rules.some((rule) => rule.kind === 'range' || (rule.kind === 'address' && rule.port === port))

  return {
    admit(url) {
      const host = normalHost(url.hostname)
      const port = portOf(url)
      const ip = literalAddress(host)
      if (isOpenByName(host, port)) return
      if (ip ? mayContact(ip, port) : !isLocalName(host) || mayLeadToAnOpenAddress(port)) return
      throw refusal(host, ip, false)
    },
    async resolve(host, port, signal) {
      const name = normalHost(host)
      const literal = literalAddress(name)
      const answers = literal ? [literal] : await lookUp(name, signal)
      if (answers.length === 0) throw new AppError('dns_failure', { host: name })
      const blocked = isOpenByName(name, port) ? undefined : answers.find((ip) => !mayContact(ip, port))
      if (blocked) throw refusal(name, blocked, !literal)
      // IPv4 first: machines without an IPv6 route are common, machines without IPv4 are not.
      const chosen = answers.find((ip) => ip.kind() === 'ipv4') ?? answers[0]!
      return {
        address: chosen.toString(),
        family: chosen.kind() === 'ipv4' ? 4 : 6,
        isPublic: isPublic(chosen),
      }
    },
  }
}

/** The port that a web address is contacted at, written or not. */
export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' || url.protocol === 'wss:' ? 443 : 80)
}

function parseAllowRule(entry: string): AllowRule {
  const refuse = () => new AppError('config_invalid', { variable: 'LINKHOME_ALLOW_HOSTS', problem: entry })
  if (entry.includes('/')) {
    if (!ipaddr.isValidCIDR(entry)) throw refuse()
    return { kind: 'range', range: ipaddr.parseCIDR(entry) }
  }
  const [, host, portText] = /^(.+):(\d{1,5})$/.exec(entry) ?? []
  const port = Number(portText)
  if (host === undefined || port < 1 || port > 65_535) throw refuse()
  const name = normalHost(host)
  const ip = literalAddress(name)
  if (ip) return { kind: 'address', address: ip.toString(), port }
  if (name.includes(':')) throw refuse()
  return { kind: 'name', name, port }
}

function isPublic(ip: Ip): boolean {
  return isGlobal(ip) && !isOwnNetwork(ip, ownAddresses())
}

function isGlobal(ip: Ip): boolean {
  return ip.range() === 'unicast' && (ip.kind() === 'ipv4' || ip.match(GLOBAL_IPV6_RANGE))
}

/** The refusal, with the reason that an operator can do something about. */
function refusal(host: string, ip: Ip | null, isAnswer: boolean): AppError {
  const isFake = isAnswer && ip?.kind() === 'ipv4' && ip.match(FAKE_IP_RANGE)
  const reason = isFake ? 'fake_ip' : ip && isGlobal(ip) ? 'own_network' : null
  return new AppError('blocked_address', reason ? { host, reason } : { host })
}

function opensAddress(rule: AllowRule, ip: Ip, port: number): boolean {
  if (rule.kind === 'address') return rule.port === port && rule.address === ip.toString()
  return rule.kind === 'range' && rule.range[0].kind() === ip.kind() && ip.match(rule.range)
}

/** Lower case, without the brackets of IPv6 and without the dot of the root. */
function normalHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}

/** The address that a host is by itself; every notation that inet_aton takes, IPv4 in IPv6 unwrapped. */
function literalAddress(host: string): Ip | null {
  // RFC 6761 section 6.3: names under localhost are loopback whatever a name server says.
  if (host === 'localhost' || host.endsWith('.localhost')) return ipaddr.process('127.0.0.1')
  return ipaddr.isValid(host) ? ipaddr.process(host) : null
}

/** Names that only a local network can answer: RFC 6762, RFC 8375, ICANN's `.internal`, and names without a dot. */
function isLocalName(host: string): boolean {
  return !host.includes('.') || /\.(?:local|internal|intranet|lan|home|corp|home\.arpa)$/.test(host)
}

type Lookup = (name: string, signal?: AbortSignal) => Promise<Ip[]>

function openLookup(servers: readonly string[]): Lookup {
  const ask = servers.length === 0 ? askSystem : askServers(servers)
  return async (name, signal) => {
    try {
      const answers = await withDeadline(DNS_TIMEOUT_MS, signal, () => ask(name))
      return answers.map((answer) => ipaddr.process(answer))
    } catch (cause) {
      signal?.throwIfAborted()
      throw new AppError('dns_failure', { host: name }, { cause })
    }
  }
}

async function askSystem(name: string): Promise<string[]> {
  const answers = await dns.lookup(name, { all: true })
  return answers.map((answer) => answer.address.replace(/%.*$/, ''))
}

function askServers(servers: readonly string[]): (name: string) => Promise<string[]> {
  const resolver = new dns.Resolver({ timeout: 2_000, tries: 2 })
  try {
    resolver.setServers(servers)
  } catch (cause) {
    throw new AppError(
      'config_invalid',
      { variable: 'LINKHOME_DNS_SERVERS', problem: servers.join(',') },
      { cause },
    )
  }
  return async (name) => {
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    if (v4.status === 'rejected' && v6.status === 'rejected') throw v4.reason
    return [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  }
}
