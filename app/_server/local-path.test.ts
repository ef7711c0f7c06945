import { expect, test } from 'vitest'
import { localPath } from './local-path.ts'

test.each([
  ['/s/1?view=text', '/s/1?view=text'],
  ['/t/%E5%89%8D%E7%AB%AF', '/t/%E5%89%8D%E7%AB%AF'],
  ['', '/'],
  ['https://evil.test/', '/'],
  ['//evil.test/', '/'],
  ['/\\evil.test/', '/'],
  ['/\t/evil.test/', '/'],
  ['javascript:alert(1)', '/'],
])('after signing in, %j leads to %s', (path, expected) => expect(localPath(path)).toBe(expected))
