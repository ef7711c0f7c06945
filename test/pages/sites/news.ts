// A news portal: many small pictures that wait for scrolling, a ticker, a sticky bar, columns, an advertisement in a frame.
import { htmlDocument } from '../routes.ts'
import { invent, repeat } from './invent.ts'
import { madeSite, numbered } from './made-site.ts'

const CSS = `body{margin:0;font:15px/1.6 Georgia,serif;color:#111;background:#fafaf7}.bar{position:sticky;top:0;background:#a11;color:#fff;padding:10px 24px;z-index:5;display:flex;gap:24px;font-family:sans-serif}
.bar a{color:#fff}.lead{display:grid;grid-template-columns:2fr 1fr 1fr;grid-template-areas:"a b c" "a d e";gap:12px;padding:16px 24px}.lead>:nth-child(1){grid-area:a}
.lead a{position:relative;display:block;min-height:170px;background-size:cover;color:#fff;overflow:hidden}.lead span{position:absolute;inset:auto 0 0 0;padding:24px 12px 8px;background:linear-gradient(transparent,#000c);font-weight:700}
.grid{display:grid;grid-template-columns:repeat(4,1fr);gap:18px;padding:0 24px}.grid img{width:100%;height:auto;aspect-ratio:16/9;object-fit:cover;background:#ddd}.grid h3{margin:6px 0;font-size:17px;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.columns{columns:3;column-rule:1px solid #ccc;column-gap:28px;padding:0 24px}.columns p:first-of-type::first-letter{font-size:3.2em;float:left;line-height:.9;padding-right:6px;color:#a11}
.ticker{overflow:hidden;white-space:nowrap;background:#222;color:#fd6;padding:6px 24px;font-family:monospace}.hot li::marker{color:#a11;font-weight:700}
iframe{border:0;width:728px;height:90px;display:block;margin:20px auto}.note{position:fixed;right:16px;bottom:16px;background:#fff;border:1px solid #ccc;padding:12px;width:220px;box-shadow:0 2px 12px #0004}
blockquote{font-size:22px;font-style:italic;shape-outside:circle();float:right;width:240px;margin:12px}.cap{font-size:12px;color:#777}`
const JS = `const look=()=>{for(const image of document.querySelectorAll('img[data-src]'))if(image.getBoundingClientRect().top<innerHeight+300){image.src=image.dataset.src;image.removeAttribute('data-src')}}
addEventListener('scroll',look,{passive:true});look()
fetch('latest.json').then((answer)=>answer.json()).then((latest)=>{document.querySelector('.hot').innerHTML=latest.map((line)=>'<li>'+line+'</li>').join('')})`

const shell = (title: string, main: string) =>
  htmlDocument(
    title,
    `<div class="bar"><b>THE DAILY LEDGER</b><a href="index.html">Home</a><a href="world.html">World</a><a href="city.html">城市</a></div>
<div class="ticker">${invent('ticker').paragraph('en', 3)}</div>${main}<aside class="note"><b>Newsletter</b><br>Every morning, one page.</aside><script src="news.js"></script>`,
    { head: '<link rel="stylesheet" href="news.css"><script src="/bad/none.js" async></script>' },
  )

function front(section: string, tongue: 'zh' | 'en'): string {
  const { title, sentence, number } = invent(`news ${section}`)
  const lead = repeat(
    5,
    (at) =>
      `<a href="story-1.html" style="background-image:url('/photo/${at ? 400 : 800}x${at ? 240 : 480}-${section}-${at}.jpg')"><span>${title(tongue)}</span></a>`,
  )
  const grid = repeat(
    32,
    (at) =>
      `<div><img data-src="/photo/320x180-${section}-g${at}.${['jpg', 'webp'][at % 2]}" width="320" height="180" alt=""><h3><a href="story-2.html">${title(tongue)}</a></h3><p>${sentence(tongue)}</p><small>${number(1, 300)} comments</small></div>`,
  )
  return shell(
    section,
    `<section class="lead">${lead}</section><iframe src="_ad.html" title="ad"></iframe><div class="grid">${grid}</div><h2 style="padding:0 24px">Most read</h2><ol class="hot"></ol>`,
  )
}

function story(number: number): string {
  const { title, paragraph, sentence, person, day } = invent(`story ${number}`)
  return shell(
    title('en'),
    `<article><h1 style="padding:0 24px">${title('en')}</h1><p style="padding:0 24px">By ${person('en')}, ${day()}</p><figure><img src="/photo/1200x600-story-${number}.jpg" style="width:100%" alt=""><figcaption class="cap">${sentence('en')}</figcaption></figure>
<div class="columns">${repeat(14, (at) => `<p>${paragraph('en')}</p>${at === 4 ? `<blockquote>${sentence('en')}</blockquote>` : ''}`)}</div><iframe src="_ad.html" loading="lazy" title="ad"></iframe></article><ol class="hot"></ol>`,
  )
}

export const news = madeSite('news', {
  'index.html': () => front('front', 'en'),
  'world.html': () => front('world', 'en'),
  'city.html': () => front('city', 'zh'),
  ...numbered('story-', 2, story),
  '_ad.html': () =>
    '<!doctype html><style>body{margin:0;background:repeating-linear-gradient(45deg,#ffe,#ffe 10px,#fec 10px,#fec 20px);font:28px/90px sans-serif;text-align:center}</style>Soap, now in blue',
  'news.css': () => CSS,
  'news.js': () => JS,
  'latest.json': () => {
    const { title } = invent('latest')
    return JSON.stringify(Array.from({ length: 12 }, () => title('en')))
  },
})
