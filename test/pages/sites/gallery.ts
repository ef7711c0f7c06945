// A photo gallery: masonry by columns and by script, a list that grows while one scrolls, placeholders that blur into pictures.
import { htmlDocument } from '../routes.ts'
import { invent, repeat } from './invent.ts'
import { madeSite } from './made-site.ts'

const CSS = `body{margin:0;background:#111;color:#eee;font:14px sans-serif}h1{font-weight:200;letter-spacing:8px;text-align:center;padding:40px}.masonry{columns:4;column-gap:10px;padding:0 20px}.masonry figure{margin:0 0 10px;break-inside:avoid;position:relative}
.masonry img{width:100%;display:block;border-radius:6px}figcaption{position:absolute;bottom:0;left:0;right:0;padding:30px 10px 8px;background:linear-gradient(transparent,#000a);mix-blend-mode:hard-light}.masonry figure:nth-child(5n) img{filter:sepia(.6) contrast(1.1)}.masonry figure:nth-child(7n) img{clip-path:ellipse(48% 46%)}
.blur{background-size:cover;filter:blur(0)}.justified{position:relative;margin:0 20px}.justified img{position:absolute;object-fit:cover}.stack{display:grid;place-items:center;height:420px}.stack img{grid-area:1/1;width:380px;border:10px solid #fff;rotate:calc(var(--turn) * 1deg);mask-image:linear-gradient(#000 80%,#0009)}`
const GROW = `const list=document.querySelector('.masonry');let batch=0
new IntersectionObserver(async([entry])=>{if(!entry.isIntersecting||batch>=4)return;const answer=await fetch('batch.json?page='+(++batch));for(const photo of await answer.json()){const figure=document.createElement('figure');figure.innerHTML='<img src="'+photo.src.replace('BATCH','b'+batch)+'" width="400" height="'+photo.height+'"><figcaption>'+photo.caption+'</figcaption>';list.append(figure)}},{rootMargin:'200px'}).observe(document.querySelector('#end'))`
const JUSTIFY = `const box=document.querySelector('.justified');let top=0,left=0;const width=1240,gap=6
for(const image of box.children){const w=image.width;if(left+w>width){left=0;top+=206}image.style.cssText='left:'+left+'px;top:'+top+'px;width:'+w+'px;height:200px';left+=w+gap}
box.style.height=top+206+'px'`

const shell = (title: string, body: string, script: string) =>
  htmlDocument(title, `<h1>${title}</h1>${body}<script>${script}</script>`, {
    head: '<link rel="stylesheet" href="gallery.css"><link rel="preload" as="image" href="/photo/400x300-first.jpg">',
  })

const heights = [300, 420, 260, 500] as const

function figures(name: string, count: number): string {
  const { title, pick } = invent(`gallery ${name}`)
  return repeat(count, (at) => {
    const height = pick(heights)
    return `<figure><img ${at > 8 ? 'loading="lazy"' : ''} src="/photo/400x${height}-${name}-${at}.${['jpg', 'webp', 'avif'][at % 3]}" width="400" height="${height}" alt=""><figcaption>${title('en')}</figcaption></figure>`
  })
}

export const gallery = madeSite('gallery', {
  'hills.html': () => shell('Hills', `<div class="masonry">${figures('hills', 40)}</div>`, ''),
  'endless.html': () =>
    shell('Endless', `<div class="masonry">${figures('endless', 12)}</div><div id="end">…</div>`, GROW),
  'justified.html': () => {
    const { number } = invent('justified')
    return shell(
      'Rows',
      `<div class="justified">${repeat(36, (at) => `<img src="/photo/300x200-row-${at}.jpg" width="${number(180, 420)}" alt="">`)}</div><div class="stack">${repeat(5, (at) => `<img style="--turn:${at * 9 - 18}" src="/photo/400x300-stack-${at}.webp" alt="">`)}</div>`,
      JUSTIFY,
    )
  },
  'gallery.css': () => CSS,
  'batch.json': () => {
    const { title, pick } = invent('batch')
    return JSON.stringify(
      Array.from({ length: 8 }, (_value, at) => {
        const height = pick(heights)
        return { src: `/photo/400x${height}-BATCH-${at}.jpg`, height, caption: title('en') }
      }),
    )
  },
})
