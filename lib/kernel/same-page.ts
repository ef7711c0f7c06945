// The same page under another address: hosts for phones, old and short names of sites, AMP caches. One table, by site.
import { canonicalUrl } from './url.ts'

interface HostRule {
  /** `*.m.wikipedia.org`: with anything in front. */
  from: string
  /** `*` is what stood in front. */
  to: string
  /** Only below one of these paths; left out: everywhere. */
  paths?: readonly string[]
}

/**
 * Only hosts that show the very same page under the very same path. Sites whose addresses for phones are made in another way
 * (m.weibo.cn, m.douban.com) or show other content are not here: two links are better than one that is wrong.
 */
const HOST_RULES: readonly HostRule[] = [
  { from: 'm.bilibili.com', to: 'www.bilibili.com', paths: ['/video/', '/bangumi/play/'] },
  { from: 'm.zhihu.com', to: 'www.zhihu.com' },
  { from: 'm.blog.csdn.net', to: 'blog.csdn.net' },
  { from: 'juejin.im', to: 'juejin.cn' },
  { from: 'm.36kr.com', to: '36kr.com', paths: ['/p/', '/newsflashes/'] },
  { from: 'm.huxiu.com', to: 'www.huxiu.com', paths: ['/article/'] },
  { from: 'm.sohu.com', to: 'www.sohu.com', paths: ['/a/'] },
  { from: 'm.thepaper.cn', to: 'www.thepaper.cn', paths: ['/newsDetail_forward_'] },
  { from: '*.m.wikipedia.org', to: '*.wikipedia.org' },
  { from: '*.m.wiktionary.org', to: '*.wiktionary.org' },
  { from: 'm.youtube.com', to: 'www.youtube.com', paths: ['/watch', '/playlist'] },
  { from: 'youtube.com', to: 'www.youtube.com', paths: ['/watch', '/playlist'] },
  { from: 'mobile.twitter.com', to: 'x.com' },
  { from: 'twitter.com', to: 'x.com' },
  { from: 'old.reddit.com', to: 'www.reddit.com', paths: ['/r/'] },
  { from: 'np.reddit.com', to: 'www.reddit.com', paths: ['/r/'] },
  { from: 'm.imdb.com', to: 'www.imdb.com', paths: ['/title/', '/name/'] },
]

function hostFor({ hostname, pathname }: URL): string | null {
  for (const { from, to, paths } of HOST_RULES) {
    if (paths && !paths.some((path) => pathname.startsWith(path))) continue
    if (hostname === from) return to
    const rest = from.slice(1)
    if (from.startsWith('*.') && hostname.endsWith(rest) && hostname.length > rest.length)
      return to.replace('*', hostname.slice(0, -rest.length))
  }
  return null
}

/** The page behind an address of Google's AMP viewer or cache: `google.com/amp/s/<host>/<path>`. */
function behindAmp({ hostname, pathname, search }: URL): string | null {
  const path =
    /^(?:www\.)?google\.[a-z.]{2,6}$/.test(hostname) && pathname.startsWith('/amp/')
      ? pathname.slice('/amp/'.length)
      : hostname.endsWith('.cdn.ampproject.org')
        ? /^\/[cv]\/(.+)$/.exec(pathname)?.[1]
        : undefined
  if (!path) return null
  const isSecure = path.startsWith('s/')
  const address = `${isSecure ? 'https' : 'http'}://${isSecure ? path.slice(2) : path}${search}`
  return URL.canParse(address) && new URL(address).hostname.includes('.') ? address : null
}

function videoOf({ hostname, pathname }: URL): string | null {
  const id = hostname === 'youtu.be' ? /^\/([\w-]{11})$/.exec(pathname)?.[1] : undefined
  return id ? `https://www.youtube.com/watch?v=${id}` : null
}

/**
 * The canonical address of the same page on its main host, or null when this is it or nothing is known. It is kept beside the
 * address that was given, never in its place.
 */
export function mainAddress(url: URL): string | null {
  const other = behindAmp(url) ?? videoOf(url)
  const host = hostFor(url)
  const address = other ?? (host && `https://${host}${url.pathname}${url.search}${url.hash}`)
  if (address === null) return null
  const main = canonicalUrl(new URL(address))
  return main === canonicalUrl(url) ? null : main
}

/** Hosts whose addresses stand for one page each, and for nothing else. */
const SHORTENERS: ReadonlySet<string> = new Set([
  't.cn',
  'url.cn',
  'dwz.cn',
  'suo.im',
  'b23.tv',
  'v.douyin.com',
  'xhslink.com',
  'm.tb.cn',
  't.co',
  'bit.ly',
  'goo.gl',
  'ow.ly',
  'is.gd',
  'tinyurl.com',
  'buff.ly',
  'lnkd.in',
  'youtu.be',
])

const DEAD_END = /^\/(?:login|signin|sign-in|passport|captcha|verify|error|404|403|50\d|search|consent)\b/i

const bareHost = ({ hostname }: URL) => hostname.replace(/^(?:www|m)\./, '')
const barePath = ({ pathname }: URL) => pathname.replace(/(?:\/index\.html?)?\/*$/, '')
const query = (url: URL) => new URL(canonicalUrl(url)).search

/**
 * May the page at one address be the one that it names as its own? Never the front page, a door or an error page, which careless
 * sites name on all their pages, and nobody speaks for another host but the table above. What it says has still to be looked
 * at: pages of a list name the first one.
 */
export function mayNameItself(page: URL, named: URL): boolean {
  if (DEAD_END.test(named.pathname) || page.port !== named.port) return false
  if (barePath(named) === '' && query(named) === '') return false
  const main = mainAddress(page)
  return bareHost(page) === bareHost(named) || (main !== null && new URL(main).hostname === named.hostname)
}

/**
 * Is the page that an address was redirected to the same page, so that a link to one is a link to the other? Only where the
 * two differ in scheme, `www.`, `m.` or a closing slash, and behind a short address: `/latest` leads to another page
 * tomorrow, and doors, front pages and error pages are where everything leads.
 */
export function isSamePage(from: URL, to: URL): boolean {
  if (SHORTENERS.has(from.hostname))
    return !DEAD_END.test(to.pathname) && (barePath(to) !== '' || query(to) !== '')
  return bareHost(from) === bareHost(to) && barePath(from) === barePath(to) && query(from) === query(to)
}
