import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from './errors.ts'
import { admitUrl, canonicalUrl, findUrls, siteOf } from './url.ts'

function reasonOf(text: string): unknown {
  try {
    return admitUrl(text).href
  } catch (error) {
    return error instanceof AppError ? `${error.code}: ${error.detail['reason']}` : error
  }
}

describe('admitUrl', () => {
  test.each([
    ['https://example.com', 'https://example.com/'],
    ['  http://example.com/a b \t', 'http://example.com/a%20b'],
    ['HTTP://EXAMPLE.COM/Path', 'http://example.com/Path'],
    ['example.com/x?y=1#z', 'https://example.com/x?y=1#z'],
    ['example.com:8080/x', 'https://example.com:8080/x'],
    ['localhost:3000', 'https://localhost:3000/'],
    ['//example.com/x', 'https://example.com/x'],
    ['例子.中国/路径', 'https://xn--fsqu00a.xn--fiqs8s/%E8%B7%AF%E5%BE%84'],
    ['https://例子。中国/', 'https://xn--fsqu00a.xn--fiqs8s/'],
    ['http://0x7f.1/', 'http://127.0.0.1/'],
    ['http://[::1]:8080/', 'http://[::1]:8080/'],
    ['93.184.216.34/x', 'https://93.184.216.34/x'],
    ['https://example.com:443/', 'https://example.com/'],
    ['https://example.com/%00', 'https://example.com/%00'],
  ])('%j is taken as %s', (text, href) => {
    expect(admitUrl(text).href).toBe(href)
  })

  test.each([
    ['', 'empty'],
    [' \u3000\n', 'empty'],
    ['not a url', 'malformed'],
    ['hello', 'malformed'],
    ['3.14', 'malformed'],
    ['2130706433', 'malformed'],
    ['/etc/passwd', 'malformed'],
    ['https://', 'malformed'],
    ['http://exa mple.com/', 'malformed'],
    ['http://999.999.999.999/', 'malformed'],
    ['http://example.com:65536/', 'malformed'],
    ['http://[::1%25lo]/', 'malformed'],
    ['http://a\u0000b.com/', 'characters'],
    ['java\nscript:alert(1)', 'characters'],
    ['https://example.com/\ud800', 'characters'],
    ['javascript:alert(1)', 'scheme'],
    ['JavaScript:alert(1)', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['data:text/html,<h1>x</h1>', 'scheme'],
    ['blob:https://example.com/1', 'scheme'],
    ['ftp://example.com/', 'scheme'],
    ['view-source:https://example.com/', 'scheme'],
    ['chrome://settings', 'scheme'],
    ['about:blank', 'scheme'],
    ['mailto:a@example.com', 'scheme'],
    ['https://user:secret@example.com/', 'credentials'],
    ['https://user@example.com/', 'credentials'],
    ['someone@example.com', 'credentials'],
    ['http://example.com:0/', 'port'],
    [`https://example.com/${'a'.repeat(8_192)}`, 'too_long'],
    [`https://example.com/${'中'.repeat(1_000)}`, 'too_long'],
  ])('%j is refused as %s', (text, reason) => {
    expect(reasonOf(text)).toBe(`invalid_url: ${reason}`)
  })

  test('any text ends as a web URL without credentials or as a typed refusal', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (text) => {
        const outcome = reasonOf(text)
        expect(outcome).toMatch(/^(https?:\/\/[^@]*|https?:\/\/[^/]*\/.*|invalid_url: [a-z_]+)$/s)
      }),
    )
  })
})

describe('canonicalUrl', () => {
  test.each([
    ['https://Example.COM:443/a#part', 'https://example.com/a'],
    ['http://example.com:80', 'http://example.com/'],
    ['https://www.example.com/', 'https://www.example.com/'],
    ['https://example.com/?b=2&a=1', 'https://example.com/?b=2&a=1'],
    ['https://example.com/?q=%e4%b8%ad+x&&e', 'https://example.com/?q=%e4%b8%ad+x&&e'],
    ['https://example.com/?q=%D6%D0&utm_source=x', 'https://example.com/?q=%D6%D0'],
    ['https://example.com/?', 'https://example.com/'],
    ['https://example.com/?utm_source=a&id=7&UTM_Medium=b', 'https://example.com/?id=7'],
    ['https://example.com/?gclid=1&fbclid=2&spm=3.4', 'https://example.com/'],
    ['https://example.com/app#/list?utm_source=x', 'https://example.com/app#/list?utm_source=x'],
    ['https://example.com/#!/photo', 'https://example.com/#!/photo'],
    ['https://example.com/a#:~:text=hello', 'https://example.com/a'],
    [
      'https://blog.csdn.net/u/article/details/1?spm=1001.2014&sharetype=blog&shareId=1&depth_1-utm_source=d&x=1',
      'https://blog.csdn.net/u/article/details/1?x=1',
    ],
    [
      'https://www.zhihu.com/question/1/answer/2?utm_psn=3&share_code=x',
      'https://www.zhihu.com/question/1/answer/2',
    ],
    [
      'https://www.bilibili.com/video/BV1xx?p=2&spm_id_from=333&vd_source=abc&share_source=copy_web&t=30',
      'https://www.bilibili.com/video/BV1xx?p=2&t=30',
    ],
    [
      'https://mp.weixin.qq.com/s?__biz=MzA==&mid=22&idx=1&sn=ab&chksm=cd&scene=21&sharer_shareid=9#wechat_redirect',
      'https://mp.weixin.qq.com/s?__biz=MzA==&mid=22&idx=1&sn=ab',
    ],
    ['https://juejin.cn/post/7?share_token=abc', 'https://juejin.cn/post/7'],
    ['https://weibo.com/1/A?from=page&wm=3', 'https://weibo.com/1/A'],
    ['https://example.com/?from=page&share_token=1', 'https://example.com/?from=page&share_token=1'],
    [
      'https://www.xiaohongshu.com/explore/6?xsec_token=AB=&xhsshare=x',
      'https://www.xiaohongshu.com/explore/6?xsec_token=AB=',
    ],
    ['https://notcsdn.net/?request_id=1', 'https://notcsdn.net/?request_id=1'],
  ])('%s is the link %s', (address, canonical) => {
    expect(canonicalUrl(admitUrl(address))).toBe(canonical)
  })

  test('is its own canonical form', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
        const once = canonicalUrl(new URL(text))
        expect(canonicalUrl(new URL(once))).toBe(once)
      }),
    )
  })
})

test.each([
  ['https://www.Example.com/a', 'example.com'],
  ['https://blog.example.com/', 'blog.example.com'],
  ['https://xn--fsqu00a.xn--fiqs8s/', '例子.中国'],
  ['https://www.com/', 'www.com'],
  ['http://127.0.0.1:8401/x', '127.0.0.1'],
  ['http://[::1]/', '[::1]'],
])('the site of %s is %s', (address, site) => {
  expect(siteOf(address)).toBe(site)
})

describe('findUrls', () => {
  test.each<[string, string, string[]]>([
    ['nothing', 'not a url, 没有网址', []],
    ['one address', ' https://example.com/a ', ['https://example.com/a']],
    [
      'lines, each once',
      'https://a.com/1\r\nhttps://b.com/2\nhttps://a.com/1',
      ['https://a.com/1', 'https://b.com/2'],
    ],
    ['a full stop', 'See https://example.com/a.', ['https://example.com/a']],
    [
      'parentheses of its own',
      '(https://en.wikipedia.org/wiki/A_(b))',
      ['https://en.wikipedia.org/wiki/A_(b)'],
    ],
    [
      'Chinese punctuation',
      '看看这篇 https://example.com/a?x=1，还有（https://zh.wikipedia.org/wiki/网页存档）。',
      ['https://example.com/a?x=1', 'https://zh.wikipedia.org/wiki/网页存档'],
    ],
    ['text glued to a host', '打开https://example.com看看', ['https://example.com']],
    [
      'quotes',
      '“https://a.com/”《https://b.com/》「https://c.com/」',
      ['https://a.com/', 'https://b.com/', 'https://c.com/'],
    ],
    [
      'a chat message',
      '复制打开：https://v.example.cn/AbCdEf/ 3@5.com 某某视频',
      ['https://v.example.cn/AbCdEf/'],
    ],
    [
      'Markdown',
      '- [标题](https://example.net/md "标题") 和 <https://example.net/angle>',
      ['https://example.net/md', 'https://example.net/angle'],
    ],
    [
      'a linked image',
      '[![x](https://a.com/b.png)](https://c.com/d)',
      ['https://a.com/b.png', 'https://c.com/d'],
    ],
    ['a Markdown table', '|https://a.com/1|**https://b.com/2**|', ['https://a.com/1', 'https://b.com/2']],
    ['HTML', '<a href="https://a.com/?x=1&amp;y=2">a</a>', ['https://a.com/?x=1&y=2']],
    [
      'CSV',
      'URL,Title\nhttps://a.com/1,Title: one\n"https://b.com/2,3","x"',
      ['https://a.com/1', 'https://b.com/2,3'],
    ],
    ['commas in a list', 'https://a.com/1,https://b.com/2,', ['https://a.com/1', 'https://b.com/2']],
    ['a comma of its own', 'https://a.com/1,2.html', ['https://a.com/1,2.html']],
    [
      'bare lines',
      'example.com/no-scheme\n- www.example.org\n例子.中国',
      ['example.com/no-scheme', 'www.example.org', '例子.中国'],
    ],
    ['www in a sentence', '去 www.example.org/x。', ['www.example.org/x']],
    [
      'an address in an address',
      'https://web.example.org/2020/https://a.com/',
      ['https://web.example.org/2020/https://a.com/'],
    ],
    ['what is refused', 'https://user:pw@a.com/ javascript:alert(1) https://b.com/', ['https://b.com/']],
    ['an address of IPv6', 'http://[2001:db8::1]:80/x', ['http://[2001:db8::1]:80/x']],
  ])('finds %s', (_what, text, addresses) => {
    expect(findUrls(text)).toEqual(addresses)
  })

  test('hostile text of many brackets ends within the time of a test', () => {
    expect(findUrls(`https://a.com/${'(,'.repeat(250_000)}`)).toEqual([])
    expect(findUrls('https://a)'.repeat(5_000))).toEqual(['https://a'])
  })
})
