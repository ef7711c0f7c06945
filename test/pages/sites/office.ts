// The site of an office: GB18030, a frameset, nested frames, tables for layout, a marquee, an image map, attributes of 1999.
import iconv from 'iconv-lite'
import { invent, repeat } from './invent.ts'
import { madeSite } from './made-site.ts'

const HTML = 'text/html; charset=GB18030'
const encoded = (html: string) => iconv.encode(html, 'gb18030')
const head = (title: string) =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>${title}</title><link rel="stylesheet" href="office.css"></head>`

function notices(name: string): string {
  const { title, sentence, day } = invent(`office ${name}`)
  return `<table width="100%" border="1" cellspacing="0" cellpadding="4" bordercolor="#cc0000">${repeat(24, (row) => `<tr bgcolor="${row % 2 ? '#fff5f0' : '#ffffff'}"><td width="40" align="center"><font color="red">·</font></td><td><a href="notice-1.html">${title('zh')}</a><br><font size="2" color="gray">${sentence('zh')}</font></td><td width="100" nowrap>${day()}</td></tr>`)}</table>`
}

function home(): string {
  return `${head('市民服务中心')}<body bgcolor="#ffffff" background="/img/64x64-10.png" text="#333333" link="#cc0000"><center><table width="1000" cellpadding="0" cellspacing="0" bgcolor="#ffffff"><tr><td colspan="3"><img src="/photo/1000x160-office.jpg" width="1000" height="160" usemap="#top"><map name="top"><area shape="rect" coords="0,0,200,160" href="home.html"></map></td></tr>
<tr><td colspan="3" bgcolor="#cc0000" height="36"><font color="#ffffff">　首页　｜　政务公开　｜　办事指南　｜　联系我们</font></td></tr>
<tr valign="top"><td width="220"><iframe src="_side.html" width="220" height="520" frameborder="0" scrolling="no"></iframe></td><td>${notices('home')}</td><td width="200"><iframe srcdoc="&lt;body style='background:#ffd'&gt;&lt;h3&gt;今日天气&lt;/h3&gt;&lt;p&gt;晴，二十度&lt;/p&gt;&lt;img src='/img/120x80-50.png'&gt;" width="200" height="200"></iframe></td></tr></table></center></body></html>`
}

function notice(number: number): string {
  const { title, paragraph, day, number: between } = invent(`notice ${number}`)
  return `${head(title('zh'))}<body><div id="doc"><h1>${title('zh')}</h1><p class="no">〔2025〕第 ${number} 号　${day()}</p>${repeat(14 + number * 4, () => `<p>${paragraph('zh')}</p>`)}<table border="1" width="100%">${repeat(60, (row) => `<tr><td>${row + 1}</td><td>${invent(`r${number} ${row}`).person('zh')}</td><td>${between(100, 9999)}</td><td>${title('zh')}</td></tr>`)}</table><p align="right">市民服务中心（章）<br>${day()}</p></div></body></html>`
}

const side = () =>
  `${head('侧栏')}<body bgcolor="#f7e9e0"><h3>快速通道</h3><ul>${repeat(10, (at) => `<li>${invent(`side ${at}`).title('zh')}</li>`)}</ul><iframe src="_inner.html" width="180" height="120"></iframe></body></html>`

export const office = madeSite(
  'office',
  {
    'home.html': () => encoded(home()),
    'frames.html': () =>
      encoded(
        `<html><head><title>市民服务中心（旧版，分栏显示）</title></head><frameset cols="240,*"><frame src="_side.html" name="side"><frameset rows="60%,*"><frame src="notice-1.html"><frame src="_inner.html"></frameset></frameset></html>`,
      ),
    'notice-1.html': () => encoded(notice(1)),
    'notice-2.html': () => encoded(notice(2)),
    '_side.html': () => encoded(side()),
    '_inner.html': () =>
      encoded(
        `${head('内页')}<body bgcolor="#e8f4e8"><p>咨询电话：一二三四五</p><img src="/img/64x64-120.png"></body></html>`,
      ),
    'office.css': () =>
      encoded(
        '@charset "gb2312"; #doc{width:760px;margin:20px auto;border:1px solid #c00;padding:30px 50px} #doc p{text-indent:2em} #doc h1::before{content:"关于 "} .no{text-align:center} h3{color:#c00;border-bottom:2px solid}',
      ),
  },
  Object.fromEntries(
    ['home.html', 'frames.html', 'notice-1.html', 'notice-2.html', '_side.html', '_inner.html'].map(
      (path) => [path, HTML],
    ),
  ),
)
