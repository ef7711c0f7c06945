// What is known of the pages of some sites: hints for extraction, never the only way to it.

export interface SiteRule {
  siteName: string
  /** The page is one of this site when its host ends so, or when it has an element that only these pages have. */
  hosts: readonly string[]
  /** Selector that tells the site's article pages from its other pages, and from other sites. */
  mark: string
  /** Where the article stands, and nothing else. */
  content: string
  title?: string
  byline?: string
  date?: string
  /** What the site puts behind the title in <title>. */
  titleSuffix?: RegExp
}

const SITE_RULES: readonly SiteRule[] = [
  {
    siteName: 'CSDN博客',
    hosts: ['csdn.net'],
    mark: '#article_content #content_views',
    content: '#content_views',
    title: '#articleContentId, .title-article',
    byline: '.follow-nickName',
    date: '.article-info-box .time, .blog-postTime',
    titleSuffix: /(?:[_-][^_-]{1,30}的博客)?[_-]CSDN博客$/,
  },
  {
    siteName: '微信公众号',
    hosts: ['mp.weixin.qq.com'],
    mark: '#activity-name, #js_name',
    content: '#js_content',
    title: '#activity-name',
    byline: '#js_author_name, .rich_media_meta_text, #js_name',
    date: '#publish_time',
  },
  {
    siteName: '掘金',
    hosts: ['juejin.cn', 'juejin.im'],
    mark: '.article-area .markdown-body, .article-viewer.markdown-body',
    content: '.article-viewer.markdown-body, .article-content .markdown-body, .article-area .markdown-body',
    title: '.article-title',
    byline: '.author-info-block .username, .author-name .name',
    date: '.author-info-block time, .meta-box time',
    titleSuffix: /\s*-\s*掘金$/,
  },
  {
    siteName: '知乎',
    hosts: ['zhihu.com'],
    mark: '.Post-RichTextContainer, .QuestionAnswer-content',
    content: '.Post-RichTextContainer .RichText, .QuestionAnswer-content .RichText',
    title: '.Post-Title, .QuestionHeader-title',
    byline: '.AuthorInfo-name',
    date: '.ContentItem-time',
    titleSuffix: /\s*-\s*知乎$/,
  },
  {
    siteName: '博客园',
    hosts: ['cnblogs.com'],
    mark: '#cnblogs_post_body',
    content: '#cnblogs_post_body',
    title: '#cb_post_title_url',
    byline: '.postDesc a[href*="cnblogs.com"]',
    date: '#post-date',
    titleSuffix: /(?:\s*-\s*[^-]{1,40})?\s*-\s*博客园$/,
  },
  {
    siteName: '简书',
    hosts: ['jianshu.com'],
    mark: 'article._2rhmJa, .show-content-free',
    content: 'article._2rhmJa, .show-content-free',
    title: 'h1._1RuRku',
    byline: '._1OhGeD, .author .name',
    date: 'time',
    titleSuffix: /\s*-\s*简书$/,
  },
  {
    siteName: 'SegmentFault 思否',
    hosts: ['segmentfault.com'],
    mark: '.article-content article.article, article.article.fmt',
    content: 'article.article.fmt, .article-content article.article',
    titleSuffix: /\s*-\s*(?:个人文章\s*-\s*)?SegmentFault\s*思否$/,
  },
  {
    siteName: '开源中国',
    hosts: ['oschina.net'],
    mark: '.article-detail .content, .blog-content',
    content: '.article-detail .content, .blog-content',
    titleSuffix: /\s*-\s*(?:OSCHINA|开源中国).*$/,
  },
  {
    siteName: '网易',
    hosts: ['163.com'],
    mark: '#content .post_body',
    content: '.post_body',
    title: '.post_title',
    date: '.post_info',
    titleSuffix: /[_|-]网易.{0,12}$/,
  },
  {
    siteName: '新浪',
    hosts: ['sina.com.cn', 'sina.cn'],
    mark: '#artibody, #article.article',
    content: '#artibody, #article.article',
    date: '.date-source .date, #pub_date',
    titleSuffix: /[_|-]新浪.{0,12}$/,
  },
  {
    siteName: 'V2EX',
    hosts: ['v2ex.com'],
    mark: '.topic_content',
    content: '.topic_content',
    titleSuffix: /\s*-\s*V2EX$/,
  },
]

/** The rule for a page: by its host, else by its marks (a mirror, a page saved elsewhere); null for most pages. */
export function siteRuleFor(document: Document, url: string): SiteRule | null {
  const host = URL.parse(url)?.hostname ?? ''
  const isOn = (domain: string) => host === domain || host.endsWith(`.${domain}`)
  const marked = SITE_RULES.filter((rule) => document.querySelector(rule.mark) !== null)
  return marked.find((rule) => rule.hosts.some(isOn)) ?? (marked.length === 1 ? marked[0]! : null)
}
