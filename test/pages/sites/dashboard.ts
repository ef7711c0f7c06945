// A dashboard: charts on canvases and in SVG, gauges of conic gradients, animations that end, a WebGL board, an open dialog.
import { htmlDocument } from '../routes.ts'
import { squareFontWoff2 } from '../square-font.ts'
import { invent, repeat } from './invent.ts'
import { madeSite } from './made-site.ts'

const CSS = `@property --share{syntax:"<percentage>";inherits:false;initial-value:0%}@font-face{font-family:Digits;src:url(digits.woff2)}
body{margin:0;background:#0e1726;color:#dfe7f5;font:14px system-ui}.grid{display:grid;grid-template-columns:repeat(6,1fr);gap:14px;padding:18px}.tile{background:#17233a;border-radius:12px;padding:16px;grid-column:span 2;min-height:180px}.tile.wide{grid-column:span 4}.tile.small{grid-column:span 1;min-height:90px}
.big{font:28px Digits,monospace;background:linear-gradient(90deg,#6cf,#c6f);background-clip:text;color:transparent}.gauge{width:130px;aspect-ratio:1;border-radius:50%;background:conic-gradient(#4d9 var(--share),#2a3a58 0);display:grid;place-items:center;animation:fill .4s forwards}@keyframes fill{to{--share:68%}}
.gauge::before{content:"68%";width:98px;aspect-ratio:1;border-radius:50%;background:#17233a;display:grid;place-items:center}.bars{display:flex;align-items:end;gap:4px;height:140px}.bars i{flex:1;background:#48f;height:calc(var(--v) * 1%);animation:grow .3s backwards;animation-delay:calc(var(--n) * 10ms)}@keyframes grow{from{height:0}}
table{width:100%;border-collapse:collapse}td{padding:5px;border-bottom:1px solid #24344f;font-variant-numeric:tabular-nums}.up{color:#4d9}.down{color:#f66}.scroll{height:150px;overflow:auto;scrollbar-width:thin}dialog{border:0;border-radius:10px;background:#fff;color:#223}dialog::backdrop{background:#0006}canvas{max-width:100%}`
const JS = `for(const canvas of document.querySelectorAll('canvas[data-kind]')){const values=JSON.parse(canvas.dataset.values),kind=canvas.dataset.kind
if(kind==='gl'){const gl=canvas.getContext('webgl');if(gl){gl.clearColor(.2,.5,.7,1);gl.clear(gl.COLOR_BUFFER_BIT);gl.enable(gl.SCISSOR_TEST);values.forEach((value,at)=>{gl.scissor(at*24,0,18,value*1.5);gl.clearColor(.9,.6,.2,1);gl.clear(gl.COLOR_BUFFER_BIT)})}continue}
const pen=canvas.getContext('2d');pen.lineWidth=2;pen.strokeStyle=kind==='line'?'#6cf':'#fc6';pen.beginPath();values.forEach((value,at)=>pen.lineTo(at*canvas.width/(values.length-1),canvas.height-value*canvas.height/100));pen.stroke()
if(kind==='area'){pen.lineTo(canvas.width,canvas.height);pen.lineTo(0,canvas.height);pen.fillStyle='#fc64';pen.fill()}pen.fillStyle='#9ab';pen.font='12px sans-serif';pen.fillText('max '+Math.max(...values),8,16)}
const scroll=document.querySelector('.scroll');if(scroll)scroll.scrollTop=60
const dialog=document.querySelector('dialog');if(dialog)dialog.showModal()
document.querySelectorAll('.spark').forEach((spark)=>spark.animate([{opacity:0,translate:'-20px 0'},{opacity:1,translate:'0 0'}],{duration:200,fill:'forwards'}))`

function board(name: string, extra: string): string {
  const { number, title, sentence } = invent(`dashboard ${name}`)
  const values = (count: number) => JSON.stringify(Array.from({ length: count }, () => number(8, 96)))
  const tile = (at: number) =>
    [
      `<div class="tile wide"><h3>${title('en')}</h3><canvas data-kind="line" width="720" height="160" data-values="${values(60)}"></canvas></div>`,
      `<div class="tile"><h3>${title('en')}</h3><div class="gauge"></div></div>`,
      `<div class="tile"><div class="bars">${repeat(24, (bar) => `<i style="--v:${number(10, 100)};--n:${bar}"></i>`)}</div></div>`,
      `<div class="tile"><canvas data-kind="area" width="340" height="150" data-values="${values(30)}"></canvas></div>`,
      `<div class="tile"><svg viewBox="0 0 200 120" class="spark">${repeat(12, (bar) => `<g transform="translate(${bar * 16} 0)"><rect y="${120 - number(10, 110)}" width="12" height="120" fill="hsl(${bar * 30} 70% 60%)"><title>${bar}</title></rect></g>`)}</svg></div>`,
      `<div class="tile wide scroll"><table>${repeat(30, (row) => `<tr><td>${row + 1}</td><td>${sentence('en')}</td><td class="${row % 3 ? 'up' : 'down'}">${number(-40, 90)} %</td></tr>`)}</table></div>`,
      `<div class="tile"><canvas data-kind="gl" width="340" height="150" data-values="${values(14)}"></canvas></div>`,
    ][at % 7] ?? ''
  return htmlDocument(
    `Board ${name}`,
    `<div class="grid">${repeat(6, () => `<div class="tile small"><small>${title('en').split(' ').slice(0, 2).join(' ')}</small><div class="big">${number(1000, 99_999)}</div></div>`)}${repeat(14, tile)}</div>${extra}<script src="board.js"></script>`,
    { head: '<link rel="stylesheet" href="board.css">' },
  )
}

export const dashboard = madeSite('dashboard', {
  'north.html': () => board('north', ''),
  'south.html': () => board('south', ''),
  'asked.html': () =>
    board(
      'asked',
      '<dialog><h2>Maintenance</h2><p>The boards pause on Sunday.</p><button>Understood</button></dialog>',
    ),
  'board.css': () => CSS,
  'board.js': () => JS,
  'digits.woff2': () => squareFontWoff2(),
})
