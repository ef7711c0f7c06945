// What moves, at the moment at which it was seen: animations of sheets and scripts, transitions, drawings, marquees.
import { technique, type Theme } from '../technique.ts'

const style = (css: string) => ({ head: `<style>${css}</style>` })
const BOX = '<p class="box">a moving box</p>'
const SAYS = ['a moving box']
const SHAPE = '.box { width: 160px; padding: 12px; background: #9cf; margin: 0 }'

const pages = [
  technique(
    'animation-ended',
    SAYS,
    BOX,
    style(
      `${SHAPE} @keyframes go { to { transform: translate(120px, 20px); background: #fc9 } } .box { animation: go 50ms both; margin-bottom: 40px }`,
    ),
  ),
  technique(
    'animation-over',
    SAYS,
    BOX,
    style(
      `${SHAPE} @keyframes flash { from { background: #f00; opacity: 0 } } .box { animation: flash 60ms 2 }`,
    ),
  ),
  technique(
    'animation-paused',
    SAYS,
    BOX,
    style(
      `${SHAPE} @keyframes go { to { margin-left: 300px; color: #f00 } } .box { animation: go 10s linear -4s paused }`,
    ),
  ),
  // Chromium's compositor goes on for a frame after a pause (156): no step of the turning one falls into its capture.
  technique(
    'animation-endless',
    SAYS,
    `${BOX}<i class="spin"></i>`,
    style(
      `${SHAPE} @keyframes go { to { margin-left: 300px } } .box { animation: go 3s linear infinite alternate } @keyframes turn { to { rotate: 360deg } } .spin { display: block; width: 60px; height: 60px; margin: 20px; border: 8px solid #ddd; border-top-color: #06c; border-radius: 50%; animation: turn 40s steps(4) -15s infinite }`,
    ),
  ),
  technique(
    'animation-pseudo',
    SAYS,
    BOX,
    style(
      `${SHAPE} @keyframes grow { from { width: 0 } to { width: 200px } } .box::before { content: ""; display: block; height: 20px; background: #c36; animation: grow 20s linear -8s } .box::after { content: "after"; animation: grow 40ms forwards; display: block; background: #6c3 }`,
    ),
  ),
  technique(
    'animation-of-custom-properties',
    SAYS,
    BOX,
    style(
      `${SHAPE} @property --share { syntax: "<percentage>"; inherits: true; initial-value: 0% } @keyframes fill { to { --share: 70% } } @media screen { @keyframes drop { to { --far: 40px } } }
.box { animation: fill 40ms forwards; background: linear-gradient(90deg, #4c8 var(--share), #ddd 0) } .box::after { content: ""; display: block; height: 20px; width: var(--far, 5px); background: #36c; animation: drop 40ms forwards }`,
    ),
  ),
  technique(
    'animation-delayed',
    SAYS,
    BOX,
    style(
      `${SHAPE} @keyframes hide { from { opacity: .2 } to { opacity: 0 } } .box { animation: hide 9s 1000s backwards } `,
    ),
  ),
  technique(
    'animation-in-shadow',
    ['moving in the shadow'],
    `<div id="a"></div><script>document.getElementById('a').attachShadow({ mode: 'closed' }).innerHTML =
'<style>@keyframes go { from { opacity: 0 } to { opacity: 1; translate: 90px } } p { background: #fb7; width: 200px; animation: go 40ms forwards }</style><p>moving in the shadow</p>'</script>`,
  ),
  technique(
    'transition-halfway',
    SAYS,
    `${BOX}<script>
const box = document.querySelector('.box'); getComputedStyle(box).opacity
box.classList.add('on')
</script>`,
    style(
      `${SHAPE} .box { transition: margin-left 1000s linear -500s, background 30ms } .on { margin-left: 240px; background: #cf6 }`,
    ),
  ),
  technique(
    'transition-started-late',
    SAYS,
    BOX,
    style(
      `${SHAPE} .box { transition: translate 40ms; translate: 100px } @starting-style { .box { translate: 0 } }`,
    ),
  ),
  technique(
    'script-animation-paused',
    SAYS,
    `${BOX}<script>
const moved = document.querySelector('.box').animate([{ marginLeft: '0', filter: 'none' }, { marginLeft: '300px', filter: 'hue-rotate(180deg)' }], 1000)
moved.pause(); moved.currentTime = 500
</script>`,
    style(SHAPE),
  ),
  technique(
    'script-animation-running',
    SAYS,
    `${BOX}<script>
document.querySelector('.box').animate({ marginLeft: ['0', '300px'], backgroundColor: ['#fff', '#f60'] }, { duration: 2500, iterations: Infinity, direction: 'alternate' })
</script>`,
    style(SHAPE),
  ),
  technique(
    'script-animation-pseudo',
    SAYS,
    `${BOX}<script>
document.querySelector('.box').animate({ width: ['20px', '140px'], background: ['#000', '#093'] }, { duration: 10, fill: 'forwards', pseudoElement: '::before' })
</script>`,
    style(`${SHAPE} .box::before { content: ""; display: block; height: 24px }`),
  ),
  technique(
    'script-animation-added',
    SAYS,
    `${BOX}<script>
const add = { duration: 1, fill: 'forwards', composite: 'add' }
for (let times = 0; times < 3; times += 1) document.querySelector('.box').animate({ transform: ['none', 'translateX(40px)'] }, add)
</script>`,
    style(SHAPE),
  ),
  technique(
    'scroll-driven',
    SAYS,
    `<div class="frame">${BOX}<div style="height: 400px"></div></div>`,
    style(
      `${SHAPE} .frame { height: 160px; overflow: auto; scroll-timeline: --in block } @keyframes go { from { background: #fe8 } to { background: #08f } } .box { animation: go linear both; animation-timeline: --in }`,
    ),
  ),
  technique(
    'motion-path',
    SAYS,
    BOX,
    style(
      `${SHAPE} main { height: 200px } @keyframes along { to { offset-distance: 60% } } .box { offset-path: path("M 100 60 C 150 10 250 160 320 60"); animation: along 30ms forwards }`,
    ),
  ),
  technique(
    'svg-animated',
    [],
    `<svg width="320" height="120"><rect y="20" width="60" height="60" fill="#c06"><animate attributeName="x" from="0" to="200" dur="0.05s" fill="freeze"/></rect>
<circle cx="40" cy="100" r="12" fill="#06c"><set attributeName="fill" to="#0a0" begin="0s"/></circle></svg>`,
  ),
  technique(
    'svg-animated-endless',
    [],
    `<svg width="320" height="120"><g transform="translate(160 60)"><rect x="-40" y="-10" width="80" height="20" fill="#c60"><animateTransform attributeName="transform" type="rotate" from="0" to="360" dur="2s" repeatCount="indefinite"/></rect></g></svg>`,
  ),
  technique(
    'marquee',
    ['news that run past'],
    '<marquee width="300" bgcolor="#ffc" scrollamount="200" behavior="slide">news that run past</marquee>',
  ),
  technique(
    'frames-by-script',
    ['drawn again and again'],
    `<p id="p">drawn again and again</p><script>
let count = 0
const step = () => { count += 1; document.getElementById('p').style.setProperty('--step', count); requestAnimationFrame(step) }
step()
</script>`,
    style('p { background: #efc; padding: 20px }'),
  ),
]

export const motion: Theme = { pages, routes: {} }
