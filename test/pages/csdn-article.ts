// An article page built the way CSDN builds its pages: the text in the middle of toolbars, folds, gutters and teasers.
import iconv from 'iconv-lite'
import { articleSource, type ArticleSource, type Block } from './article-source.ts'
import { paintPng } from './pictures.ts'
import { escapeHtml, page, send, type Routes } from './routes.ts'

export interface CsdnOptions {
  /** What the document says about its own encoding; null says nothing. */
  metaCharset?: string | null
  /** Line numbers of code: a list beside the code, or a table around its lines. */
  gutter?: 'list' | 'table'
}

/** The whole page. Its only references are `/csdn/img/<n>.png`, which ask for a Referer as CSDN's image hosts do. */
export function csdnArticleHtml(
  source: ArticleSource,
  { metaCharset = 'utf-8', gutter = 'list' }: CsdnOptions = {},
): string {
  const { title, author, publishedAt, teasers } = source
  const localTime = publishedAt.slice(0, 19)
  const body = renderBlocks(source.blocks, { gutter, nextImage: 1 })
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
${metaCharset === null ? '' : `<meta charset="${metaCharset}">`}
<meta name="keywords" content="docker,容器,网络">
<meta name="description" content="${escapeHtml(firstParagraph(source).slice(0, 120))}">
<title>${escapeHtml(title)}-CSDN博客</title>
<script type="application/ld+json">
{"@context":"https://ziyuan.baidu.com/contexts/cambrian.jsonld","pubDate":"${localTime}","title":${JSON.stringify(title)},"upDate":"${localTime}"}
</script>
<style>${STYLE}</style>
</head>
<body class="nodata">
<div id="csdn-toolbar"><div class="toolbar-inside"><a href="/">博客</a><a href="/">下载</a><a href="/">学习</a><a href="/">社区</a>
<input placeholder="搜 docker 教程"><a class="toolbar-btn-login" href="/login">登录/注册</a><a href="/vip">会员中心</a></div></div>
<div class="main_father"><div class="container" id="mainBox">
<main>
<div class="blog-content-box">
<div class="article-header-box"><div class="article-header">
<div class="article-title-box"><h1 class="title-article" id="articleContentId">${escapeHtml(title)}</h1></div>
<div class="article-info-box"><div class="article-bar-top"><div class="bar-content">
<span class="article-type-text original">原创</span>
<span class="time blog-postTime">已于 ${localTime.replace('T', ' ')} 修改</span>
<span class="border-dian">·</span><span class="read-count">8.7k 阅读</span>
<a class="follow-nickName" href="/u/1" rel="author">${escapeHtml(author)}</a>
<a id="blog_detail_zk_collection" class="un-collection">收藏 63</a>
</div></div>
<div class="tags-box"><span class="label">文章标签:</span><a class="tag-link" href="/t/docker">docker</a><a class="tag-link" href="/t/net">网络</a></div>
</div></div></div>
<article class="baidu_pl">
<div id="article_content" class="article_content clearfix" style="height: 1500px; overflow: hidden;">
<div id="content_views" class="htmledit_views markdown_views">
${body}
</div></div>
<div class="hide-article-box hide-article-pos text-center"><a class="btn-readmore" href="javascript:void(0)"><span>阅读全文</span></a></div>
</article>
</div>
<div class="more-toolbox-new"><ul class="toolbox-list"><li>点赞 41</li><li>踩</li><li>收藏 63</li><li>分享</li><li>打赏</li></ul></div>
<div class="comment-box" id="pcCommentBox"><div class="comment-edit-box">您还未登录,请先登录后发表或查看评论</div>
<ul class="comment-list"><li><span class="name">路过的人</span><p class="comment">写得清楚,收藏了。</p></li>
<li><span class="name">初学者小李</span><p class="comment">照着做报错了,是版本不对吗?</p></li></ul></div>
<div class="recommend-box insert-baidu-box">
${teasers.map((text, index) => teaserHtml(text, index)).join('\n')}
</div>
</main>
<aside class="blog_container_aside">
<div class="aside-box" id="asideProfile"><a href="/u/1">${escapeHtml(author)}</a><dl><dt>码龄7年</dt><dd>原创 58</dd><dd>粉丝 1024</dd></dl><a class="bt-button personal-watch">关注</a></div>
<div class="aside-box" id="asideHotArticle"><h3>热门文章</h3><ul><li><a href="/a/1">一页纸的命令速查</a></li><li><a href="/a/2">镜像瘦身记</a></li></ul></div>
<div class="aside-box" id="asideAd"><a href="/ad">新人云服务器三折起</a></div>
</aside>
</div></div>
<div class="csdn-side-toolbar"><a>客服</a><a>举报</a><a>返回顶部</a></div>
<script>${UNFOLD}</script>
</body>
</html>
`
}

interface RenderState {
  gutter: 'list' | 'table'
  nextImage: number
}

function renderBlocks(blocks: Block[], state: RenderState): string {
  return blocks.map((block) => renderBlock(block, state)).join('\n')
}

function renderBlock(block: Block, state: RenderState): string {
  if (block.kind === 'heading') return `<h2><a name="t${state.nextImage}"></a>${prose(block.text)}</h2>`
  if (block.kind === 'paragraph') return `<p>${prose(block.text)}</p>`
  if (block.kind === 'image')
    return `<p class="img-center"><img alt="" src="/csdn/img/${state.nextImage++}.png?x-process=image/watermark" width="640" height="240"></p>`
  if (block.kind === 'code') return renderCode(block, state.gutter)
  const tag = block.isNumbered ? 'ol' : 'ul'
  const items = block.items.map(
    (item) =>
      `<li><p>${prose(item.text)}</p>${item.blocks.length > 0 ? `\n${renderBlocks(item.blocks, state)}` : ''}</li>`,
  )
  return `<${tag}>\n${items.join('\n')}\n</${tag}>`
}

const INLINE_CODE = /(?<![\w-])(ip addr|ipconfig|docker network inspect|--link|--net)(?![\w-])/g

function prose(text: string): string {
  return escapeHtml(text).replace(INLINE_CODE, '<code>$1</code>')
}

function renderCode({ language, text }: Extract<Block, { kind: 'code' }>, gutter: 'list' | 'table'): string {
  const lines = text.split('\n').map(language === 'yaml' ? yamlLine : escapeHtml)
  const copy = '<div class="hljs-button {2}" data-title="复制"></div>'
  if (gutter === 'table') {
    const rows = lines.map(
      (line, index) =>
        `<tr><td class="hljs-ln-line hljs-ln-numbers" data-line-number="${index + 1}"><div class="hljs-ln-n" data-line-number="${index + 1}">${index + 1}</div></td><td class="hljs-ln-line hljs-ln-code" data-line-number="${index + 1}">${line || ' '}</td></tr>`,
    )
    return `<pre><code class="hljs language-${language}"><table class="hljs-ln"><tbody>${rows.join('')}</tbody></table></code>${copy}</pre>`
  }
  const numbers = lines.map((_line, index) => `<li style="color: rgb(153, 153, 153);">${index + 1}</li>`)
  return `<pre class="prettyprint set-code-show" data-index="0"><code class="hljs language-${language} has-numbering">${lines.join('\n')}${copy}</code><ul class="pre-numbering">${numbers.join('')}</ul></pre>`
}

/** One line as a highlighter leaves it: the key, the bullet and the value in spans of their own. */
function yamlLine(line: string): string {
  const [, indent = '', bullet = '', key = '', rest = ''] =
    /^(\s*)(- )?([\w.-]+:(?=\s|$))?(.*)$/.exec(line) ?? []
  const span = (kind: string, text: string) =>
    text === '' ? '' : `<span class="hljs-${kind}">${escapeHtml(text)}</span>`
  const value = /^(\s*)(.*?)(\s*)$/.exec(rest)
  return [
    indent,
    bullet && `${span('bullet', '-')} `,
    span('attr', key),
    value?.[1],
    span('string', value?.[2] ?? ''),
    value?.[3],
  ].join('')
}

function teaserHtml(text: string, index: number): string {
  return `<div class="recommend-item-box type_blog clearfix" data-url="/a/${index}"><div class="content-box">
<a class="tit" href="/a/${index}">${escapeHtml(text.slice(0, 24))}</a>
<div class="desc ellipsis">${escapeHtml(text)}</div></div></div>`
}

function firstParagraph({ blocks }: ArticleSource): string {
  const first = blocks.find((block) => block.kind === 'paragraph')
  return first?.kind === 'paragraph' ? first.text : ''
}

const STYLE = `
body { margin: 0; font: 16px/1.75 "Noto Sans CJK SC", sans-serif; color: #222; background: #f5f6f7 }
#csdn-toolbar { position: sticky; top: 0; z-index: 9; background: #fff; box-shadow: 0 2px 4px #0001 }
.toolbar-inside { display: flex; gap: 24px; padding: 10px 24px; align-items: center }
.container { display: flex; gap: 12px; width: 1200px; margin: 12px auto; align-items: flex-start }
main { flex: 1; min-width: 0 } .blog-content-box { background: #fff; padding: 20px 24px; position: relative }
aside { width: 280px; order: -1 } .aside-box { background: #fff; margin-bottom: 12px; padding: 14px }
.bar-content { background: #f7f7fa; padding: 6px 10px; display: flex; gap: 10px; font-size: 14px; color: #777 }
.hide-article-box { position: absolute; left: 0; right: 0; bottom: 0; padding: 90px 0 24px; text-align: center;
  background: linear-gradient(#fff0, #fff 70%) }
.btn-readmore { border: 1px solid #fc5531; color: #fc5531; border-radius: 18px; padding: 6px 28px; text-decoration: none }
pre { position: relative; background: #282c34; color: #abb2bf; padding: 12px 12px 12px 52px; overflow-x: auto; font: 13px/20px monospace }
.pre-numbering { position: absolute; left: 0; top: 0; width: 40px; margin: 0; padding: 12px 0; list-style: none; text-align: right }
.hljs-ln-n { width: 32px; text-align: right; padding-right: 8px; color: #888 }
.hljs-attr { color: #d19a66 } .hljs-string { color: #98c379 } .hljs-bullet { color: #61aeee }
.hljs-button::after { content: attr(data-title); position: absolute; right: 8px; top: 4px; font-size: 12px }
.more-toolbox-new, .comment-box, .recommend-item-box { background: #fff; padding: 12px 24px; margin-top: 8px }
.toolbox-list, .comment-list { list-style: none; display: flex; gap: 20px; padding: 0 } .comment-list { display: block }
.desc { color: #777; font-size: 14px } .csdn-side-toolbar { position: fixed; right: 8px; bottom: 40px; display: grid }
`

const UNFOLD = `document.querySelector('.btn-readmore').addEventListener('click', () => {
  document.getElementById('article_content').style.cssText = ''
  document.querySelector('.hide-article-box').remove()
})`

const gb18030 = (html: string) => iconv.encode(html, 'gb18030')

export const csdnRoutes: Routes = {
  '/csdn/article.html': page(() => csdnArticleHtml(articleSource())),
  // The encoding is told by the document alone ...
  '/csdn/article-gb18030.html': (exchange) =>
    send(
      exchange,
      gb18030(csdnArticleHtml(articleSource(), { metaCharset: 'gb18030', gutter: 'table' })),
      'text/html',
    ),
  // ... or by the header alone.
  '/csdn/article-gb18030-header.html': (exchange) =>
    send(
      exchange,
      gb18030(csdnArticleHtml(articleSource(), { metaCharset: null, gutter: 'table' })),
      'text/html; charset=gb18030',
    ),
  '/csdn/img/*': async (exchange) => {
    if (!exchange.request.headers.referer?.startsWith(exchange.site.origin))
      return send(exchange, 'hot link', 'text/plain', { status: 403 })
    const hue = exchange.url.pathname.length * 37 + Number(exchange.url.pathname.match(/\d+/)?.[0] ?? 0) * 61
    send(exchange, await paintPng(640, 240, hue), 'image/png')
  },
}
