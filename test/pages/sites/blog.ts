// A Chinese blog as Hexo builds it: articles with code in tables, a sidebar, an archive, a webfont for its Latin name.
import { htmlDocument } from '../routes.ts'
import { squareFontWoff2 } from '../square-font.ts'
import { gutterTable, SAMPLE_NAMES } from './code-samples.ts'
import { invent, repeat } from './invent.ts'
import { madeSite, numbered } from './made-site.ts'

const CSS = `@import url("colours.css") screen;
@font-face{font-family:Squares;src:url(squares.woff2) format("woff2");font-display:swap}
*{box-sizing:border-box}body{margin:0;font:16px/1.8 sans-serif;background:var(--ground);color:var(--ink)}
.brand{font:26px Squares,sans-serif;letter-spacing:2px}header{position:sticky;top:0;background:var(--bar);color:#fff;padding:14px 32px;display:flex;gap:32px;align-items:center;z-index:3;box-shadow:0 2px 8px #0003}
header a{color:#fff;text-decoration:none}.wrap{display:grid;grid-template-columns:minmax(0,1fr) 260px;gap:32px;max-width:1120px;margin:24px auto;padding:0 16px}
article{background:var(--paper);padding:32px 40px;border-radius:8px}article img{max-width:100%;border-radius:6px}h2::before{content:"# ";color:var(--accent)}
h2{counter-increment:part}h2::after{content:" (" counter(part) ")";color:#999;font-size:.7em}
aside>section{background:var(--paper);padding:16px;margin-bottom:16px;border-radius:8px}aside .toc{position:sticky;top:80px}
.cloud a{display:inline-block;margin:2px 6px;color:var(--accent)}blockquote{margin:16px 0;padding:8px 20px;border-left:4px solid var(--accent);background:#8881}
figure.highlight{margin:16px 0;background:#282c34;color:#abb2bf;border-radius:6px;overflow:auto}figure.highlight pre{margin:0;padding:12px;font:14px/1.6 monospace}
td.gutter{color:#667;text-align:right;user-select:none;border-right:1px solid #444}.tok-comment{color:#7f848e;font-style:italic}.tok-string{color:#98c379}.tok-keyword{color:#c678dd}.tok-number{color:#d19a66}
.post-card{display:flex;gap:20px;padding:20px 0;border-bottom:1px dashed #8885}.post-card img{width:200px;height:120px;object-fit:cover}
footer{text-align:center;padding:32px;color:#888}@media(max-width:800px){.wrap{grid-template-columns:1fr}}`
const COLOURS = `:root{--ground:#f2f4f5;--ink:#2c3e50;--paper:#fff;--bar:#34495e;--accent:#e67e22}
@media(prefers-color-scheme:dark){:root{--ground:#16191d;--paper:#20242a;--ink:#d5d9de}}`
const JS = `document.querySelectorAll('img[data-original]').forEach((image)=>{new IntersectionObserver(([entry],watch)=>{if(!entry.isIntersecting)return;watch.disconnect();image.src=image.dataset.original;image.removeAttribute('data-original')},{rootMargin:'200px'}).observe(image)})
const toc=document.querySelector('.toc ol');if(toc)document.querySelectorAll('article h2').forEach((heading,at)=>{heading.id='part-'+at;const item=document.createElement('li');const link=document.createElement('a');link.href='#part-'+at;link.textContent=heading.textContent;item.append(link);toc.append(item)})
document.querySelectorAll('figure.highlight').forEach((figure)=>{const button=document.createElement('button');button.textContent='复制';button.style.cssText='float:right;margin:6px';figure.prepend(button)})`

const PLACEHOLDER = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

function frame(title: string, main: string): string {
  const { title: invented, number } = invent('blog sidebar')
  const body = `<header><a class="brand" href="index.html">NIGHT NOTES</a><nav><a href="index.html">首页</a> <a href="archive.html">归档</a></nav></header>
<div class="wrap"><main>${main}</main><aside><section class="toc"><h3>目录</h3><ol></ol></section><section class="cloud"><h3>标签</h3>${repeat(24, () => `<a href="#" style="font-size:${number(12, 22)}px">${invented('zh').slice(-4)}</a>`)}</section></aside></div>
<footer>© 2025 夜读笔记 · 已运行 1024 天</footer><script src="blog.js" defer></script>`
  return htmlDocument(title, body, {
    lang: 'zh-CN',
    head: '<link rel="stylesheet" href="blog.css"><link rel="icon" href="/img/32x32-28.png">',
  })
}

function article(number: number): string {
  const { title, paragraph, sentence, person, day, pick } = invent(`blog ${number}`)
  const part = (at: number) => `<h2>${title('zh')}</h2><p>${paragraph('zh')}</p><p>${paragraph('zh')}</p>
${at % 2 === 0 ? gutterTable(pick(SAMPLE_NAMES)) : `<blockquote><p>${sentence('zh')}</p></blockquote><ol>${repeat(4, (item) => `<li>${sentence('zh')}${item === 1 ? `<ul><li>${sentence('zh')}</li><li>${sentence('zh')}</li></ul>` : ''}</li>`)}</ol>`}
<p><img src="${PLACEHOLDER}" data-original="/photo/800x450-blog-${number}-${at}.${['webp', 'jpg'][at % 2]}" width="800" height="450" alt="插图"></p>`
  const heading = title('zh')
  return frame(
    heading,
    `<article><h1>${heading}</h1><p class="meta">${person('zh')} · <time>${day()}</time></p>${repeat(number * 5, part)}</article>`,
  )
}

const card = (at: number) => {
  const { title, paragraph, day } = invent(`blog card ${at}`)
  return `<div class="post-card"><img loading="lazy" src="/photo/400x240-card-${at}.jpg" alt=""><div><h3><a href="post-1.html">${title('zh')}</a></h3><p>${paragraph('zh', 3)}</p><small>${day()}</small></div></div>`
}

export const blog = madeSite('blog', {
  'index.html': () => frame('夜读笔记', `<article><h1>最新文章</h1>${repeat(20, card)}</article>`),
  'archive.html': () => {
    const { title, day } = invent('blog archive')
    return frame(
      '归档',
      `<article><h1>归档</h1>${repeat(12, (month) => `<h2>${12 - month} 月</h2><ul>${repeat(14, () => `<li><time>${day()}</time> <a href="post-1.html">${title('zh')}</a></li>`)}</ul>`)}</article>`,
    )
  },
  ...numbered('post-', 4, article),
  'blog.css': () => CSS,
  'colours.css': () => COLOURS,
  'blog.js': () => JS,
  'squares.woff2': () => squareFontWoff2(),
})
