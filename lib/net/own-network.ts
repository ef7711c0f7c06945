// Addresses of the public kind behind which a firewall lets in whoever asks from here.
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'

/** Azure tells its machines their settings here (WireServer), under an address that belongs to nobody else. */
const PLATFORM = ipaddr.IPv4.parse('168.63.129.16')
/** Every device of a home has a public IPv6 address with the prefix of its link (RFC 4291 section 2.5.4). */
const LINK_PREFIX_BITS = 64

/**
 * Is it this machine's own, of an IPv6 neighbour on its link, or its cloud's? What listens there believes itself unseen: the
 * firewall stands further out.
 *
 * @param own  addresses of this machine
 */
export function isOwnNetwork(ip: ipaddr.IPv4 | ipaddr.IPv6, own: readonly string[]): boolean {
  if (ip.kind() === 'ipv4') return ip.match(PLATFORM, 32) || own.includes(ip.toString())
  return own
    .map((address) => ipaddr.parse(address))
    .some((address) => address.kind() === 'ipv6' && ip.match(address, LINK_PREFIX_BITS))
}

/** The addresses of this machine now. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.map(({ address }) => address),
  )
}
