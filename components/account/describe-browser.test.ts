import { expect, test } from 'vitest'
import { describeBrowser } from './describe-browser.ts'

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/'
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) '

test.each([
  [`${WINDOWS}Chrome/156.0.0.0 Safari/537.36`, 'Chrome · Windows'],
  [`${WINDOWS}Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`, 'Edge · Windows'],
  [`${MAC}605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`, 'Safari · macOS'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox · Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60',
    'WeChat · iOS',
  ],
  ['curl/8.9.1', 'curl'],
  ['a robot', null],
  [null, null],
])('%s is %s', (userAgent, expected) => expect(describeBrowser(userAgent)).toBe(expected))
