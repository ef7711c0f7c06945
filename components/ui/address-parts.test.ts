import { expect, test } from 'vitest'
import { addressParts } from './address-parts.ts'

test.each([
  ['https://example.com/', ['example.', 'com']],
  ['http://example.com', ['example.', 'com']],
  ['https://a.test/b/c-d/?x=1', ['a.', 'test/', 'b/', 'c-', 'd/', '?', 'x=', '1']],
])('%s may break into %j', (url, parts) => expect(addressParts(url)).toEqual(parts))
