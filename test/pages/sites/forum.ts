// A forum: avatars, nested quotes, signatures, spoilers and pagination in tables and floats, as forums still do it.
import { htmlDocument } from '../routes.ts'
import { highlighted } from './code-samples.ts'
import { invent, repeat } from './invent.ts'
import { madeSite, numbered } from './made-site.ts'

const CSS = `body{font:13px/1.5 Verdana,"SimSun",sans-serif;background:#e9eef5;color:#333;width:1100px;margin:0 auto}#hd{background:#2b6ca3 url(/img/64x64-205.svg) repeat-x;height:64px;color:#fff;padding:0 20px;line-height:64px;font-size:22px}
table.post{width:100%;border:1px solid #b5c7db;border-collapse:collapse;margin:10px 0;background:#fff}td.by{width:160px;background:#f3f8fd;vertical-align:top;text-align:center;border-right:1px solid #cdd;padding:10px}td.by img{border:1px solid #ccc;padding:3px}
td.msg{vertical-align:top;padding:12px 18px}.quote{border:1px dashed #9ab;background:#f8fbff;padding:8px 12px;margin:6px 0}.quote .quote{background:#fff}.sig{border-top:1px dotted #999;color:#888;margin-top:18px;padding-top:6px}
.spoiler{background:#333;color:#333}.spoiler:hover{color:#fff}.pages a,.pages b{float:left;border:1px solid #b5c7db;padding:2px 8px;margin:0 3px;background:#fff}.pages::after{content:"";display:block;clear:both}.rank i{display:inline-block;width:12px;height:12px;background:gold;transform:rotate(45deg);margin:2px}
pre{background:#f6f6f6;border-left:4px solid #2b6ca3;padding:8px}.emo{vertical-align:-4px}.new{position:relative}.new::after{content:attr(data-count);position:absolute;top:-8px;right:-22px;background:red;color:#fff;border-radius:9px;padding:0 5px;font-size:11px}`

function thread(number: number): string {
  const { title, paragraph, sentence, person, day, number: between } = invent(`forum ${number}`)
  const quote = (depth: number): string =>
    `<div class="quote"><b>${person('zh')}</b> 说：${depth > 0 ? quote(depth - 1) : ''}<p>${sentence('zh')}</p></div>`
  const post = (
    floor: number,
  ) => `<table class="post" id="p${floor}"><tr><td class="by"><img loading="lazy" src="/img/120x120-${between(0, 359)}.jpg" width="120" height="120" alt=""><p>${person('zh')}</p><p class="rank">${'<i></i>'.repeat(between(1, 5))}</p></td>
<td class="msg"><small>#${floor} · ${day()}</small>${floor % 3 === 1 ? quote(floor % 4) : ''}<p>${paragraph('zh')}</p>${floor % 7 === 2 ? `<pre>${highlighted('bash')}</pre>` : ''}<p>${sentence('zh')}<img class="emo" src="/img/24x24-${(floor % 8) * 40}.png" width="24" height="24" alt=":)"> <span class="spoiler">${sentence('zh')}</span></p><div class="sig">${sentence('en')}</div></td></tr></table>`
  const pages = `<div class="pages">${repeat(12, (at) => (at + 1 === number ? `<b>${at + 1}</b>` : `<a href="thread-${(at % 4) + 1}.html">${at + 1}</a>`))}</div>`
  return htmlDocument(
    title('zh'),
    `<div id="hd">老友论坛 <span class="new" data-count="${between(2, 9)}">消息</span></div><h1>${title('zh')}</h1>${pages}${repeat(number * 30, (at) => post((number - 1) * 100 + at + 1))}${pages}`,
    { lang: 'zh-CN', head: `<style>${CSS}</style>` },
  )
}

export const forum = madeSite('forum', numbered('thread-', 4, thread))
