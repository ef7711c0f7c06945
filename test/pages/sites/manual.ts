// The documentation of a library: sidebar, tabs, a search box, admonitions, tables, dark mode by variables, layers and nesting.
import { htmlDocument } from '../routes.ts'
import { highlighted, SAMPLE_NAMES } from './code-samples.ts'
import { invent, repeat } from './invent.ts'
import { madeSite, numbered } from './made-site.ts'

const CSS = `@layer base,parts;@layer base{:root{--bg:#fff;--fg:#1c1e21;--line:#dadde1;--brand:oklch(55% .18 265);color-scheme:light dark}
[data-theme=dark]{--bg:#1b1b1d;--fg:#e3e3e3;--line:#444950;--brand:oklch(75% .14 265)}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.65 system-ui,sans-serif}a{color:var(--brand)}}
@layer parts{.top{position:sticky;top:0;height:60px;display:flex;gap:20px;align-items:center;padding:0 24px;border-bottom:1px solid var(--line);background:color-mix(in srgb,var(--bg) 90%,transparent);backdrop-filter:blur(6px)}
.top input{margin-left:auto;padding:6px 12px;border:1px solid var(--line);border-radius:16px;width:220px}
.cols{display:grid;grid-template-columns:260px minmax(0,1fr) 200px}.side{position:sticky;top:61px;height:calc(100vh - 61px);overflow:auto;border-right:1px solid var(--line);padding:12px;
& ul{list-style:none;padding-left:14px}& li[aria-current=page]>a{font-weight:700;&::before{content:"▸ "}}}
main{padding:24px 40px}pre{background:color-mix(in srgb,var(--fg) 6%,var(--bg));padding:16px;border-radius:6px;overflow:auto;line-height:1.5}.tok-comment{color:#6a737d}.tok-string{color:#22863a}.tok-keyword{color:#d73a49}.tok-number{color:#005cc5}
.tip,.warn{border-left:5px solid;padding:12px 16px;margin:16px 0;border-radius:4px}.tip{border-color:#00a400;background:#00a40018}.warn{border-color:#fa383e;background:#fa383e18}
table{border-collapse:collapse;width:100%;& th,& td{border:1px solid var(--line);padding:6px 12px;text-align:left}& tr:nth-child(even){background:#8881}}
[role=tablist]{display:flex;border-bottom:1px solid var(--line)}[role=tab]{all:unset;padding:8px 18px;cursor:pointer}[role=tab][aria-selected=true]{border-bottom:3px solid var(--brand);font-weight:600}[role=tabpanel][hidden]{display:none}
details{border:1px solid var(--line);border-radius:6px;padding:8px 14px;margin:12px 0}.onthis{font-size:13px;padding:24px 12px}kbd{border:1px solid var(--line);border-bottom-width:3px;border-radius:4px;padding:0 6px}}
main:has(.warn) h1::after{content:" *";color:#fa383e}@supports (text-wrap:balance){h1{text-wrap:balance}}`

const JS = `for(const list of document.querySelectorAll('[role=tablist]'))for(const tab of list.children)tab.onclick=()=>{for(const other of list.children){other.setAttribute('aria-selected',String(other===tab));document.getElementById(other.getAttribute('aria-controls')).hidden=other!==tab}}
document.querySelectorAll('[role=tablist]').forEach((list)=>list.children[1].click())
document.querySelector('.top input').value='order tickets'
const contents=document.querySelector('.onthis');for(const heading of document.querySelectorAll('main h2')){const link=document.createElement('a');link.href='#'+heading.id;link.textContent=heading.textContent;link.style.display='block';contents.append(link)}
document.documentElement.dataset.theme=location.pathname.includes('guide-2')?'dark':'light'`

function guide(number: number): string {
  const { title, paragraph, sentence, pick } = invent(`manual ${number}`)
  const side = repeat(
    9,
    (group) =>
      `<li><b>${title('en')}</b><ul>${repeat(6, (at) => `<li${group === 1 && at === number ? ' aria-current="page"' : ''}><a href="guide-${(at % 6) + 1}.html">${title('en')}</a></li>`)}</ul></li>`,
  )
  const tabs = (
    at: number,
  ) => `<div role="tablist">${repeat(3, (tab) => `<button role="tab" aria-selected="${tab === 0}" aria-controls="p${at}-${tab}">${['npm', 'yarn', 'source'][tab]}</button>`)}</div>
${repeat(3, (tab) => `<div role="tabpanel" id="p${at}-${tab}"${tab === 0 ? '' : ' hidden'}><pre><code>${highlighted(pick(SAMPLE_NAMES))}</code></pre></div>`)}`
  const table = () =>
    `<table><thead><tr><th>Option</th><th>Type</th><th>Default</th><th>Meaning</th></tr></thead><tbody>${repeat(8, (row) => `<tr><td><code>option${row}</code></td><td>number</td><td>${row * 7}</td><td>${sentence('en')}</td></tr>`)}</tbody></table>`
  const extra = (at: number) =>
    [
      `<div class="tip"><b>Tip</b><p>${sentence('en')}</p></div>`,
      tabs(at),
      table(),
      `<div class="warn"><b>Warning</b><p>${sentence('en')} Press <kbd>Ctrl</kbd>+<kbd>C</kbd>.</p></div>`,
      `<details${at % 2 ? ' open' : ''}><summary>${title('en')}</summary><p>${paragraph('en')}</p></details>`,
      `<figure><img src="flow-${number}.svg" width="640" height="200" alt=""><figcaption>${title('en')}</figcaption></figure>`,
    ][at % 6]
  const body = `<div class="top"><b>Ticketeer</b><a href="guide-1.html">Docs</a><a href="#">API</a><input type="search" placeholder="Search"></div>
<div class="cols"><nav class="side"><ul>${side}</ul></nav><main><h1>${title('en')}</h1>${repeat(number * 7, (at) => `<h2 id="s${at}">${title('en')}</h2><p>${paragraph('en')}</p>${extra(at)}<p>${paragraph('en')}</p>`)}</main><div class="onthis"><b>On this page</b></div></div>
<script type="module" src="manual.js"></script>`
  return htmlDocument(`Guide ${number}`, body, { head: '<link rel="stylesheet" href="manual.css">' })
}

const flow = (
  number: number,
) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200" font-family="sans-serif" font-size="15">
<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8Z"/></marker></defs>
${repeat(4, (at) => `<rect x="${20 + at * 155}" y="${60 + ((at * number) % 3) * 20}" width="120" height="60" rx="8" fill="hsl(${number * 40 + at * 25} 70% 85%)" stroke="#333"/><text x="${80 + at * 155}" y="${95 + ((at * number) % 3) * 20}" text-anchor="middle">Step ${at + 1}</text>${at < 3 ? `<path d="M${142 + at * 155} 95H${172 + at * 155}" stroke="#333" marker-end="url(#a)"/>` : ''}`)}</svg>`

export const manual = madeSite('manual', {
  ...numbered('guide-', 6, guide),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [`flow-${number}.svg`, () => flow(number)])),
  'manual.css': () => CSS,
  'manual.js': () => JS,
})
