import { expect, test } from 'vitest'
import { judgeCapture, type CaptureFacts } from './judge-capture.ts'
import { UNKNOWN_STRUCTURE } from './page-structure.ts'

const page = (facts: Partial<CaptureFacts>): CaptureFacts => ({
  httpStatus: 200,
  finalUrl: 'https://example.com/a',
  title: 'A page',
  visibleText: 'A short page of its own words that are worth keeping.',
  structure: UNKNOWN_STRUCTURE,
  articleTextLength: 53,
  imageCount: 0,
  cutShort: null,
  ...facts,
})
const long = (sentence: string) => `${sentence}\n${'这是一篇很长的文章，讲的是怎样保存网页。'.repeat(40)}`

test.each<[string, string, Partial<CaptureFacts>]>([
  ['good', 'a short page', {}],
  ['good', 'a page of two letters', { visibleText: 'ok', title: null }],
  ['good', 'a picture', { visibleText: '', title: 'a.png', imageCount: 1, articleTextLength: 0 }],
  ['good', 'a status that nobody told', { httpStatus: null }],
  ['good', 'an article with a login link above', { visibleText: long('登录 注册 请先登录后评论') }],
  ['good', 'an article about captchas', { title: '安全验证的原理', visibleText: long('滑块验证 人机验证') }],
  [
    'good',
    'an article about 404 pages',
    { title: '404 not found explained', visibleText: long('404 not found') },
  ],
  ['good', 'a short note with the word 登录', { title: '笔记', visibleText: '今天修好了登录页面的样式。' }],
  [
    'good',
    'an extracted article under few visible words',
    { visibleText: '请登录', articleTextLength: 2_000 },
  ],
  ['http_error', 'status 404', { httpStatus: 404 }],
  ['http_error', 'status 404 with a login link', { httpStatus: 404, visibleText: '404 登录 完成验证' }],
  ['http_error', 'status 410 with much text', { httpStatus: 410, visibleText: long('gone') }],
  ['http_error', 'status 500 without a word', { httpStatus: 500, visibleText: '' }],
  ['http_error', 'status 403', { httpStatus: 403, visibleText: 'Forbidden', title: '403' }],
  [
    'http_error',
    'a soft 404',
    { title: '页面不存在', visibleText: '404 抱歉,您访问的页面不存在或已被删除。 返回首页' },
  ],
  [
    'http_error',
    'a soft 404 in English',
    { title: 'Oops', visibleText: 'The page you are looking for could not be found.' },
  ],
  ['http_error', 'an article that WeChat took down', { title: '', visibleText: '该内容已被发布者删除' }],
  ['http_error', 'an article that broke the rules', { title: '', visibleText: '此内容因违规无法查看' }],
  ['http_error', 'an answer that is gone', { title: '知乎', visibleText: '你似乎来到了没有知识存在的荒原' }],
  ['wall', 'a login', { title: '登录', visibleText: '登录后查看全部内容 请先登录后继续访问。 手机号 密码' }],
  ['wall', 'a login in English', { title: 'Sign in · Site', visibleText: 'Email Password Continue' }],
  [
    'wall',
    'a login by its address',
    { finalUrl: 'https://passport.example.cn/x', title: '欢迎', visibleText: '手机号' },
  ],
  ['wall', 'a members-only page', { visibleText: 'Subscribe to continue reading this story.' }],
  [
    'wall',
    'a slider',
    { title: '安全验证', visibleText: '请完成下方验证,确认您是真人后继续访问。 向右拖动滑块完成拼图' },
  ],
  ['wall', 'WeChat', { title: '', visibleText: '环境异常\n当前环境异常，完成验证后即可继续访问。\n去验证' }],
  ['wall', 'Cloudflare with 403', { httpStatus: 403, title: 'Just a moment...', visibleText: 'example.com' }],
  ['wall', 'Cloudflare with 503', { httpStatus: 503, visibleText: 'Checking your browser before accessing' }],
  ['wall', 'too many requests', { httpStatus: 429, visibleText: '访问过于频繁，请稍后再试' }],
  [
    'wall',
    'unusual traffic',
    { visibleText: 'Our systems have detected unusual traffic from your network.' },
  ],
  [
    'wall',
    'a login without a name',
    {
      title: 'Portal',
      visibleText: 'User\nPassword\nEnter',
      structure: { ...UNKNOWN_STRUCTURE, asksForSecret: true },
    },
  ],
  [
    'good',
    'an index with a login above',
    {
      title: '版块',
      visibleText: `请先登录\n${'旧书 交换\n'.repeat(200)}`,
      structure: { ...UNKNOWN_STRUCTURE, asksForSecret: false },
    },
  ],
  ['good', 'a poem that is named like a check', { title: 'Just a moment – Poems' }],
  ['wall', 'a name that is a check for want of anything else', { title: 'One more step', visibleText: '' }],
  [
    'http_error',
    'a status with its reason',
    { title: '415 Unsupported Media Type', visibleText: 'small-server' },
  ],
  ['http_error', 'a hint and a way back', { title: 'Oops!', visibleText: 'Nope.\nTake me home' }],
  ['empty', 'nothing', { visibleText: ' \n ', title: null }],
  ['empty', 'nothing but a title', { visibleText: '', title: 'Title' }],
  ['empty', 'a script that never ran', { visibleText: 'You need to enable JavaScript to run this app.' }],
  ['empty', 'a spinner', { visibleText: '加载中…' }],
  ['partial', 'a page cut short by time', { cutShort: 'timeout' }],
  ['partial', 'a page cut short before its first word', { cutShort: 'too_large', visibleText: '' }],
  ['wall', 'a wall cut short', { cutShort: 'timeout', visibleText: '请先登录' }],
])('%s: %s', (verdict, _what, facts) => {
  expect(judgeCapture(page(facts))).toBe(verdict)
})

test('a novel is judged without reading it whole', () => {
  expect(judgeCapture(page({ visibleText: '字'.repeat(200_000) }))).toBe('good')
})
