import { expect, test } from 'vitest'
import { isSamePage, mainAddress } from './same-page.ts'
import { canonicalUrl } from './url.ts'

const main = (text: string) => mainAddress(new URL(text)) ?? canonicalUrl(new URL(text))

test.each([
  [
    'https://m.bilibili.com/video/BV1xx411c7mD?share_source=copy',
    'https://www.bilibili.com/video/BV1xx411c7mD',
  ],
  ['https://m.zhihu.com/question/1/answer/2', 'https://www.zhihu.com/question/1/answer/2'],
  ['http://m.blog.csdn.net/someone/article/details/1', 'https://blog.csdn.net/someone/article/details/1'],
  ['https://juejin.im/post/1', 'https://juejin.cn/post/1'],
  ['https://zh.m.wikipedia.org/wiki/%E5%AE%B9%E5%99%A8', 'https://zh.wikipedia.org/wiki/%E5%AE%B9%E5%99%A8'],
  ['https://youtu.be/dQw4w9WgXcQ?si=abc', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
  ['https://m.youtube.com/watch?v=dQw4w9WgXcQ&feature=share', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
  ['https://twitter.com/a/status/1?s=20', 'https://x.com/a/status/1'],
  ['https://old.reddit.com/r/a/comments/1/b/', 'https://www.reddit.com/r/a/comments/1/b/'],
  ['https://www.google.com/amp/s/news.example.com/a/b', 'https://news.example.com/a/b'],
  [
    'https://news-example-com.cdn.ampproject.org/c/s/news.example.com/a?x=1',
    'https://news.example.com/a?x=1',
  ],
])('%s is the page %s', (given, expected) => expect(main(given)).toBe(expected))

test.each([
  [
    'phones and desks of sites that nobody vouches for',
    'https://m.example.com/a',
    'https://www.example.com/a',
  ],
  ['a feed on the phone and the front page', 'https://m.bilibili.com/', 'https://www.bilibili.com/'],
  [
    'a post and its wholly different address on the phone',
    'https://m.weibo.cn/status/1',
    'https://weibo.com/1',
  ],
  ['films and their lists', 'https://m.douban.com/movie/1', 'https://www.douban.com/movie/1'],
  ['two videos', 'https://youtu.be/aaaaaaaaaaa', 'https://www.youtube.com/watch?v=bbbbbbbbbbb'],
  [
    'a moment of a video and all of it',
    'https://m.youtube.com/watch?v=a&t=30',
    'https://www.youtube.com/watch?v=a',
  ],
  [
    'a channel that is named like a video',
    'https://youtu.be/channel',
    'https://www.youtube.com/watch?v=channel',
  ],
  [
    'an encyclopedia in two languages',
    'https://zh.m.wikipedia.org/wiki/A',
    'https://en.wikipedia.org/wiki/A',
  ],
  [
    'two answers to one question',
    'https://m.zhihu.com/question/1/answer/2',
    'https://www.zhihu.com/question/1/answer/3',
  ],
  ['a host that only ends alike', 'https://evil-m.zhihu.com/p/1', 'https://www.zhihu.com/p/1'],
  ['a page that is called amp', 'https://example.com/amp/s/other.com/a', 'https://other.com/a'],
])('not the same: %s', (_what, one, other) => expect(main(one)).not.toBe(main(other)))

test.each([
  ['https://t.cn/abc', 'https://blog.example.org/2024/a', true],
  ['https://b23.tv/abc', 'https://www.bilibili.com/video/BV1?share_source=x', true],
  ['https://t.cn/abc', 'https://example.com/login?next=1', false],
  ['https://t.cn/abc', 'https://example.com/', false],
  ['http://example.com/a', 'https://www.example.com/a/', true],
  ['https://m.example.com/a?id=1', 'https://www.example.com/a?id=1&utm_source=m', true],
  ['https://example.com/', 'https://www.example.com/index.html', true],
  ['https://example.com/latest', 'https://example.com/2024/a', false],
  ['https://example.com/gone', 'https://example.com/', false],
  ['https://example.com/private', 'https://example.com/login?next=%2Fprivate', false],
  ['https://m.example.com/a?id=1', 'https://www.example.com/a?id=2', false],
  ['https://example.com/a', 'https://example.org/a', false],
])('%s that leads to %s is the same page: %s', (from, to, isSame) =>
  expect(isSamePage(new URL(from), new URL(to))).toBe(isSame),
)
