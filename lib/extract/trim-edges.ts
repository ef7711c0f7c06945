// Takes away what clings to the edges of an extracted article: the title once more, bylines, licence boxes, teasers.

const ELEMENT = 1
const TEXT = 3

/** Longest block that may be taken away for its words alone; longer ones are paragraphs. */
const MAX_NOISE_CHARACTERS = 80
const MAX_LINK_ROW_CHARACTERS = 160
const MAX_LICENCE_CHARACTERS = 300
/** A box of teasers is never most of what was taken for the article. */
const MAX_TEASER_SHARE = 0.3
/** Blocks looked at on each edge: what clings is short, and an article must not be eaten up. */
const MAX_TRIMMED = 40

/** Names that sites give to boxes of other articles. Only believed behind the last paragraph. */
const TEASER_CLASS =
  /(?:^|[\s_-])(?:recommend|related|teasers?|read-?more|more-?articles?|promo(?:tion)?|share|copyright|pagination|prev-?next|comments?)/i
const NOISE = new RegExp(
  [
    '^(?:文章标签|标签|分类专栏|专栏|相关(?:阅读|推荐|文章)|推荐阅读|延伸阅读|热门文章|猜你喜欢|阅读全文|阅读更多|展开全文|查看更多)',
    '^(?:上一篇|下一篇|打赏|赞赏|点赞|收藏|分享(?:到|至)?|举报|返回顶部|关注(?:公众号)?|扫码关注|责任编辑|责编)(?:[\\s::\\d]|$)',
    '^(?:原创|转载)?[\\s·]*(?:已于|于|发布于)?\\s*(?:19|20)\\d{2}[-/.年]\\d{1,2}[-/.月]\\d{1,2}日?[\\s\\d::]*(?:发布|修改|更新)?(?:[\\s·|]*(?:阅读|浏览|收藏|点赞|评论)[\\s::\\d.kKwW万+]*)*$',
    '^(?:阅读|浏览|收藏|点赞|评论)(?:数|量)?[\\s::]*[\\d.kKwW万+]+$',
    '^(?:read more|related(?: articles| posts| stories)?|you may also like|more from|advertisement|share this|tags?:|filed under|sign up|subscribe)\\b.{0,40}$',
    "^(?:by\\s+\\p{Lu}[\\p{L}.' -]{1,40})$",
    '^(?:广告|正在加载|loading)[.…]*$',
  ].join('|'),
  'iu',
)
const LICENCE =
  /^(?:版权声明|著作权归|本文为博主原创|本文链接|原文链接|转载请(?:注明|附上)|本文(?:由|首发)|©|copyright\b)/i
const TEASER_HEADING =
  /^(?:相关|推荐|热门|猜你|更多|related|recommended|you may|more (?:from|stories|posts)|read next)/i

const isElement = (node: Node): node is Element => node.nodeType === ELEMENT
const textOf = (node: Node) => (node.textContent ?? '').replace(/\s+/g, ' ').trim()
const isEmpty = (node: Node) =>
  textOf(node) === '' &&
  !(isElement(node) && (node.tagName === 'IMG' || node.querySelector('img, table, pre, video, hr')))

function isNoise(node: Node): boolean {
  if (isElement(node) && /^(?:PRE|TABLE|FIGURE|IMG|H[1-6])$/.test(node.tagName)) return false
  if (isElement(node) && node.querySelector('pre, table, figure')) return false
  const text = textOf(node)
  if (text.length <= MAX_NOISE_CHARACTERS && NOISE.test(text)) return true
  return text.length <= MAX_LICENCE_CHARACTERS && LICENCE.test(text)
}

const DATE =
  /(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d{2}|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}|\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*,? (?:19|20)\d{2}/i

/** A line above the text that says who, where and when: short, dated, and no sentence. */
function isDateLine(node: Node): boolean {
  const text = textOf(node)
  if (text.length > MAX_NOISE_CHARACTERS || !DATE.test(text) || /[。！？!?]/.test(text)) return false
  return !(isElement(node) && (/^H[1-6]$/.test(node.tagName) || node.querySelector('pre, table, img')))
}

const plain = (text: string) => text.replace(/[\s\p{P}]+/gu, '').toLowerCase()

function repeatsTitle(node: Node, title: string | null): boolean {
  const isHeadline = isElement(node) && /^(?:H[1-6]|P|DIV|SPAN|A|HEADER)$/.test(node.tagName)
  return isHeadline && title !== null && plain(title) !== '' && plain(textOf(node)) === plain(title)
}

function linkShare(element: Element): number {
  const all = textOf(element).length
  const linked = [...element.querySelectorAll('a')].reduce((sum, link) => sum + textOf(link).length, 0)
  return all === 0 ? 0 : linked / all
}

/** A box whose name says so, unless it holds what it is trimmed from: `article-body pagination-first` is no pager. */
function isTeaserBox(node: Node, allCharacters: number): boolean {
  if (!isElement(node)) return false
  const named = TEASER_CLASS.test(`${node.getAttribute('class') ?? ''} ${node.id}`)
  const isSmall = textOf(node).length <= allCharacters * MAX_TEASER_SHARE
  return named && isSmall && !node.querySelector('pre')
}

/** A heading that announces other articles, with nothing but links behind it. */
function isTeaserList(node: Node): boolean {
  if (!isElement(node)) return false
  const heading = node.previousElementSibling
  const announced = heading && textOf(heading).length <= 30 && TEASER_HEADING.test(textOf(heading))
  return Boolean(announced) && linkShare(node) > 0.6
}

/** Such a heading with nothing behind it: what it announced is gone. */
function announcesTeasers(node: Node): boolean {
  return isElement(node) && /^H[1-6]$/.test(node.tagName) && TEASER_HEADING.test(textOf(node))
}

/** Above the text: a short row of nothing but links to authors, sections and networks. */
function isLinkRow(node: Node): boolean {
  if (!isElement(node) || node.querySelector('img, table, pre')) return false
  const text = textOf(node)
  return text.length <= MAX_LINK_ROW_CHARACTERS && linkShare(node) > 0.9 && !/^H[1-6]$/.test(node.tagName)
}

const isContainer = (node: Node): node is Element =>
  isElement(node) && /^(?:DIV|SECTION|ARTICLE|MAIN|HEADER|FOOTER|SPAN)$/.test(node.tagName)

function trim(root: Element, edge: 'first' | 'last', isUnwanted: (node: Node) => boolean): void {
  let trimmed = 0
  const step = (element: Element): void => {
    while (trimmed < MAX_TRIMMED) {
      const node = edge === 'first' ? element.firstChild : element.lastChild
      if (!node) return
      const isText = node.nodeType === TEXT
      if (isEmpty(node) || isUnwanted(node)) node.remove()
      else if (!isText && isContainer(node)) {
        const before = element.childNodes.length
        step(node)
        if (!isEmpty(node) || element.childNodes.length < before) return
        node.remove()
      } else return
      trimmed += 1
    }
  }
  step(root)
}

/**
 * Trims an article in place. Class names must still be there; whatever is not clearly noise stays.
 *
 * @param title  the article's title, whose echo above the text is dropped
 */
export function trimEdges(root: Element, title: string | null): void {
  trim(
    root,
    'first',
    (node) => repeatsTitle(node, title) || isDateLine(node) || isNoise(node) || isLinkRow(node),
  )
  const allCharacters = textOf(root).length
  trim(
    root,
    'last',
    (node) =>
      isTeaserBox(node, allCharacters) || isTeaserList(node) || announcesTeasers(node) || isNoise(node),
  )
}
