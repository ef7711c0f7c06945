// Lecture notes: MathML, formulas of positioned spans as KaTeX writes them, diagrams in SVG with text, footnotes, print styles.
import { htmlDocument } from '../routes.ts'
import { squareFontTtf } from '../square-font.ts'
import { invent, repeat } from './invent.ts'
import { madeSite, numbered } from './made-site.ts'

const CSS = `@font-face{font-family:Formula;src:url(formula.ttf) format("truetype");unicode-range:U+41-5A}
body{font:17px/1.7 "Noto Serif",serif;max-width:820px;margin:40px auto;color:#222;hyphens:auto;text-align:justify}.formula{display:block;text-align:center;margin:20px 0;font:italic 20px serif}.formula .f{font-family:Formula,serif;font-style:normal}
.frac{display:inline-flex;flex-direction:column;vertical-align:middle;text-align:center;padding:0 4px}.frac>span:first-child{border-bottom:1.5px solid}.sup{position:relative;top:-.6em;font-size:.7em}.sub{position:relative;top:.4em;font-size:.7em}.root{border-top:1.5px solid;padding:2px 6px}.root::before{content:"√";margin-left:-18px;font-size:1.2em}
.theorem{border:1px solid #88a;background:#f5f6ff;padding:10px 18px;margin:20px 0;counter-increment:theorem}.theorem::before{content:"Theorem " counter(theorem,upper-roman) ". ";font-weight:700;font-variant:small-caps}
figure{margin:24px 0;text-align:center}figcaption{font-size:14px;color:#666}sup a{color:#a33;text-decoration:none}.notes{border-top:1px solid #ccc;font-size:14px}ruby rt{color:#a33}math{font-size:1.2em}@media print{figure{break-inside:avoid}body{max-width:none}.notes{color:#000}}`

const fraction = (up: string, down: string) =>
  `<span class="frac"><span>${up}</span><span>${down}</span></span>`

function note(number: number): string {
  const { title, paragraph, sentence, number: between } = invent(`notes ${number}`)
  const mathml = () => {
    const [a, b, c] = [between(2, 9), between(2, 9), between(2, 9)]
    return `<math display="block"><mrow><msubsup><mo>∫</mo><mn>0</mn><mi>∞</mi></msubsup><mfrac><mrow><msup><mi>x</mi><mn>${a}</mn></msup><mo>+</mo><mn>${b}</mn></mrow><msqrt><mrow><mn>${c}</mn><mo>−</mo><msup><mi>e</mi><mrow><mo>−</mo><mi>x</mi></mrow></msup></mrow></msqrt></mfrac><mi>d</mi><mi>x</mi></mrow></math>
<math display="block"><mrow><mo>(</mo><mtable>${repeat(3, () => `<mtr>${repeat(3, () => `<mtd><mn>${between(0, 9)}</mn></mtd>`)}</mtr>`)}</mtable><mo>)</mo></mrow></math>`
  }
  const spans = () =>
    `<span class="formula"><span class="f">ABC</span> = ${fraction(`x<span class="sup">${between(2, 5)}</span> + y<span class="sub">i</span>`, `1 − <span class="root">z</span>`)} + ${fraction('∂u', '∂t')}</span>`
  const points = () => repeat(24, (at) => `${at * 26},${180 - between(10, 150)}`, ' ')
  const diagram = () =>
    `<figure><svg width="640" height="220" viewBox="0 0 640 220"><style>.axis{stroke:#333;fill:none}.curve{fill:none;stroke-width:2.5}</style><defs><pattern id="g${number}" width="20" height="20" patternUnits="userSpaceOnUse"><path d="M20 0H0V20" fill="none" stroke="#ddd"/></pattern><filter id="glow${number}"><feGaussianBlur stdDeviation="1.5"/></filter></defs><rect width="640" height="200" fill="url(#g${number})"/><path class="axis" d="M10 5V190H630"/><polyline class="curve" stroke="#36c" points="${points()}"/><polyline class="curve" stroke="#c33" filter="url(#glow${number})" stroke-dasharray="6 3" points="${points()}"/><text x="560" y="30">f(x)</text><foreignObject x="420" y="150" width="200" height="40"><div xmlns="http://www.w3.org/1999/xhtml" style="font:12px sans-serif">${title('en')}</div></foreignObject><image href="/img/32x32-${number * 40}.png" x="20" y="10" width="32" height="32"/></svg><figcaption>${sentence('en')}</figcaption></figure>`
  const section = (at: number) =>
    `<h2>${at + 1}. ${title('en')}</h2><p>${paragraph('en')}<sup><a href="#n${at}">${at + 1}</a></sup></p>${at % 2 ? spans() : mathml()}<p>${paragraph('en')} <ruby>漢<rt>hàn</rt>字<rt>zì</rt></ruby> ${sentence('zh')}</p><div class="theorem">${sentence('en')} <math><msup><mi>a</mi><mn>2</mn></msup><mo>+</mo><msup><mi>b</mi><mn>2</mn></msup><mo>=</mo><msup><mi>c</mi><mn>2</mn></msup></math></div>${at % 3 === 0 ? diagram() : ''}`
  return htmlDocument(
    title('en'),
    `<h1>${title('en')}</h1>${repeat(6 + number * 5, section)}<ol class="notes">${repeat(6 + number * 5, (at) => `<li id="n${at}">${sentence('en')}</li>`)}</ol>`,
    {
      head: '<link rel="stylesheet" href="notes.css"><link rel="stylesheet" href="print.css" media="print">',
    },
  )
}

export const notes = madeSite('notes', {
  ...numbered('lecture-', 4, note),
  'notes.css': () => CSS,
  'print.css': () => 'body{color:#000}',
  'formula.ttf': () => squareFontTtf(),
})
