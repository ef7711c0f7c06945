// A shop: candidates of a picture in every way there is, a carousel, stars of SVG, filters with form state, a sprite.
import { htmlDocument } from '../routes.ts'
import { invent, repeat } from './invent.ts'
import { madeSite, numbered } from './made-site.ts'

const CSS = `body{margin:0;font:14px/1.5 Arial,"PingFang SC",sans-serif;background:#f4f4f4}header{background:linear-gradient(90deg,#ff5000,#ff8a00);color:#fff;padding:18px 32px;display:flex;gap:24px}
.cols{display:flex;gap:20px;max-width:1200px;margin:20px auto}.filters{flex:0 0 200px;background:#fff;padding:16px;height:max-content}.items{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:16px;flex:1}
.item{background:#fff;border-radius:10px;overflow:hidden;transition:transform .2s;container-type:inline-size}.item img{width:100%;height:220px;object-fit:cover;display:block}.item p{margin:8px 12px}@container (min-width:230px){.price{font-size:20px}}
.price{color:#ff5000;font-weight:700}.price::before{content:"¥";font-size:.7em}.old{text-decoration:line-through;color:#999}.star{width:16px;height:16px;fill:#fa0}.badge{background:#ff5000;color:#fff;border-radius:3px;padding:0 5px;font-size:12px;clip-path:polygon(0 0,100% 0,92% 50%,100% 100%,0 100%)}
.track{display:flex;overflow-x:auto;scroll-snap-type:x mandatory;gap:8px;max-width:600px}.track img{flex:0 0 600px;height:400px;object-fit:contain;scroll-snap-align:start;background:#fff}
.detail{display:grid;grid-template-columns:600px 1fr;gap:32px;max-width:1200px;margin:20px auto;background:#fff;padding:24px}.swatch input{appearance:none;width:32px;height:32px;border-radius:50%;border:2px solid #ccc}.swatch input:checked{outline:3px solid #ff5000}
.long img{width:100%;display:block}.icon{width:24px;height:24px;display:inline-block;background:url(/img/48x24-30.svg) 0 0/48px 24px}.icon.two{background-position:-24px 0}table{width:100%;border-collapse:collapse}td{border:1px solid #eee;padding:8px}`
const JS = `const box=document.querySelector('.filters input[name=free]');if(box)box.checked=true
const sort=document.querySelector('select');if(sort)sort.value='price'
const track=document.querySelector('.track');if(track)track.scrollTo({left:608,behavior:'instant'})
document.querySelectorAll('.swatch input')[2]?.click();const count=document.querySelector('input[type=number]');if(count)count.value='3'
const field=document.querySelector('textarea');if(field)field.value='请周末送货'`
const star = '<svg class="star" viewBox="0 0 16 16"><use href="#star"/></svg>'
const SPRITE =
  '<svg width="0" height="0" style="position:absolute"><symbol id="star" viewBox="0 0 16 16"><path d="M8 0l2.4 5.3 5.6.6-4.2 3.9 1.2 5.7L8 12.6 3 15.5l1.200-5.700L0 5.900l5.600-.6z"/></symbol></svg>'

const shell = (title: string, main: string) =>
  htmlDocument(
    title,
    `${SPRITE}<header><b>百货铺子</b><span class="icon"></span><span class="icon two"></span></header>${main}<script src="shop.js"></script>`,
    { lang: 'zh-CN', head: '<link rel="stylesheet" href="shop.css">' },
  )

function picture(name: string, at: number): string {
  const photo = (side: number, type: string) => `/photo/${side}x${side}-${name}-${at}.${type}`
  return (
    [
      `<img srcset="${photo(220, 'jpg')} 1x, ${photo(440, 'jpg')} 2x" src="${photo(220, 'jpg')}" alt="">`,
      `<picture><source type="image/avif" srcset="${photo(220, 'avif')}"><source type="image/webp" srcset="${photo(220, 'webp')}"><img src="${photo(220, 'jpg')}" alt=""></picture>`,
      `<img srcset="${photo(220, 'webp')} 220w, ${photo(440, 'webp')} 440w" sizes="(min-width:900px) 220px, 100vw" src="${photo(220, 'jpg')}" loading="lazy" alt="">`,
      `<picture><source media="(max-width:600px)" srcset="${photo(120, 'jpg')}"><img src="${photo(220, 'png')}" loading="lazy" decoding="async" alt=""></picture>`,
    ][at % 4] ?? ''
  )
}

function list(number: number): string {
  const { title, number: between } = invent(`shop ${number}`)
  const item = (at: number) =>
    `<div class="item">${picture(`list${number}`, at)}<p>${at % 3 === 0 ? '<span class="badge">满减</span> ' : ''}${title('zh')}</p><p><span class="price">${between(9, 900)}.${between(10, 99)}</span> <span class="old">${between(900, 1900)}</span></p><p>${star.repeat(between(2, 5))}</p></div>`
  return shell(
    `商品列表 ${number}`,
    `<div class="cols"><form class="filters"><h3>筛选</h3>${repeat(8, () => `<label><input type="checkbox"> ${title('zh').slice(-5)}</label><br>`)}<label><input type="checkbox" name="free"> 包邮</label><p><select><option value="new">最新</option><option value="price">价格</option></select></p><input type="range" value="70"><progress value=".4"></progress></form><div class="items">${repeat(36, item)}</div></div>`,
  )
}

function detail(number: number): string {
  const { title, paragraph, sentence, number: between } = invent(`goods ${number}`)
  return shell(
    title('zh'),
    `<div class="detail"><div class="track">${repeat(5, (at) => `<img src="/photo/600x400-goods${number}-${at}.jpg" alt="">`)}</div><div><h1>${title('zh')}</h1><p class="price">${between(99, 999)}</p><p class="swatch">${repeat(5, (at) => `<input type="radio" name="colour" style="background:hsl(${at * 70} 70% 60%)">`)}</p><input type="number" value="1" min="1"><textarea rows="3"></textarea><p>${paragraph('zh')}</p></div></div>
<div class="cols"><div style="flex:1;background:#fff;padding:20px"><table>${repeat(12, (row) => `<tr><td>参数 ${row + 1}</td><td>${sentence('zh')}</td></tr>`)}</table><div class="long">${repeat(6, (at) => `<img loading="lazy" src="/photo/1120x420-long${number}-${at}.webp" width="1120" height="420" alt="">`)}</div></div></div>`,
  )
}

export const shop = madeSite('shop', {
  ...numbered('list-', 3, list),
  ...numbered('goods-', 2, detail),
  'shop.css': () => CSS,
  'shop.js': () => JS,
})
