// Pages that are read: a blog in English, news in Chinese, a long forum, a manual. Their words are our own.
import { htmlDocument, page, type Routes } from './routes.ts'

const BLOG = [
  'For years I kept my bookmarks in a folder called "later". Later never came, and when I finally opened the folder, half of the addresses were dead.',
  'A link is a promise made by somebody else. Servers move, companies close, an editor tidies up an archive, and the promise is gone without a letter.',
  'So I began to keep copies. A copy is not as light as an address, but it does not depend on the good mood of a stranger either.',
  'The first lesson was that a page is more than its text. The second was that the text is what I come back for. A good copy keeps both: the page as it looked, and the words so that they can be found.',
  'The third lesson took longest: a bad copy is worse than none. If the address answers with an error on the day of copying, keep the older copy in front, and say so.',
]

const NEWS = [
  '本报讯 城东的旧书市场昨天重新开门。修缮历时八个月,屋顶换了新瓦,摊位也从三十个增加到五十二个。',
  '管理方介绍,新市场保留了原来的木制书架,同时为每个摊位接上了电源和网络,方便摊主在线登记书目。',
  '摊主老陈在这里卖了二十年书。他说,过去客人只能一本一本翻,现在可以先在网上查好再来,翻书的乐趣却没有少。',
  '开门第一天,来的人比预想的多一倍。有人带着孩子来找连环画,也有人专程从外地赶来,只为一套绝版的地方志。',
  '市场每周二休息,其余日子从早上九点开到晚上八点。周末还会有修书的师傅现场演示,感兴趣的市民可以提前预约。',
]

const paragraphs = (texts: string[]) => texts.map((text) => `<p>${text}</p>`).join('\n')

const readable = `<style>body { font: 18px/1.7 Georgia, "Noto Serif CJK SC", serif; max-width: 680px; margin: 40px auto; padding: 0 20px }
header, footer, nav { font: 14px/1.5 sans-serif; color: #666 } table { border-collapse: collapse } td, th { border: 1px solid #bbb; padding: 4px 10px }
.post { border-bottom: 1px solid #ddd; padding: 10px 0; display: grid; grid-template-columns: 64px 1fr; gap: 12px }</style>`

const blog = `<header><nav><a href="/blog">All posts</a> <a href="/about">About</a></nav></header>
<article><h1>Keeping what I read</h1><p class="byline">By <a rel="author" href="/about">Ada Winter</a>,
<time datetime="2025-05-04T09:30:00Z">4 May 2025</time></p>
<img src="/img/640x320-35.webp" width="640" height="320" alt="A shelf">
${paragraphs(BLOG)}
<h2>What a copy needs</h2><ul><li>the page as it looked</li><li>the words, found by a search</li><li>an honest note of what is missing</li></ul>
<blockquote>Nothing is as permanent as a good copy.</blockquote></article>
<footer>Subscribe to the newsletter. Privacy. Imprint.</footer>`

const news = `<header><nav><a href="/">首页</a> <a href="/local">本地</a> <a href="/culture">文化</a></nav></header>
<article><h1>旧书市场修缮后重新开门</h1><p class="meta"><span class="source">城市晚报</span> <span class="author">记者 林小满</span>
<time datetime="2025-09-18T08:00:00+08:00">2025年9月18日 08:00</time></p>
<figure><img src="/img/640x360-15.jpg" width="640" height="360" alt="市场外景"><figcaption>重新开门的旧书市场</figcaption></figure>
${paragraphs(NEWS)}</article>
<aside><h2>相关阅读</h2><ul><li><a href="/n/1">社区图书角落户地铁站</a></li><li><a href="/n/2">修书师傅的一天</a></li></ul></aside>
<footer>版权所有 未经许可不得转载</footer>`

const FORUM_POSTS = 150

function forum(): string {
  const posts = Array.from({ length: FORUM_POSTS }, (_value, index) => {
    const text = index % 2 === 0 ? BLOG[index % BLOG.length] : NEWS[index % NEWS.length]
    return `<div class="post" id="p${index + 1}"><img src="/img/64x64-${(index * 24) % 360}.png" width="64" height="64" alt="" loading="lazy">
<div><b>user${(index * 7) % 31}</b> <a href="#p${index + 1}">#${index + 1}</a><p>${text}</p></div></div>`
  })
  return `<h1>你们怎样保存网页? How do you keep pages?</h1>\n${posts.join('\n')}`
}

function manual(): string {
  const rows = Array.from(
    { length: 40 },
    (_value, index) =>
      `<tr><td><code>--option-${index + 1}</code></td><td>${index * 3}</td><td>Sets the value number ${index + 1}.</td></tr>`,
  )
  return `<h1>A manual of options</h1><p>Every option has a name, a default and one sentence.</p>
<pre><code>tool run --option-1 5 \\
  --option-2 7 &lt; input.txt</code></pre>
<table><thead><tr><th>Option</th><th>Default</th><th>Meaning</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`
}

// Whatever moves on a page, and a caret that blinks: two pictures of it agree only when somebody stops it.
const moving = `<style>@keyframes turn { to { transform: rotate(1turn) } } @keyframes come { from { opacity: 0 } }
body { min-height: 2000px } nav { position: sticky; top: 0; background: #eef } .turn { animation: turn 1.7s linear infinite }
.box { width: 120px; height: 120px; margin: 40px; background: linear-gradient(90deg, #a00 50%, #00a 50%) }
.come { animation: come 2s 3s both }</style><nav>Always on top</nav><h1>Nothing here stands still</h1><input autofocus value="typed">
<div class="box turn"></div><div class="box come"></div><svg width="300" height="80"><rect width="40" height="80" fill="#080">
<animate attributeName="x" from="0" to="260" dur="1.3s" repeatCount="indefinite"/></rect></svg>
<div><template shadowrootmode="open"><style>@keyframes grow { to { width: 400px } } p { width: 60px; height: 60px;
background: repeating-linear-gradient(45deg, #fd6 0 6px, #222 6px 12px); animation: grow 1.1s infinite alternate }</style><p></p></template></div>`

// One picture is there, one never was, one breaks off; what counts visits breaks off as well and is seen by nobody.
const broken = `<h1>What is lost is told</h1><p>${BLOG[0]}</p><img src="/img/320x200-10.png" alt=""><img src="/img/gone" alt="">
<img src="/bad/reset?picture" alt=""><script>navigator.sendBeacon('/bad/reset?ping')</script>`

export const readingRoutes: Routes = {
  '/read/blog': page(() => htmlDocument('Keeping what I read', blog, { head: readable })),
  '/read/news': page(() =>
    htmlDocument('旧书市场修缮后重新开门 - 城市晚报', news, { head: readable, lang: 'zh-CN' }),
  ),
  '/read/forum': page(() => htmlDocument('你们怎样保存网页?', forum(), { head: readable, lang: 'zh-CN' })),
  '/read/broken': page(() => htmlDocument('What is lost is told', broken, { head: readable })),
  '/read/moving': page(() => htmlDocument('Nothing here stands still', moving)),
  '/read/manual': page(() => htmlDocument('A manual of options', manual(), { head: readable })),
}

/** Twenty pages of all kinds, for measurements: reading, encodings, lazy pictures, scripts and frames. */
export const MIXED_PAGES = [
  '/csdn/article.html',
  '/csdn/article-gb18030.html',
  '/read/blog',
  '/read/news',
  '/read/forum',
  '/read/manual',
  '/t/fonts',
  '/t/images',
  '/t/srcset',
  '/t/lazy-native',
  '/t/lazy-observer',
  '/t/lazy-scroll',
  '/t/import-chain',
  '/t/backgrounds',
  '/t/shadow-open',
  '/t/adopted-sheets',
  '/t/canvas',
  '/t/frame-same-origin',
  '/t/spa',
  '/t/late-content',
]
