// Short pages that are what they are, however much a word or a field of theirs looks like a wall.
import { judgedPage, nav, paragraphs, zh, type JudgedPage } from './judged-page.ts'

type Options = Parameters<typeof judgedPage>[4]
const page = (name: string, url: string, body: string, options: Options = {}) =>
  judgedPage('good', name, url, body, options)

const PICTURE = `<img alt="" width="600" height="400" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='600' height='400'%3E%3Crect width='600' height='400' fill='teal'/%3E%3C/svg%3E">`
const LOGIN_BAR =
  '<header><a href="/">Home</a> <a href="/login">Log in</a> <a href="/join">Sign up</a></header>'
const LOGIN_BAR_ZH = '<header><a href="/">首页</a> <a href="/login">登录</a> <a href="/reg">注册</a></header>'

const chinese: JudgedPage[] = [
  page(
    'a thread with a box for those who signed in',
    'https://bbs.example.cn/thread-7-1-1.html',
    `${nav('论坛首页', '导读')}<h1>求推荐一款能离线用的字典</h1><p>出差路上没有网络，想找一本能在手机里离线查的字典，最好带例句。</p><p>2 楼：我用的是自己转换的词库，词条多，就是体积大。</p><p>3 楼：同求。</p><div class="fastpost"><p>您需要登录后才可以回帖 <a>登录</a> | <a>立即注册</a></p></div>`,
    zh({ title: '求推荐一款能离线用的字典 - 软件 - 论坛' }),
  ),
  page(
    'a note on captchas',
    'https://notes.example.cn/captcha',
    `<article><h1>滑块验证码是怎么判断真人的</h1><p>滑块验证看的不是终点，而是路上的快慢：人的手会先快后慢，还会抖。</p>${PICTURE}<p>所以只改终点坐标没有用。</p></article>`,
    zh({ title: '滑块验证码是怎么判断真人的' }),
  ),
  page(
    'a short how-to on signing in',
    'https://help.example.cn/login',
    `<main><h1>怎样登录后台</h1><p>在浏览器里打开管理地址，输入管理员邮箱和密码，再点“登录”。忘记密码时用命令行重设。</p></main>`,
    zh({ title: '怎样登录后台 - 帮助中心' }),
  ),
  page(
    'a poem',
    'https://poem.example.cn/12',
    '<h1>夜雨</h1><p>檐下的雨<br>替我数着<br>没有寄出的信</p>',
    zh({ title: '夜雨' }),
  ),
  page(
    'one sentence',
    'https://weibo.example.cn/1/a',
    '<p>今天把阳台的番茄摘了，一共七个。</p>',
    zh({ title: '番茄' }),
  ),
  page(
    'a photograph with a caption',
    'https://photo.example.cn/p/3',
    `${LOGIN_BAR_ZH}<figure>${PICTURE}<figcaption>雪后的院子</figcaption></figure>`,
    zh({ title: '雪后的院子' }),
  ),
  page(
    'an answer below which others may sign in',
    'https://qa.example.cn/question/8',
    `${LOGIN_BAR_ZH}<h1>面包为什么会回缩？</h1><p>多半是松弛得不够。面团揉好以后盖上布静置二十分钟，再整形就不会回缩。</p><p>登录后可以评论、点赞</p>`,
    zh({ title: '面包为什么会回缩？' }),
  ),
  page(
    'a notice of maintenance',
    'https://status.example.cn/n/5',
    '<h1>周六凌晨维护公告</h1><p>本周六 02:00 至 04:00 升级数据库，期间登录和支付会短暂不可用，已提交的订单不受影响。</p>',
    zh({ title: '维护公告' }),
  ),
  page(
    'a release',
    'https://app.example.cn/changelog',
    '<h1>更新日志</h1><h2>2.4.1</h2><ul><li>修复登录页在窄屏上错位</li><li>修复验证码图片不显示</li><li>找不到页面时给出更清楚的提示</li></ul>',
    zh({ title: '更新日志' }),
  ),
  page(
    'a list of links',
    'https://dir.example.cn/',
    `<h1>我的收藏</h1>${nav('编程', '摄影', '烹饪', '登山', '旧书', '地图', '天气')}`,
    zh({ title: '我的收藏' }),
  ),
  page(
    'a page to get in touch',
    'https://shop.example.cn/contact',
    '<h1>联系我们</h1><p>地址：河边路 5 号，周一休息。</p><form><label>姓名 <input></label><label>留言 <textarea></textarea></label><div class="geetest_holder">点击按钮进行验证</div><button>发送</button></form>',
    zh({ title: '联系我们' }),
  ),
  page(
    'a question on status 404',
    'https://qa.example.cn/question/9',
    '<h1>刷新页面就报 404 Not Found，怎么办？</h1><p>单页应用用了 history 路由，服务器上没有对应的文件。把所有路径都转给 index.html 就好。</p>',
    zh({ title: '刷新页面就报 404 Not Found，怎么办？ - 问答' }),
  ),
  page(
    'a definition',
    'https://wiki.example.cn/榫卯',
    '<h1>榫卯</h1><p>榫卯是木构件之间凹凸相接的做法，凸出的是榫，凹进的是卯，不用一颗钉子。</p><p>这篇条目还很短，欢迎登录后补充。</p>',
    zh({ title: '榫卯 - 百科' }),
  ),
  page(
    'a recipe',
    'https://cook.example.cn/r/1',
    '<h1>凉拌黄瓜</h1><ol><li>黄瓜拍碎，撒盐放十分钟。</li><li>倒掉水，加蒜末、醋、香油。</li></ol><div class="cookie">本站使用 Cookie <button>知道了</button></div>',
    zh({ title: '凉拌黄瓜' }),
  ),
  page(
    'a job',
    'https://jobs.example.cn/j/2',
    `${LOGIN_BAR_ZH}<h1>安全工程师（验证码方向）</h1><p>负责人机验证产品的对抗，熟悉前端混淆。薪资面议，地点：本市。</p><button>登录后投递</button>`,
    zh({ title: '安全工程师' }),
  ),
  page(
    'a film that members see, told about',
    'https://movie.example.cn/m/1',
    `<h1>灯塔守夜人</h1><p>2024 · 剧情 · 96 分钟</p><p>一个守灯塔的老人在最后一个冬天等来一封信。</p>${PICTURE}<aside>开通会员，全站无广告</aside>`,
    zh({ title: '灯塔守夜人' }),
  ),
  page(
    'a weather page',
    'https://weather.example.cn/',
    '<h1>今天 多云</h1><p>12℃ ~ 19℃　东风 3 级</p><p>明天 小雨</p>',
    zh({ title: '天气' }),
  ),
  page(
    'a page in traditional characters',
    'https://notes.example.hk/1',
    '<h1>讀書筆記</h1><p>頁邊的鉛筆字比正文更像一封信。</p>',
    { lang: 'zh-Hant', title: '讀書筆記' },
  ),
  page(
    'a post on an account that was removed',
    'https://blog.example.cn/p/4',
    '<article><h1>我的公众号被封之后</h1><p>打开旧文章，只剩一行“此内容因违规无法查看”。三年的字，一下就没了。后来我开始自己存一份。</p></article>',
    zh({ title: '我的公众号被封之后' }),
  ),
  page(
    'an errata',
    'https://book.example.cn/errata',
    '<h1>勘误</h1><p>第 404 页第 3 行，“访问”应为“走访”。</p><p>第 12 页图注漏印。</p>',
    zh({ title: '勘误' }),
  ),
  page(
    'a subscription that is free',
    'https://letters.example.cn/',
    '<h1>每周一封信</h1><p>写植物、旧物和走路。每周日早上寄出，不收费，随时可以退订。</p><form><input type="email" placeholder="邮箱"><button>订阅</button></form>',
    zh({ title: '每周一封信' }),
  ),
  page(
    'a shop page that offers an app',
    'https://m.shop.example.cn/i/1',
    `<div class="top">打开 App 享新人价</div>${PICTURE}<h1>手工竹篮</h1><p>¥128</p><p>产地安吉，口径三十厘米，盛水果或者放针线都合适。</p>`,
    zh({ title: '手工竹篮' }),
  ),
  page(
    'a domain that somebody writes about',
    'https://blog.example.cn/p/9',
    '<h1>买二手域名前先查什么</h1><p>域名出售页写得再好，也要先看它以前放过什么内容，有没有被搜索引擎拉黑。</p>',
    zh({ title: '买二手域名前先查什么' }),
  ),
  page(
    'a tool of one field',
    'https://tool.example.cn/base64',
    '<h1>Base64 编码</h1><textarea placeholder="输入文字"></textarea><button>编码</button><button>解码</button>',
    zh({ title: 'Base64 编码' }),
  ),
  page(
    'how to apply for a filing',
    'https://cloud.example.cn/docs/beian',
    '<h1>网站备案流程</h1><p>没有备案的网站会被拦截，访问者看到“该网站暂时无法进行访问”。先提交主体信息，再核验，一般二十天。</p>',
    zh({ title: '网站备案流程 - 文档' }),
  ),
]

const english: JudgedPage[] = [
  page(
    'a reference of status 404',
    'https://docs.example/http/404',
    '<main><h1>404 Not Found</h1><p>The HTTP <code>404 Not Found</code> client error response status code indicates that the server cannot find what was asked for. Links that lead to a 404 page are called broken or dead links.</p><pre>HTTP/1.1 404 Not Found</pre></main>',
    { title: '404 Not Found - HTTP' },
  ),
  page(
    'a reference of status 403',
    'https://docs.example/http/403',
    '<main><h1>403 Forbidden</h1><p>The status code says that the server understood the request and refuses to fulfil it. Signing in again makes no difference.</p></main>',
    { title: '403 Forbidden - HTTP' },
  ),
  page(
    'how to sign in',
    'https://docs.example/guides/login',
    '<main><h1>Log in to the dashboard</h1><p>Open the address that the installer printed, type the e-mail address of the owner and the password, and press Enter. The session lasts for thirty days.</p></main>',
    { title: 'Log in to the dashboard · Docs' },
  ),
  page(
    'an article with a comment form and a captcha',
    'https://blog.example/tea',
    '<article><h1>Tea at four</h1><p>The kettle is older than I am, and louder than the trains behind the house.</p></article><h2>Leave a comment</h2><form><textarea></textarea><input placeholder="Name"><div class="g-recaptcha" data-sitekey="x">I\'m not a robot</div><button>Post</button></form>',
    { title: 'Tea at four' },
  ),
  page(
    'a page with a newsletter and a turnstile',
    'https://blog.example/salt',
    '<article><h1>Salt</h1><p>Two pinches before the water boils, one after. My grandmother never measured anything and was never wrong.</p></article><footer><p>Subscribe to the newsletter</p><form><input type="email"><div class="cf-turnstile"></div><button>Sign up</button></form></footer>',
    { title: 'Salt' },
  ),
  page('two words', 'https://is.example/down', '<p>Not yet.</p>', { title: 'Is it down?' }),
  page(
    'a status page',
    'https://status.example/',
    '<h1>All systems operational</h1><ul><li>API: operational</li><li>Login: operational</li><li>Captcha provider: degraded</li></ul>',
    { title: 'Status' },
  ),
  page('a photograph', 'https://photos.example/p/1', `${LOGIN_BAR}${PICTURE}<p>Low tide</p>`, {
    title: 'Low tide by A. N. Onymous',
  }),
  page('a picture and nothing else', 'https://photos.example/p/2', PICTURE, { title: '2' }),
  page(
    'a post on being blocked',
    'https://blog.example/blocked',
    '<article><h1>Why my feed reader was blocked by Cloudflare</h1><p>It said “Just a moment...” for two days. The reader sent no Accept-Language header; adding one was enough.</p></article>',
    { title: 'Why my feed reader was blocked by Cloudflare' },
  ),
  page(
    'a question about a message',
    'https://qa.example/q/1',
    `${LOGIN_BAR}<h1>Access denied when I mount the share</h1><p>I get "Access denied" although the password is right. Solved: the clock of the NAS was an hour late.</p><p>Log in to answer</p>`,
    { title: 'Access denied when I mount the share - Q&A' },
  ),
  page(
    'a free story with a nag beside it',
    'https://journal.example/free/1',
    '<article><h1>A bridge opens</h1><p>The ferry made its last crossing at noon; by one the ramp was a place for children with bicycles.</p></article><aside><h2>Support our work</h2><p>Subscribe to read without ads.</p></aside>',
    {
      title: 'A bridge opens - Journal',
      head: '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>',
    },
  ),
  page(
    'a haiku',
    'https://poems.example/17',
    '<p>old keyboard, new moon<br>the cursor blinks for someone<br>who has gone to bed</p>',
    { title: '17' },
  ),
  page(
    'a changelog',
    'https://lib.example/releases',
    '<h1>1.4.2</h1><ul><li>Fix: sign in with an expired token</li><li>Fix: page not found shown twice</li><li>Add: captcha can be turned off</li></ul>',
    { title: 'Releases' },
  ),
  page(
    'a search page',
    'https://search.example/',
    '<main><h1>Search</h1><form><input type="search"><button>Search</button></form></main><footer><a>About</a> <a>Privacy</a></footer>',
    { title: 'Search' },
  ),
  page(
    'a stub',
    'https://wiki.example/Gimlet',
    '<h1>Gimlet</h1><p>A gimlet is a hand tool for drilling small holes, mainly in wood.</p><p>This article is a stub. You can help by expanding it.</p>',
    { title: 'Gimlet' },
  ),
  page(
    'a page that is under construction',
    'https://home.example/~a/',
    '<h1>Welcome</h1><p>Under construction since 1999. Mail me about modular synthesizers.</p>',
    { title: "a's page" },
  ),
  page(
    'a directory',
    'https://files.example/pub/',
    '<h1>Index of /pub</h1><pre><a href="../">../</a>\n<a href="a.txt">a.txt</a>   2024-01-01 12:00   1.2K\n<a href="b.tgz">b.tgz</a>   2024-01-02 12:00   3.4M</pre>',
    { title: 'Index of /pub' },
  ),
  page(
    'a book on domains, second hand',
    'https://books.example/i/3',
    `${PICTURE}<h1>Domain names for beginners</h1><p>This book is for sale: paperback, some pencil marks, 4 €.</p><button>Buy now</button>`,
    { title: 'Domain names for beginners' },
  ),
  page(
    'an event that is members only, told',
    'https://club.example/events/4',
    '<h1>Autumn walk</h1><p>Sunday at nine from the old mill, twelve kilometres, bring bread. Members only; guests may come along twice.</p>',
    { title: 'Autumn walk' },
  ),
  page(
    'a job for captchas',
    'https://jobs.example/j/7',
    '<h1>Engineer, human verification</h1><p>You build the check that tells people from scripts. Remote, four days a week. Apply by letter.</p>',
    { title: 'Engineer, human verification' },
  ),
  page(
    'a page about nginx',
    'https://notes.example/nginx',
    '<h1>Welcome to nginx: what the default page means</h1><p>It means that the server answers and that no site claims this name. Add a server block with your host and reload.</p>',
    { title: 'What the default page means' },
  ),
  page(
    'a podcast',
    'https://cast.example/e/9',
    '<h1>Episode 9: The lighthouse</h1><audio controls></audio><p>We talk to the last keeper. 34 minutes.</p>',
    { title: 'Episode 9' },
  ),
  page(
    'a film that needs nothing',
    'https://video.example/watch?v=2',
    `${LOGIN_BAR}<video poster="data:," controls width="600" height="300"></video><h1>Sharpening a plane</h1><p>Sign in to make your opinion count.</p>`,
    { title: 'Sharpening a plane' },
  ),
  page(
    'an apology of a writer',
    'https://letters.example/sorry',
    `<h1>Sorry</h1>${paragraphs('I said that something went wrong, and left it at that.', 'What went wrong was me.')}`,
    { title: 'Sorry' },
  ),
]

/** None of these may be taken for a wall, an error or a blank. */
export const HONEST_SHORT: readonly JudgedPage[] = [...chinese, ...english]
