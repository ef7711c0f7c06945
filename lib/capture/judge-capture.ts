// The verdict on a capture: is it a copy worth keeping in front, or an error page, a wall, a blank, a fragment?
import type { Verdict } from '#lib/contract/snapshot.ts'
import type { ErrorCode } from '#lib/kernel/errors.ts'

export interface CaptureFacts {
  httpStatus: number | null
  finalUrl: string
  title: string | null
  /** What a person sees on the page. */
  visibleText: string
  /** Characters of the extracted article; 0 when none was found. */
  articleTextLength: number
  /** Pictures that the page shows and that were stored. */
  imageCount: number
  cutShort: ErrorCode | null
}

/** Walls and error pages are short; an article that merely speaks of captchas, or has 登录 in its bar, is not. */
const LITTLE_TEXT_WEIGHT = 700
/** An article of this length is worth keeping whatever stands around it. */
const ARTICLE_CHARACTERS = 500
/** Placeholders of pages that draw themselves by script are a line or two. */
const PLACEHOLDER_WEIGHT = 160

/** Phrases of challenge pages, whatever their HTTP status; a reader never meets them in so few words. */
const CHALLENGES = [
  /just a moment\.\.\.|checking your browser|checking if the site connection is secure/i,
  /attention required! ?\| ?cloudflare|cf-ray|ddos protection by|performance (?:&|and) security by cloudflare/i,
  /verify(?:ing)? (?:that )?you are (?:a )?human|are you (?:a robot|human)|i'?m not a robot|prove you.?re not a robot/i,
  /unusual traffic|automated (?:access|requests)|access to this page has been denied|enable javascript and cookies to continue/i,
  /(?:complete|solve) the captcha|enter the (?:captcha|characters)|security (?:check|verification)/i,
  /环境异常|访问异常|操作频繁|访问过于频繁|请求过于频繁|异常流量|网络环境存在异常/,
  /安全验证|人机验证|滑动验证|滑块验证|(?:拖动|滑动).{0,6}滑块|完成.{0,8}验证|输入.{0,4}验证码|点击.{0,6}验证|确认您?你?是真人/,
]

/** Phrases of pages that want an account, a payment or an app first. */
const GATES = [
  /(?:please |you must |you need to )(?:log ?in|sign ?in|sign up|register)\b/i,
  /(?:log|sign) ?in (?:to|or (?:sign|register)).{0,40}(?:continue|view|read|see|access)/i,
  /(?:subscribe|sign up|register|create an account) to (?:continue|read|view|see)|subscribers? only|members? only/i,
  /请先?.{0,4}(?:登录|登陆|注册)|(?:登录|登陆|注册)后.{0,8}(?:查看|阅读|访问|继续|可见|浏览)|需要?(?:登录|登陆)|您?你?(?:还|尚)未登录/,
  /(?:付费|会员|订阅|关注).{0,6}(?:后|才).{0,4}(?:查看|阅读|可见)|打开.{0,8}(?:App|APP|客户端).{0,6}(?:查看|阅读|继续)/,
]
const GATE_TITLE =
  /^(?:登录|登陆|用户登录|账号登录|sign ?in|log ?in|login)\b|^(?:登录|登陆|用户登录|账号登录)/i
const GATE_ADDRESS =
  /^https?:\/\/(?:login|passport|accounts?|sso|captcha)\.|\/(?:login|signin|sign-in|sign_in|captcha|unhuman|antispider)(?:[/?.#]|$)/i

/** Pages that say "not here" with status 200. */
const MISSING = [
  /\b404\b.{0,40}(?:not found|error|page|页面)|(?:page|file|article|post|video).{0,40}(?:not found|cannot be found|could not be found|can.?t be found|does(?:n.?t| not) exist|no longer (?:available|exists))/i,
  /^\W*(?:error )?404\b|^not found$/im,
  /(?:页面|网页|文章|内容|帖子|视频|链接|商品|微博|话题|回答|问题|主题).{0,8}(?:不存在|不见了|已?被?.{0,6}删除|已下架|已失效|已过期|找不到|走丢了)/,
  /(?:找不到|未找到|没有找到).{0,8}(?:页面|网页|内容|文章)|(?:此|该)(?:内容|文章|账号|链接).{0,12}(?:违规|无法查看|不可用)|没有知识存在的荒原/,
]

/** What pages show until their script has run. */
const PLACEHOLDER =
  /^(?:loading|please wait|加载中|正在加载|请稍候|请稍等)|(?:enable|requires?|turn on) javascript|(?:启用|开启|打开).{0,6}javascript/i

/**
 * Judges by what the visitor of the page would see.
 *
 * - `http_error`: status 400 and above, or a short page that says that it is not there
 * - `wall`: a short page that wants a login, a payment or the proof of a human
 * - `partial`: the capture was ended before the page was whole
 * - `empty`: neither words nor pictures
 * - `good`: everything else
 */
export function judgeCapture(facts: CaptureFacts): Verdict {
  const words = `${facts.title ?? ''}\n${facts.visibleText}`
  const weight = textWeight(facts.visibleText)
  const isShort = weight < LITTLE_TEXT_WEIGHT && facts.articleTextLength < ARTICLE_CHARACTERS
  if (isShort && matches(CHALLENGES, words) && facts.httpStatus !== 404) return 'wall'
  if (facts.httpStatus !== null && facts.httpStatus >= 400) return 'http_error'
  if (isShort && isGate(facts, words)) return 'wall'
  if (isShort && matches(MISSING, words)) return 'http_error'
  if (facts.cutShort !== null) return 'partial'
  if (facts.imageCount === 0 && weight === 0) return 'empty'
  if (facts.imageCount === 0 && weight < PLACEHOLDER_WEIGHT && PLACEHOLDER.test(facts.visibleText.trim()))
    return 'empty'
  return 'good'
}

function isGate(facts: CaptureFacts, words: string): boolean {
  if (matches(GATES, words) || GATE_ADDRESS.test(facts.finalUrl)) return true
  return GATE_TITLE.test(facts.title?.trim() ?? '')
}

const matches = (patterns: readonly RegExp[], text: string) => patterns.some((pattern) => pattern.test(text))

/** How much there is to read: a Han character counts as two letters, blanks as none. Counting stops when it is enough. */
function textWeight(text: string): number {
  let weight = 0
  for (const character of text) {
    if (/\s/.test(character)) continue
    weight += /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(character)
      ? 2
      : 1
    if (weight >= LITTLE_TEXT_WEIGHT) break
  }
  return weight
}
