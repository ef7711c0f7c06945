// Articles as a messenger's public accounts show them: pictures in data-src, styles on every span, sections in sections, a fold.
import { htmlDocument } from '../routes.ts'
import { invent, repeat } from './invent.ts'
import { madeSite, numbered } from './made-site.ts'

const CSS = `body{margin:0;background:#fff;font:17px/1.8 -apple-system,"PingFang SC",sans-serif;letter-spacing:.5px}#page{max-width:677px;margin:0 auto;padding:20px 16px}#page h1{font-size:22px;line-height:1.4}.meta{color:#8c8c8c;font-size:15px}.meta b{color:#576b95;font-weight:400}
#content{visibility:hidden;opacity:0}#content.ready{visibility:visible;opacity:1}#content img{max-width:100%;height:auto!important;width:auto;visibility:visible}.fold{max-height:900px;overflow:hidden;position:relative}.fold.open{max-height:none}.tools{position:sticky;bottom:0;background:#fffc;border-top:1px solid #eee;padding:10px;text-align:center}`
const JS = `const content=document.getElementById('content');const grey='data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
for(const image of content.querySelectorAll('img[data-src]')){image.src=grey;image.style.width=image.dataset.w+'px'}
const load=()=>{for(const image of content.querySelectorAll('img[data-src]'))if(image.getBoundingClientRect().top<innerHeight*1.5){image.src=image.dataset.src+'?from=appmsg&tp=webp';image.removeAttribute('data-src')}}
addEventListener('scroll',load);content.classList.add('ready');requestAnimationFrame(load)
document.querySelector('.fold')?.classList.add('open')`

function letter(number: number): string {
  const { title, paragraph, sentence, person, day, number: between } = invent(`letter ${number}`)
  const section = (
    at: number,
  ) => `<section style="margin:${between(8, 20)}px 0;box-sizing:border-box"><section style="display:inline-block;border-bottom:2px solid hsl(${number * 60} 60% 50%);padding:0 6px"><section><p style="text-align:center;font-size:18px"><strong><span style="color:hsl(${number * 60} 60% 40%)">${title('zh')}</span></strong></p></section></section>
<p style="text-indent:0;margin-top:12px"><span style="font-size:16px;letter-spacing:1px">${paragraph('zh')}</span></p><p style="text-align:center"><img data-src="/photo/640x400-letter${number}-${at}.jpg" data-w="640" data-ratio="0.625" data-type="jpeg" alt="图片"></p>
<section style="background:linear-gradient(90deg,#f7f7f7,#fff);border-left:4px solid #07c160;padding:10px"><p><em>${sentence('zh')}</em></p></section><section style="transform:rotate(0);line-height:0;overflow-x:auto;white-space:nowrap"><svg viewBox="0 0 640 60" style="width:100%"><path d="M0 ${between(20, 50)}Q160 0 320 30T640 20" stroke="#07c160" fill="none" stroke-width="3"/></svg></section></section>`
  return htmlDocument(
    title('zh'),
    `<div id="page"><h1>${title('zh')}</h1><p class="meta">原创 ${person('zh')} <b>灯下读书会</b> ${day()}</p><div id="content"><div class="fold">${repeat(14, section)}</div></div><div class="tools">👍 ${between(10, 999)}　❤️ ${between(10, 999)}　写留言</div></div><script src="letters.js"></script>`,
    {
      lang: 'zh-CN',
      head: '<meta name="referrer" content="no-referrer-when-downgrade"><link rel="stylesheet" href="letters.css">',
    },
  )
}

export const letters = madeSite('letters', {
  ...numbered('letter-', 4, letter),
  'letters.css': () => CSS,
  'letters.js': () => JS,
})
