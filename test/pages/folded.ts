// Articles that their sites fold, cover or lock although the document holds all of them, built as those sites build theirs.
import { htmlDocument, page, type Routes } from './routes.ts'

interface FoldedPage {
  /** Host name under which the page has to be served. */
  host: string
  path: string
  name: string
  /** What its recipe does, in alphabetical order. */
  deeds: string[]
}

const LINES = Array.from({ length: 30 }, (_line, at) => `<p>第 ${at + 1} 段：木桥下的水慢慢地流。</p>`).join(
  '\n',
)
/** What has to be seen in the copy, with nothing over it. */
const article = `${LINES}\n<p id="last">最后一段：天黑以前，大家都回家了。</p>`
const CUT = 'height: 300px; overflow: hidden'
const over = (className: string, words: string) =>
  `<div class="${className}" style="position: fixed; inset: 0; background: rgb(0 0 0 / 0.6); z-index: 99">${words}</div>`
const LOCKED = '<style>body { overflow: hidden }</style>'

const pages = [
  {
    name: 'csdn',
    host: 'blog.csdn.net',
    deeds: ['fold_opened', 'lock_removed', 'overlay_hidden'],
    body: `<style>#content_views { user-select: none }</style>
<div id="article_content" style="${CUT}"><div id="content_views">${article}</div></div>
<div class="hide-article-box" style="margin-top: -80px; position: relative; height: 80px; background: #fff">关注博主即可阅读全文</div>
<div class="passport-login-container" style="position: fixed; inset: 0; background: #fffc">登录后您可以享受更多权益</div>`,
  },
  {
    name: 'zhihu',
    host: 'zhuanlan.zhihu.com',
    deeds: ['fold_opened', 'lock_removed', 'overlay_hidden'],
    body: `${LOCKED}<style>.is-collapsed .RichContent-inner { max-height: 240px; overflow: hidden }</style>
<div class="RichContent is-collapsed"><div class="RichContent-inner">${article}</div>
<button type="button" class="ContentItem-expandButton">阅读全文</button></div>
<div class="Modal-wrapper" style="position: fixed; inset: 0; background: #000a"><div class="signFlowModal">登录知乎</div></div>
<script>document.querySelector('.ContentItem-expandButton').onclick = ({ target }) => {
  target.closest('.RichContent').classList.remove('is-collapsed')
  target.remove()
}</script>`,
  },
  {
    name: 'juejin',
    host: 'juejin.cn',
    deeds: ['lock_removed', 'overlay_hidden'],
    // Comes when somebody has read for a while.
    body: `<article class="markdown-body" style="user-select: none">${article}</article><script>
addEventListener('scroll', () => {
  document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(over('auth-modal-box', '登录掘金领取礼包'))})
}, { once: true })
</script>`,
  },
  {
    name: 'jianshu',
    host: 'www.jianshu.com',
    deeds: ['fold_opened', 'overlay_hidden'],
    body: `<style>.collapse-free-content { ${CUT} }</style><article class="collapse-free-content">${article}</article>
<div class="collapse-tips" style="position: relative; margin-top: -60px; background: #fff">展开阅读全文</div>
<a class="call-app-btn" style="position: fixed; bottom: 0; left: 0; right: 0; background: #e76" href="/open">打开 App</a>`,
  },
  {
    name: 'weixin',
    host: 'mp.weixin.qq.com',
    deeds: ['fold_opened', 'pictures_loaded'],
    body: `<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0">
<p><img class="rich_pages" data-src="/img/320x200-20.png" data-type="png" data-w="320" data-ratio="0.6"></p>
<section data-lazy-bgimg="/img/320x200-50.png" style="height: 200px"></section>${article}</div>`,
  },
  {
    name: 'cnblogs',
    host: 'www.cnblogs.com',
    deeds: ['fold_opened', 'overlay_hidden'],
    body: `<div id="cnblogs_post_body"><p>代码在下面。</p><div class="cnblogs_code"><img class="code_img_closed" alt="View Code" width="60" height="20" src="/img/60x20-10.png">
<div class="cnblogs_code_hide" style="display: none"><pre id="last">print("最后一行")</pre></div></div></div>`,
  },
  {
    name: 'bilibili',
    host: 'www.bilibili.com',
    deeds: ['fold_opened', 'lock_removed', 'overlay_hidden'],
    body: `<style>.limit { ${CUT} } .unable-reprint { user-select: none }</style>
<div class="article-content limit"><div class="article-holder unable-reprint">${article}</div></div>
${over('bili-mini-mask', '登录后你可以：免费看高清视频')}`,
  },
  {
    name: 'toutiao',
    host: 'm.toutiaocdn.com',
    deeds: ['fold_opened', 'lock_removed', 'overlay_hidden'],
    body: `${LOCKED}<div class="expand-container" style="${CUT}"><article>${article}</article></div>
<div class="expand-button-wrapper">展开全文</div>${over('login-guide', '登录后免费畅享')}`,
  },
  {
    name: 'weibo',
    host: 'weibo.com',
    deeds: ['fold_opened', 'overlay_hidden'],
    body: `<div class="WB_editor_iframe_new" style="${CUT}; visibility: hidden">${article}</div>
<div class="artical_add_box" style="position: relative">展开全文</div>
${over('layer_login', '登录微博')}`,
  },
]

export const FOLDED: FoldedPage[] = pages.map(({ name, host, deeds }) => ({
  name,
  host,
  deeds,
  path: `/folded/${name}`,
}))

export const foldedRoutes: Routes = Object.fromEntries(
  pages.map(({ name, body }) => [`/folded/${name}`, page(() => htmlDocument(name, body, { lang: 'zh-CN' }))]),
)
