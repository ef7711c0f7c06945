import ipaddr from 'ipaddr.js'
import { expect, test } from 'vitest'
import { isOwnNetwork, ownAddresses } from './own-network.ts'

const OWN = ['127.0.0.1', '93.184.216.34', '::1', 'fe80::1', '2606:2800:220:1::5']

test.each([
  ['93.184.216.34', true],
  ['93.184.216.35', false],
  ['168.63.129.16', true],
  ['2606:2800:220:1::5', true],
  ['2606:2800:220:1:ffff::1', true],
  ['2606:2800:220:2::5', false],
])('%s is inside: %s', (address, isInside) =>
  expect(isOwnNetwork(ipaddr.process(address), OWN)).toBe(isInside),
)

test('a machine knows its own addresses', () => expect(ownAddresses()).toContain('127.0.0.1'))
