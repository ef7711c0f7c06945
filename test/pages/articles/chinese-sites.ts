// Articles in the markup of Chinese sites, with words of our own.
import { articlePage, escapeHtml, li, p, part, type ArticlePage } from './article-page.ts'

const GO_CODE = `func walk(dir string, visit func(path string) error) error {
\tentries, err := os.ReadDir(dir)
\tif err != nil {
\t\treturn fmt.Errorf("read %s: %w", dir, err)
\t}

\tfor _, entry := range entries {
\t\tif entry.IsDir() && entry.Name() != ".git" {
\t\t\tcontinue
\t\t}
\t\tvisit(filepath.Join(dir, entry.Name()))
\t}
\treturn nil
}`
const SHELL_CODE = `$ go test ./... -run 'Walk|Visit' -count=1
ok  \twalk\t0.214s`

const numbered = (code: string) =>
  code
    .split('\n')
    .map(
      (line, at) =>
        `<tr><td class="hljs-ln-line hljs-ln-numbers" data-line-number="${at + 1}"><div class="hljs-ln-n" data-line-number="${at + 1}">${at + 1}</div></td><td class="hljs-ln-line hljs-ln-code" data-line-number="${at + 1}">${escapeHtml(line) || ' '}</td></tr>`,
    )
    .join('')

const csdn = articlePage(
  {
    name: 'CSDN, code as a table of lines, folded',
    url: 'https://blog.csdn.net/u/article/details/140000001',
    title: '遍历目录时怎样跳过隐藏文件夹',
    byline: '山脚下的灯',
    siteName: 'CSDN博客',
    published: '2024-07-02T01:15:30.000Z',
    lang: 'zh-CN',
    code: [GO_CODE, SHELL_CODE],
    items: ['先列出目录', '跳过以点开头的', '对其余的逐个处理'],
    says: [
      '第一次写这个小工具时，我把隐藏文件夹也一起扫了进去',
      '最后在折叠的部分补充一点：符号链接要另外判断',
    ],
    rows: ['写法\t耗时', '递归\t214 ms', '队列\t198 ms'],
    pictures: [part('a')],
    leavesOut: [
      '复制代码',
      '阅读全文',
      '文章标签',
      '打赏作者',
      '相关推荐',
      '用三行代码删除所有空目录',
      '最低0.47元/天',
    ],
  },
  '<title>遍历目录时怎样跳过隐藏文件夹_go 跳过目录-CSDN博客</title>',
  `<div id="csdn-toolbar"><a>登录</a></div><div class="blog-content-box"><div class="article-header"><h1 class="title-article" id="articleContentId">遍历目录时怎样跳过隐藏文件夹</h1><div class="article-info-box"><div class="bar-content"><a class="follow-nickName">山脚下的灯</a><span class="time blog-postTime">已于&nbsp;2024-07-02 09:15:30&nbsp;修改</span><span class="read-count">阅读量1.2k</span></div><div class="blog-tags-box">文章标签：<a>go</a></div></div></div>
<article class="baidu_pl"><div id="article_content" class="article_content clearfix"><div id="content_views" class="markdown_views prism-atom-one-dark">${p(
    '第一次写这个小工具时，我把隐藏文件夹也一起扫了进去，几万个对象文件让输出完全没法看。后来改成先判断名字，再决定要不要进去，速度也跟着快了不少。',
    '思路很简单，一共三步：',
  )}<ol>${li('先列出目录', '跳过以点开头的', '对其余的逐个处理')}</ol><pre data-index="0" class="set-code-hide prettyprint"><code class="prism language-go has-numbering hljs"><table class="hljs-ln"><tbody>${numbered(GO_CODE)}</tbody></table></code><div class="hide-preCode-box"><span class="hide-preCode-bt">展开</span></div><div class="hljs-button signin" data-title="复制代码"></div></pre>${p('跑一遍测试看看结果：')}<pre data-index="1"><code class="prism language-bash">${escapeHtml(SHELL_CODE)}<span class="hljs-button">复制代码</span></code><ul class="pre-numbering"><li>1</li><li>2</li></ul></pre><p><img src="${part('a')}" alt="输出"></p><div class="table-box"><table><thead><tr><th>写法</th><th>耗时</th></tr></thead><tbody><tr><td>递归</td><td>214 ms</td></tr><tr><td>队列</td><td>198 ms</td></tr></tbody></table></div><div style="display:none">${p('最后在折叠的部分补充一点：符号链接要另外判断，否则可能绕成一个圈，程序就永远停不下来了；判断的时候用的是文件本身的信息，而不是它指向的那个文件的信息。').repeat(1)}${p('如果目录特别大，还可以把结果放进一个有上限的队列，让读取和处理同时进行；上限不用大，几百个就够了，再大也不会更快。')}</div></div></div></article>
<div class="hide-article-box"><a class="btn-readmore">阅读全文</a><p>最低0.47元/天 解锁文章</p></div><div class="more-toolbox"><button>打赏作者</button></div></div><div class="recommend-box"><h3>相关推荐</h3><a href="/x">用三行代码删除所有空目录</a></div>`,
)

const JS_CODE = `const cache = new Map()

export async function load(key, read) {
  if (cache.has(key)) return cache.get(key)
  const value = await read(key)
  cache.set(key, value)
  return value
}`

const juejin = articlePage(
  {
    name: '掘金, code with a header of its own, pictures by data-src',
    url: 'https://juejin.cn/post/7400000000000000001',
    title: '给请求加一层最小的缓存',
    byline: '晚风',
    siteName: '掘金',
    published: '2024-08-10T12:30:00.000Z',
    lang: 'zh',
    code: [JS_CODE],
    items: ['同一个键只读一次', '失败不进缓存', '并发时共用一个 Promise', '谁先到谁去读'],
    says: ['页面上三个组件同时要同一份数据，于是发了三次请求', '缓存不是越大越好'],
    pictures: [part('b')],
    leavesOut: ['复制代码', '关注', '收录于', '评论 12', '更多推荐', '前端面试题一百道'],
  },
  `<title>给请求加一层最小的缓存 - 掘金</title><meta itemprop="headline" content="给请求加一层最小的缓存"><script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","headline":"给请求加一层最小的缓存","datePublished":"2024-08-10T12:30:00.000Z","author":{"@type":"Person","name":"晚风"}}</script>`,
  `<div class="main-area article-area"><article class="article" data-entry-id="1"><h1 class="article-title">给请求加一层最小的缓存</h1><div class="author-info-block"><a class="username"><span class="name">晚风</span></a><div class="meta-box"><time class="time" datetime="2024-08-10T12:30:00.000Z">2024-08-10</time><span>阅读5分钟</span></div><button>关注</button></div><div id="article-root" class="article-viewer markdown-body cache result"><h2 data-id="heading-0">问题</h2>${p('页面上三个组件同时要同一份数据，于是发了三次请求，其中两次完全是多余的。先别急着装库，十行代码就能解决。')}<pre><div class="code-block-extension-header"><div class="code-block-extension-headerLeft"><div class="code-block-extension-foldBtn"><svg></svg></div><span class="code-block-extension-lang">js</span></div><div class="code-block-extension-headerRight"><div class="render">代码解读</div><div class="code-block-extension-copyCodeBtn">复制代码</div></div></div><code class="hljs language-js code-block-extension-codeShowNum" lang="js">${JS_CODE.split(
    '\n',
  )
    .map(
      (line, at) =>
        `<span class="code-block-extension-codeLine" data-line-num="${at + 1}">${escapeHtml(line)}</span>`,
    )
    .join(
      '\n',
    )}</code></pre><h2 data-id="heading-1">要点</h2><ul><li>同一个键只读一次</li><li>失败不进缓存</li><li>并发时共用一个 Promise<ul><li>谁先到谁去读</li></ul></li></ul><p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="${part('b')}" alt="时序图" class="lazyload"></p>${p('缓存不是越大越好：先想清楚什么时候该忘掉，再决定记住多少。')}</div><div class="article-end">收录于 <a>前端笔记</a></div></article></div><div class="comment-box">评论 12</div><div class="recommended-area"><div>更多推荐</div><a>前端面试题一百道</a></div>`,
)

const PYTHON_CODE = `def moving_average(values, width):
    total = sum(values[:width])
    yield total / width
    for old, new in zip(values, values[width:]):
        total += new - old
        yield total / width`

const zhihu = articlePage(
  {
    name: '知乎, formulas and pictures by data-actualsrc',
    url: 'https://zhuanlan.zhihu.com/p/700000001',
    title: '滑动平均为什么不用每次都重新求和',
    byline: '一只海雀',
    siteName: '知乎',
    published: '2024-05-21T00:40:00.000Z',
    lang: 'zh-CN',
    code: [PYTHON_CODE],
    items: ['加上新来的', '减去离开的'],
    says: ['求一次和要看完窗口里的每一个数', '浮点数会慢慢积累误差'],
    formulas: ['S_{n+1} = S_n + x_{n+w} - x_n', '\\bar{x} = \\frac{1}{w}\\sum_{i=1}^{w} x_i', 'O(n)'],
    pictures: [part('c')],
    leavesOut: ['赞同 128', '收起', '推荐阅读', '如何评价今年的夏天', '下载知乎客户端', '写下你的评论'],
  },
  '<title>滑动平均为什么不用每次都重新求和 - 知乎</title><meta property="og:site_name" content="知乎">',
  `<main class="App-main"><div class="Post-content"><article class="Post-Main Post-NormalMain"><header class="Post-Header"><h1 class="Post-Title">滑动平均为什么不用每次都重新求和</h1><div class="Post-Author"><div class="AuthorInfo"><meta itemprop="name" content="一只海雀"><span class="UserLink AuthorInfo-name"><a class="UserLink-link">一只海雀</a></span></div></div><span class="Voters"><button>赞同 128</button></span></header><div class="Post-RichTextContainer"><div class="css-1od93p9"><span class="RichText ztext Post-RichText css-ob6uua">${p(
    '求一次和要看完窗口里的每一个数，窗口一移动，大部分数其实没有变。设窗口里的和为 <span class="ztext-math" data-eeimg="1" data-tex="S_{n+1} = S_n + x_{n+w} - x_n"><span class="MathJax_SVG"><svg></svg></span></span>，只要两步：',
  )}<ul>${li('加上新来的', '减去离开的')}</ul><p>平均就是 <img src="data:image/svg+xml,x" alt="\\bar{x} = \\frac{1}{w}\\sum_{i=1}^{w} x_i" eeimg="1"/>，总的代价是 <span class="ztext-math" data-eeimg="1" data-tex="O(n)">O(n)</span>。</p><div class="highlight"><pre><code class="language-python">${escapeHtml(
    PYTHON_CODE,
  )
    .replace('def', '<span class="k">def</span>')
    .replace(
      'yield',
      '<span class="k">yield</span>',
    )}</code></pre></div><figure data-size="normal"><noscript><img src="https://pic.example/x_b.jpg"></noscript><img src="data:image/svg+xml;utf8,&lt;svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'&gt;&lt;/svg&gt;" data-actualsrc="${part('c')}" class="origin_image zh-lightbox-thumb lazy"><figcaption>两条曲线几乎重合</figcaption></figure>${p('浮点数会慢慢积累误差，窗口很长时隔一段时间重新求一次和就好。')}</span></div></div><div class="ContentItem-time">编辑于 2024-05-21 08:40・上海</div><div class="Post-topicsAndReviewer"><button>收起</button></div></article></div><div class="Post-Sub"><h3>推荐阅读</h3><a>如何评价今年的夏天</a></div><div class="Comments">写下你的评论</div><div class="AppBanner">下载知乎客户端</div></main>`,
)

const SQL_CODE = `SELECT day, count(*) AS visits
FROM page_view
WHERE day >= current_date - 7
GROUP BY day
ORDER BY day;`

const weixin = articlePage(
  {
    name: '微信公众号, code snippet with its own numbers, pictures by data-src',
    url: 'https://mp.weixin.qq.com/s/AbCdEf',
    title: '一周访问量怎么数才不慢',
    byline: '林小满',
    siteName: '数据小站',
    published: '2024-09-03T10:20:00.000Z',
    lang: 'zh-CN',
    code: [SQL_CODE],
    items: ['给日期建索引', '按天先汇总一遍'],
    says: ['数据库里每来一次访问就多一行，三年下来已经有四亿行', '查询从四十秒变成了六十毫秒'],
    pictures: [part('d'), part('e')],
    leavesOut: ['预览时标签不可点', '微信扫一扫', '关注该公众号', '阅读原文', '在看', '轻触阅读原文'],
  },
  '<title></title><meta property="og:title" content="一周访问量怎么数才不慢"><meta property="og:site_name" content="数据小站"><meta name="author" content="林小满">',
  `<div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content"><div id="img-content" class="rich_media_wrp"><h1 class="rich_media_title" id="activity-name">一周访问量怎么数才不慢</h1><div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta rich_media_meta_text" id="js_author_name">林小满</span><span class="rich_media_meta rich_media_meta_nickname"><a id="js_name">数据小站</a></span><em id="publish_time" class="rich_media_meta rich_media_meta_text">2024年09月03日 18:20</em></div><div class="rich_media_content js_underline_content" id="js_content" style="visibility: hidden; opacity: 0;"><section><p><span style="font-size: 15px">数据库里每来一次访问就多一行，三年下来已经有四亿行，首页上那个小小的折线图却越来越慢。</span></p><p><br></p><p><img class="rich_pages wxw-img" data-src="${part('d')}" data-type="png" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p></section><section class="code-snippet__fix code-snippet__js"><ul class="code-snippet__line-index code-snippet__js">${'<li></li>'.repeat(5)}</ul><pre class="code-snippet__js" data-lang="sql">${SQL_CODE.split(
    '\n',
  )
    .map((line) => `<code><span class="code-snippet_outer">${escapeHtml(line)}</span></code>`)
    .join(
      '',
    )}</pre></section><section><p>做了两件事：</p><ol class="list-paddingleft-1"><li><p>给日期建索引</p></li><li><p>按天先汇总一遍</p></li></ol><p>查询从四十秒变成了六十毫秒，剩下的时间都花在画图上。</p><p><img class="rich_pages" data-src="${part('e')}" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p></section></div><div class="rich_media_tool"><a id="js_view_source">阅读原文</a><span>在看</span></div></div></div></div><div id="js_pc_qr_code"><p>微信扫一扫<br>关注该公众号</p></div><div>轻触阅读原文</div><div class="article-tag">预览时标签不可点</div></div>`,
)

const CS_CODE = `public static int Count(IEnumerable<string> lines)
{
    var total = 0;
    foreach (var line in lines)
        if (line.Length > 0) total++;
    return total;
}`

const cnblogs = articlePage(
  {
    name: '博客园, code with numbers in front, MathJax',
    url: 'https://www.cnblogs.com/writer/p/18000001.html',
    title: '数行数这件小事',
    byline: '木匠',
    siteName: '博客园',
    published: '2024-03-05T14:08:00.000Z',
    lang: 'zh-cn',
    code: [CS_CODE],
    items: ['空行算不算', '最后一行没有换行符算不算'],
    says: ['数行数看起来是最简单的事，吵起来却没完', '把约定写在函数名里'],
    formulas: ['n + 1'],
    rows: ['文件\t行数', 'a.txt\t12'],
    leavesOut: ['posted @', '阅读(', '刷新页面', '好文要顶', '编辑推荐', '一个时代的背影', '复制代码'],
  },
  '<title>数行数这件小事 - 木匠 - 博客园</title>',
  `<div id="home"><div id="header"><h2 class="blog_title"><a>木匠</a></h2></div><div id="main"><div id="mainContent"><div class="forFlow"><div id="post_detail"><div id="topics"><div class="post"><h1 class="postTitle"><a id="cb_post_title_url" class="postTitle2 vertical-middle"><span role="heading" aria-level="2">数行数这件小事</span></a></h1><div class="postBody"><div id="cnblogs_post_body" class="blogpost-body cnblogs-markdown">${p('数行数看起来是最简单的事，吵起来却没完。先约定两件事：')}<ul>${li('空行算不算', '最后一行没有换行符算不算')}</ul><div class="cnblogs_code"><div class="cnblogs_code_toolbar"><span class="cnblogs_code_copy"><a>复制代码</a></span></div><pre>${CS_CODE.split(
    '\n',
  )
    .map(
      (line, at) =>
        `<span class="code-line-number">${at + 1}</span>${line.startsWith('public') ? `<span style="color: rgba(0, 0, 255, 1)">public</span>${escapeHtml(line.slice(6))}` : escapeHtml(line)}`,
    )
    .join(
      '\n',
    )}</pre><div class="cnblogs_code_toolbar"><span class="cnblogs_code_copy"><a>复制代码</a></span></div></div><p>有 n 个换行符的文件至多有 <span class="math inline"><span class="MathJax_Preview" style="color: inherit;"></span><span class="MathJax" tabindex="0" data-mathml="&lt;math xmlns=&quot;http://www.w3.org/1998/Math/MathML&quot;&gt;&lt;mi&gt;n&lt;/mi&gt;&lt;mo&gt;+&lt;/mo&gt;&lt;mn&gt;1&lt;/mn&gt;&lt;/math&gt;"><nobr><span class="math"><span>n</span><span>+</span><span>1</span></span></nobr></span></span> 行。</p><table><thead><tr><th>文件</th><th>行数</th></tr></thead><tbody><tr><td>a.txt</td><td>12</td></tr></tbody></table>${p('把约定写在函数名里，比写在注释里更不容易被忘掉。')}</div><div id="blog_post_info"><div>好文要顶</div></div></div><div class="postDesc">posted @ <span id="post-date">2024-03-05 22:08</span>&nbsp;<a href="https://www.cnblogs.com/writer">木匠</a>&nbsp;阅读(321)&nbsp;评论(4)</div></div></div></div><div id="comment_form">刷新页面 <a>返回顶部</a></div><div id="cnblogs_ch"><b>编辑推荐：</b><br>· <a>一个时代的背影</a></div></div></div></div></div>`,
)

const news = articlePage(
  {
    name: 'a newspaper, date and source in one line, teasers inside',
    url: 'https://news.example.com.cn/2024/0615/c1-100.html',
    title: '老桥修好了，桥头的面馆也开了门',
    byline: '周野',
    siteName: '江城晚报',
    published: '2024-06-15T00:12:00.000Z',
    lang: 'zh-CN',
    says: ['昨天傍晚六点，封闭了十四个月的老桥重新放行', '面馆老板说，第一碗面留给了看桥的人'],
    pictures: [part('f')],
    leavesOut: ['责任编辑', '相关新闻', '环城路下月起单行', '分享到', '特别声明', '打开客户端'],
  },
  '<title>老桥修好了，桥头的面馆也开了门_江城晚报</title>',
  `<div class="top"><a>首页</a> <a>本地</a></div><div class="wrap"><h1>老桥修好了，桥头的面馆也开了门</h1><div class="info"><span>2024-06-15 08:12</span>　来源：<a>江城晚报</a>　记者：周野　<span>字号</span></div><div class="share">分享到：微信 微博</div><div class="content">${p(
    '　　昨天傍晚六点，封闭了十四个月的老桥重新放行，第一辆过桥的是一辆送菜的三轮车。桥面比原来高了三指，栏杆仍然用的是拆下来的旧石头，一块一块编了号再装回去。',
  )}<p style="text-align:center"><img src="${part('f')}"></p><p style="text-align:center">桥头的灯在七点整亮起</p>${p(
    '　　桥头的面馆关了一年多，这天也重新开门。面馆老板说，第一碗面留给了看桥的人，他在工棚里住了两个冬天。',
    '　　施工方介绍，老桥今后限重三吨，大车仍走下游的新桥；夜里十点以后，桥上的灯会调暗一半，好让住在两岸的人睡得安稳。',
  )}</div><div class="editor">责任编辑：王二</div><div class="statement">特别声明：以上内容仅代表作者本人</div><div class="related"><h3>相关新闻</h3><ul><li><a>环城路下月起单行</a></li></ul></div></div><div class="app">打开客户端看更多</div>`,
)

export const CHINESE_ARTICLES: readonly ArticlePage[] = [csdn, juejin, zhihu, weixin, cnblogs, news]
