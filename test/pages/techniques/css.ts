// What style sheets can say: conditions, layers, selectors, pictures in values, and sheets that scripts made or changed.
import { send, type Exchange } from '../routes.ts'
import { technique, type Theme } from '../technique.ts'

const style = (css: string) => ({ head: `<style>${css}</style>` })
const LINES = '<p class="a">first line</p><p class="b">second line</p><p class="c">third line</p>'

const conditions = [
  technique('css-alternate-sheets', ['first line'], LINES, {
    head: `<link rel="stylesheet" title="main" href="/t/css/part.css?.a{background:lightblue}"><link rel="alternate stylesheet" title="other" href="/t/css/part.css?.a{display:none}">`,
  }),
  technique('css-media', ['first line', 'second line'], LINES, {
    head: `<style media="(min-width: 9000px)">.a { display: none }</style><style media="screen">.b { background: #bdf; padding: 12px }</style>
<style>@media print { .a { display: none } } @media (width > 300px) and (not (width > 5000px)) { .c { background: #fcd } } @media (prefers-color-scheme: light) { .a { color: #06a } }</style>`,
  }),
  technique('css-media-switched', ['first line'], LINES, {
    head: `<link rel="stylesheet" media="print" onload="this.media='all'" href="/t/css/part.css?.a{background:gold;padding:20px}">`,
  }),
  technique(
    'css-supports',
    ['first line'],
    LINES,
    style(
      '@supports (display: grid) { .a { background: #afa } } @supports not (display: grid) { .a { display: none } } @supports selector(:has(a)) { .b { background: #ffa } }',
    ),
  ),
  technique(
    'css-container',
    ['in a narrow box'],
    '<div class="box"><p>in a narrow box</p></div>',
    style(
      '.box { container: card / inline-size; width: 240px } @container card (width < 300px) { p { background: #f9c; padding: 3cqw } } @container card (width > 300px) { p { display: none } }',
    ),
  ),
  technique(
    'css-scope',
    ['in scope', 'out of scope'],
    '<div class="card"><p>in scope</p><div class="hole"><p>out of scope</p></div></div>',
    style(
      '@scope (.card) to (.hole) { p { background: #7cf; padding: 10px } :scope { border: 4px solid #048 } }',
    ),
  ),
  technique(
    'css-layers',
    ['first line'],
    LINES,
    style(
      '@layer low, high; @layer high { .a { background: #6d6 } } @layer low { .a { background: #d66; padding: 20px } .b { color: #a0a !important } } @layer high { .b { color: #aa0 !important } } @layer high.inner { .c { background: #ccc } }',
    ),
  ),
  technique('css-import-conditions', ['first line', 'second line'], LINES, {
    head: `<style>@import url("/t/css/part.css?.a{background:tan}") layer(base) supports(display: flex) screen; @import "/t/css/part.css?.b{display:none}" print; @import "/t/css/part.css?.c{background:pink}" layer; @import url(/t/css/part.css?.b{display:none}) supports(display: nothing);</style>`,
  }),
  technique('css-import-data', ['first line'], LINES, {
    head: `<style>@import url("data:text/css,.a%7Bbackground:url(${'/img/64x64-40.png'})%7D"); @import "data:text/css;base64,${Buffer.from('.b{background:#fa6;padding:20px}').toString('base64')}";</style>`,
  }),
  technique(
    'css-nesting',
    ['first line'],
    `<section>${LINES}</section>`,
    style(
      'section { padding: 12px; background: #eef; & .a { background: #fda; @media (width > 10px) { padding: 14px } } .b:is(&, *) { color: #060 } > .c { border-left: 10px solid #c0c; &:last-child { background: #dfd } } }',
    ),
  ),
  technique(
    'css-selectors',
    ['four'],
    `<ul><li>one<li class="x">two<li>three<li class="x">four</ul>${LINES}`,
    style(
      'ul:has(> .x) { background: #eef } li:nth-child(even of .x) { color: #c00 } li:not(.x, :last-child) { font-weight: bold } :where(.a) { background: #cfc } :is(.b, .nothing) { background: #fcc } [class="c" i] { background: #ccf } p:first-of-type::first-letter { font-size: 40px } .b::first-line { color: #909 }',
    ),
  ),
  technique(
    'css-escapes',
    ['strange names'],
    '<p class="w-1/2 sm:x 中文 1a">strange names</p><p id="3d">an id of digits</p>',
    style(
      '.w-1\\/2.sm\\:x { width: 240px; background: #fc8 } .中文.\\31 a { padding: 20px } #\\33 d { background: #8cf }',
    ),
  ),
  technique(
    'css-property',
    ['a typed property'],
    '<p>a typed property</p>',
    style(
      '@property --wide { syntax: "<length>"; inherits: false; initial-value: 260px } @property --tone { syntax: "<color>"; inherits: true; initial-value: #4b8 } p { width: var(--wide); background: var(--tone); padding: calc(2 * 10px); margin-left: round(up, 37px, 10px) }',
    ),
  ),
  technique(
    'css-colours',
    ['first line'],
    LINES,
    style(
      '.a { background: oklch(80% 0.15 150) } .b { background: color-mix(in srgb, red 30%, white) } .c { background: rgb(from teal r g b / 50%); color: light-dark(#034, #fff) } :root { color-scheme: light dark }',
    ),
  ),
  technique(
    'css-target',
    ['the goal of the address'],
    '<p id="goal">the goal of the address</p><script>location.hash = "goal"</script>',
    style('p:target { background: #fe7; padding: 24px }'),
  ),
  technique(
    'css-namespace',
    ['beside a drawing'],
    '<svg width="200" height="60"><circle cx="30" cy="30" r="25"/></svg><p>beside a drawing</p>',
    style('@namespace svg url(http://www.w3.org/2000/svg); svg|circle { fill: #b3c } *|p { color: #060 }'),
  ),
  technique(
    'css-function',
    ['first line'],
    LINES,
    style(
      '@function --wide(--n) { result: calc(var(--n) * 60px) } .a { width: 240px; width: --wide(5); background: #adf } .b { width: if(style(--x: 1): 100px; else: 300px); background: #fad }',
    ),
  ),
]

const pictures = [
  technique(
    'css-mask',
    [],
    '<div class="m"></div><div class="n"></div>',
    style(
      '.m { width: 200px; height: 120px; background: #36c; mask: url("/t/css/ring.svg") center / contain no-repeat } .n { width: 200px; height: 80px; background: #c63; -webkit-mask-image: linear-gradient(90deg, #000, transparent) }',
    ),
  ),
  technique(
    'css-clip-path',
    [],
    '<svg width="0" height="0"><clipPath id="cut"><circle cx="60" cy="60" r="55"/></clipPath></svg><img class="x" src="/img/160x120-20.png" alt=""><img class="y" src="/img/160x120-60.png" alt="">',
    style('.x { clip-path: url(#cut) } .y { clip-path: polygon(50% 0, 100% 100%, 0 100%) }'),
  ),
  technique(
    'css-border-image',
    ['framed'],
    '<p>framed</p><div>masked border</div>',
    style(
      'p { border: 20px solid; border-image: url("/img/60x60-250.png") 20 round; width: 200px } div { border: 12px solid; border-image: linear-gradient(45deg, red, blue) 1; width: 220px }',
    ),
  ),
  technique(
    'css-lists',
    ['a pictured item', 'a lettered item'],
    '<ul><li>a pictured item<li>another</ul><ol start="3"><li>a lettered item<li value="9">nine</ol><ol class="own" reversed><li>own style<li>own style</ol>',
    style(
      '@counter-style marks { system: cyclic; symbols: "◆" "◇"; suffix: " " } ul { list-style: square url("/img/16x16-10.png") } ol { list-style-type: upper-latin } .own { list-style: marks } .own li::marker { color: #c0c; font-size: 24px }',
    ),
  ),
  technique(
    'css-counters',
    ['first line'],
    LINES,
    style(
      'main { counter-reset: part 4 } p { counter-increment: part } p::before { content: "§" counter(part, upper-roman) " (" attr(class) ") "; color: #c40 } p::after { content: " " counters(part, ".") }',
    ),
  ),
  technique(
    'css-content',
    ['words between'],
    '<p>words between</p><b class="whole">never seen</b>',
    style(
      'p::before { content: url("/img/32x32-100.png") " " } p::after { content: open-quote "\\201C\\A" close-quote / "alternative"; white-space: pre } .whole { content: url(/img/96x48-140.png) } p::marker { content: "x" }',
    ),
  ),
  technique(
    'css-image-functions',
    [],
    '<div class="s"></div><div class="c"></div><div class="g"></div>',
    style(
      'div { width: 220px; height: 70px; margin: 4px } .s { background: image-set("/img/220x70-30.avif" type("image/avif"), "/img/220x70-50.png" type("image/png") 1x, url(/img/440x140-70.png) 2x) } .c { background: -webkit-cross-fade(url(/img/220x70-10.png), url(/img/220x70-200.png), 50%) } .g { background: url(/img/32x32-10.png) left repeat-y, conic-gradient(from 45deg, #fd0, #09f, #fd0) }',
    ),
  ),
  technique(
    'css-shape-outside',
    ['words that flow'],
    `<img src="/t/css/ring.svg" width="120" height="120" alt=""><p>${'words that flow around a round picture, '.repeat(6)}</p>`,
    style('img { float: left; shape-outside: url(/t/css/ring.svg); shape-margin: 4px }'),
  ),
  technique(
    'css-filters',
    [],
    '<svg width="0" height="0"><filter id="tint"><feColorMatrix values="0 0 1 0 0  0 1 0 0 0  1 0 0 0 0  0 0 0 1 0"/></filter></svg><img class="a" src="/img/160x80-10.png" alt=""><img class="b" src="/img/160x80-10.png" alt=""><div class="c"><i></i></div>',
    style(
      '.a { filter: url(#tint) } .b { filter: hue-rotate(90deg) blur(1px) } .c { width: 200px; height: 60px; background: url(/img/32x32-60.png) } .c i { display: block; height: 60px; width: 100px; backdrop-filter: invert(1) } ',
    ),
  ),
  technique(
    'css-blending',
    ['blended words'],
    '<div><p>blended words</p></div>',
    style(
      'div { background: linear-gradient(90deg, #f80, #08f); padding: 10px } p { mix-blend-mode: difference; color: #fff; font-size: 32px; isolation: auto } div::after { content: ""; display: block; height: 40px; background: url(/img/32x32-20.png), #ff0; background-blend-mode: multiply } ',
    ),
  ),
  technique(
    'css-reflection',
    [],
    '<img src="/img/160x80-170.png" alt="">',
    style('img { -webkit-box-reflect: below 4px url("/t/css/ring.svg"); margin-bottom: 90px }'),
  ),
  technique(
    'css-cursor',
    ['pointed at'],
    '<p>pointed at</p>',
    style('p { cursor: url("/img/16x16-5.png") 2 2, url(/nowhere.cur), pointer; background: #dee }'),
  ),
]

const made = [
  technique(
    'css-inserted-only',
    ['dressed without text'],
    `<style id="s"></style><p class="a">dressed without text</p><script>
const sheet = document.getElementById('s').sheet
sheet.insertRule('.a { --w: 20px; padding: var(--w); background: url(/img/64x64-20.png) #9df }')
sheet.insertRule('@media screen { .a { color: #a00 } }', 1); sheet.insertRule('.a { display: none }', 2); sheet.deleteRule(2)
</script>`,
  ),
  technique(
    'css-rule-edited',
    ['an edited rule'],
    `<style id="s">.a { background: #fff; padding: 2px } @media screen { .a { color: #000 } }</style><p class="a">an edited rule</p><script>
const { cssRules } = document.getElementById('s').sheet
cssRules[0].style.background = '#fb4'; cssRules[0].style.setProperty('padding', '22px', 'important'); cssRules[1].cssRules[0].style.color = '#00c'
cssRules[1].insertRule('.a { border: 5px solid #0a0 }', 1)
</script>`,
  ),
  technique(
    'css-media-edited',
    ['first line'],
    `<style id="s" media="print">.a { background: #9e9; padding: 18px }</style>${LINES}<script>document.getElementById('s').sheet.media.mediaText = 'screen'</script>`,
  ),
  technique(
    'css-sheet-disabled',
    ['first line'],
    `<style id="s">.a { display: none }</style><link id="l" rel="stylesheet" href="/t/css/part.css?.b{display:none}">${LINES}<script>
document.getElementById('s').sheet.disabled = true
addEventListener('load', () => { document.getElementById('l').disabled = true })
</script>`,
  ),
  technique(
    'css-style-object',
    ['styled by a script'],
    `<p id="p">styled by a script</p><script>
const { style, attributeStyleMap } = document.getElementById('p')
style.setProperty('--tone', '#c8f'); style.background = 'url("/img/64x64-70.png") var(--tone)'; style.cssText += '; padding: 20px !important'
attributeStyleMap.set('width', CSS.px(260))
</script>`,
  ),
  technique(
    'css-adopted-media',
    ['first line'],
    `${LINES}<script>
const [a, b, c] = [new CSSStyleSheet({ media: 'print' }), new CSSStyleSheet(), new CSSStyleSheet({ disabled: true })]
a.replaceSync('.a { display: none }'); c.replaceSync('.c { display: none }')
b.replaceSync('@layer x { .b { background: red } } .b { background: #bcf; padding: 20px }')
document.adoptedStyleSheets.push(a, b, c)
</script>`,
  ),
  technique(
    'css-module-script',
    ['first line'],
    `${LINES}<script type="module">
import sheet from '/t/css/part.css?.a{background:wheat;padding:20px}' with { type: 'css' }
document.adoptedStyleSheets = [sheet]
</script>`,
  ),
  technique('css-base-in-folder', ['first line'], LINES, {
    head: '<link rel="stylesheet" href="/t/css/folder/deep/sheet.css">',
  }),
  technique('css-failing', ['first line'], LINES, {
    head: '<link rel="stylesheet" href="/t/css/missing.css"><link rel="stylesheet" href="/t/css/typed-wrong"><style>@import "/t/css/missing.css"; .a { background: #cfc } .b { background: url(/t/css/missing.png) #fcc }</style>',
  }),
  technique('css-redirected', ['first line'], LINES, {
    head: '<link rel="stylesheet" href="/t/css/moved.css">',
  }),
  technique(
    'css-highlights',
    ['marked', 'words'],
    `<p>marked words in a line, <b>and bold ones</b> too</p><script>
const [line, bold] = [document.querySelector('p').firstChild, document.querySelector('b').firstChild]
const range = (node, start, end) => { const made = new Range(); made.setStart(node, start); made.setEnd(node, end); return made }
const over = new Range(); over.setStart(line, 16); over.setEnd(bold, 4)
CSS.highlights.set('found', new Highlight(range(line, 0, 6), range(line, 7, 12))); CSS.highlights.set('over', new Highlight(over))
</script>`,
    style(
      '::highlight(found) { background: #fe0; color: #a00 } ::highlight(over) { text-decoration: underline wavy #00f; color: #080 }',
    ),
  ),
  technique(
    'css-paint-worklet',
    ['painted ground'],
    `<p>painted ground</p><script>
CSS.paintWorklet.addModule(URL.createObjectURL(new Blob(['registerPaint("grid", class { paint(pen, { width, height }) { pen.fillStyle = "#8cd"; for (let x = 0; x < width; x += 20) pen.fillRect(x, 0, 10, height) } })'], { type: 'text/javascript' })))
</script>`,
    style('p { background-image: paint(grid); padding: 30px; width: 260px }'),
  ),
]

const layouts = [
  technique(
    'css-anchored',
    ['tied to an anchor'],
    '<button>anchor</button><p>tied to an anchor</p>',
    style(
      'main { position: relative; height: 120px } button { anchor-name: --here; margin: 20px 60px } p { position: absolute; position-anchor: --here; top: anchor(bottom); left: anchor(right); margin: 0; background: #fd9; width: anchor-size(width) } ',
    ),
  ),
  technique(
    'css-subgrid',
    ['in a grid'],
    '<div class="g"><div class="r"><i>in a grid</i><b>wide cell of it</b></div><div class="r"><i>x</i><b>y</b></div></div>',
    style(
      '.g { display: grid; grid-template-columns: auto 1fr auto; gap: 8px } .r { display: grid; grid-column: span 3; grid-template-columns: subgrid; background: #def } i, b { background: #fbc; padding: 6px }',
    ),
  ),
  technique(
    'css-columns',
    ['running in columns'],
    `<div>${'running in columns of text '.repeat(20)}</div>`,
    style('div { columns: 3; column-rule: 3px dotted #c06; column-gap: 24px }'),
  ),
  technique(
    'css-content-visibility',
    ['at the top', 'far below'],
    '<section>at the top</section><div style="height: 1200px"></div><section class="lazy">far below<img src="/img/120x80-30.png" alt=""></section>',
    style(
      'section { padding: 10px; background: #def } .lazy { content-visibility: auto; contain-intrinsic-size: auto 100px } ',
    ),
  ),
  technique(
    'css-hidden',
    ['after what is hidden'],
    '<p hidden>hidden words</p><p hidden="until-found">found only</p><p style="visibility: hidden">kept free</p><p style="opacity: 0">clear</p><p>after what is hidden</p>',
  ),
  technique(
    'css-zoom',
    ['larger words'],
    '<div style="zoom: 1.5"><p style="background: #dfd">larger words</p><img src="/img/64x64-20.png" alt=""></div><div style="scale: 0.5; transform: rotate(4deg)">smaller words</div>',
  ),
  technique(
    'css-sticky',
    ['stays at the top', 'fixed to the corner'],
    '<p class="s">stays at the top</p><div style="height: 900px; background: linear-gradient(#fff, #cde)"></div><p class="f">fixed to the corner</p>',
    {
      head: '<style>.s { position: sticky; top: 0; background: #fd8; padding: 8px } .f { position: fixed; right: 10px; bottom: 10px; background: #8df; padding: 8px }</style>',
      probe: null,
    },
  ),
  technique(
    'css-units',
    ['as high as a share of the window'],
    '<div class="v">as high as a share of the window</div><div class="e">in other units</div>',
    style(
      '.v { height: 20vh; width: 30vw; background: #cfe } .e { width: 20ch; height: 3lh; background: #fce; margin: 1rex }',
    ),
  ),
]

const css = (text: string) => (exchange: Exchange) => send(exchange, text, 'text/css')

const routes = {
  // The sheet is what the query says.
  '/t/css/part.css': (exchange: Exchange) =>
    send(exchange, decodeURIComponent(exchange.url.search.slice(1)), 'text/css'),
  '/t/css/ring.svg': (exchange: Exchange) =>
    send(
      exchange,
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100"><circle cx="50" cy="50" r="36" fill="none" stroke="#000" stroke-width="24"/></svg>',
      'image/svg+xml',
    ),
  '/t/css/folder/deep/sheet.css': css(
    '@import "../other.css"; .a { background: url(../../../../img/64x64-15.png) } .b { background: url(//bad:port/x.png) #eee }',
  ),
  '/t/css/folder/other.css': css('.c { background: url("/img/64x64-115.png"); padding: 20px }'),
  '/t/css/typed-wrong': (exchange: Exchange) => send(exchange, '.c { display: none }', 'text/plain'),
  '/t/css/moved.css': (exchange: Exchange) =>
    send(exchange, '', 'text/plain', { status: 302, headers: { location: '/t/css/folder/other.css' } }),
}

export const sheets: Theme = { pages: [...conditions, ...pictures, ...made, ...layouts], routes }
