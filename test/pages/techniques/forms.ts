// State that a person or a script left in controls, dialogs, popovers, folds and scrolled boxes.
import { technique, type Theme } from '../technique.ts'

const LINES = Array.from(
  { length: 40 },
  (_, at) => `<div>line ${at} ${'of a long list '.repeat(4)}</div>`,
).join('')
const BOX = 'width: 300px; height: 140px; overflow: auto; border: 2px solid #888'

const controls = [
  technique(
    'form-selects',
    [],
    `<select id="a" multiple size="4"><option>one<option>two<option>three</select><select id="b"><optgroup label="group"><option>first<option>last</optgroup></select><select id="c"><option value="">choose<option disabled>never</select>
<script>const at = (id) => document.getElementById(id); at('a').options[0].selected = at('a').options[2].selected = true; at('b').value = 'last'; at('c').selectedIndex = -1</script>`,
  ),
  technique(
    'form-inputs',
    [],
    `${['range', 'color', 'date', 'time', 'number', 'search', 'email', 'month', 'week', 'datetime-local', 'tel', 'url'].map((type) => `<input type="${type}" id="${type}">`).join(' ')}
<script>for (const [id, value] of Object.entries({ range: 80, color: '#aa3366', date: '2026-11-26', time: '12:34', number: 42, search: 'sought', email: 'a@b.test', month: '2026-11', week: '2026-W40', 'datetime-local': '2026-11-26T10:00', tel: '123', url: 'https://a.test' })) document.getElementById(id).value = value</script>`,
  ),
  technique(
    'form-meters',
    [],
    `<progress id="a" max="100"></progress><progress></progress><meter id="b" min="0" max="10" low="3" high="7"></meter><output id="c"></output>
<script>const at = (id) => document.getElementById(id); at('a').value = 65; at('b').value = 8; at('c').value = 'the result'</script>`,
    { head: '<style>progress:indeterminate { display: none }</style>' },
  ),
  technique(
    'form-indeterminate',
    ['half chosen'],
    `<label><input type="checkbox" id="a"> half chosen</label><label><input type="checkbox" id="b" style="width: 40px; height: 40px"> large</label>
<script>document.getElementById('a').indeterminate = document.getElementById('b').indeterminate = true</script>`,
    { head: '<style>input:indeterminate { outline: 3px solid #0a0 }</style>' },
  ),
  technique(
    'form-disabled',
    ['a disabled group'],
    `<fieldset id="f"><legend>a disabled group</legend><input value="x"><button>press</button></fieldset><input readonly value="read only"><input placeholder="a hint"><textarea placeholder="a longer hint" rows="2"></textarea>
<script>document.getElementById('f').disabled = true</script>`,
    {
      head: '<style>:disabled { background: #fdd } :read-only { color: #060 } :placeholder-shown { border-style: dashed } ::placeholder { color: #c0c }</style>',
    },
  ),
  technique(
    'form-validation',
    ['please look again'],
    `<form><input required><input type="email" id="e"><input id="c" value="taken"><p>please look again</p></form>
<script>document.getElementById('e').value = 'nonsense'; document.getElementById('c').setCustomValidity('taken')</script>`,
    {
      head: '<style>input:invalid { background: #fcc; border: 3px solid #c00 } input:valid { background: #cfc } form:has(:invalid) p { color: #c00 }</style>',
    },
  ),
  technique(
    'form-radios',
    ['third choice'],
    `<label><input type="radio" name="r" checked> first choice</label><label><input type="radio" name="r" id="t"> third choice</label><label><input type="checkbox" checked id="u"> taken back</label>
<script>document.getElementById('t').checked = true; document.getElementById('u').checked = false</script>`,
    {
      head: '<style>input { accent-color: #c06; width: 24px; height: 24px } label:has(:checked) { background: #fe8 }</style>',
    },
  ),
  technique(
    'form-editable',
    ['typed into the page'],
    `<div id="e" contenteditable="true">before</div><p contenteditable="plaintext-only">plain only</p><script>document.getElementById('e').innerHTML = 'typed into <b>the page</b>'</script>`.replace(
      '<b>the page</b>',
      'the page',
    ),
    {
      head: '<style>[contenteditable="true"] { background: #ffd; padding: 12px } [contenteditable]:read-write { border: 2px solid #08c }</style>',
    },
  ),
  technique(
    'form-buttons',
    ['press'],
    '<button><b>press</b> here</button><input type="submit" value="send it"><input type="reset"><input type="button" value="plain"><input type="file"><input type="image" src="/img/80x40-20.png" alt="go"><input list="l"><datalist id="l"><option value="one"></datalist>',
  ),
  technique(
    'form-styled-select',
    ['a styled choice'],
    '<select><button><selectedcontent></selectedcontent></button><option><i>*</i> a styled choice</option><option>other</option></select>',
    {
      head: '<style>select, ::picker(select) { appearance: base-select } select { background: #cdf; padding: 10px; border-radius: 10px }</style>',
    },
  ),
  technique(
    'form-focus',
    [],
    '<input id="i" value="with the focus"><button>other</button><script>document.getElementById("i").focus()</script>',
    { head: '<style>input:focus-visible { outline: 5px solid #f80 }</style>' },
  ),
]

const layers = [
  technique(
    'dialog-not-modal',
    ['an open dialog', 'behind it'],
    `<p>behind it</p><dialog id="d">an open dialog</dialog><div style="height: 100px"></div><script>document.getElementById('d').show()</script>`,
  ),
  technique(
    'dialog-backdrop',
    ['asks for a decision'],
    `<p>behind the backdrop</p><dialog id="d"><form method="dialog"><p>asks for a decision</p><button>yes</button></form></dialog><script>document.getElementById('d').showModal()</script>`,
    {
      head: '<style>dialog::backdrop { background: rgb(0 80 160 / 40%) } dialog:modal { border: 8px solid #f60 } dialog[open] { background: #ffe }</style>',
      probe: null,
    },
  ),
  technique(
    'dialog-stacked',
    ['the upper dialog'],
    `<dialog id="a" style="width: 400px; height: 200px">the lower dialog</dialog><dialog id="b">the upper dialog</dialog><script>document.getElementById('a').showModal(); document.getElementById('b').showModal()</script>`,
    { probe: null },
  ),
  technique(
    'popover-manual',
    ['a hint that stays', 'the second hint'],
    `<div id="a" popover="manual" style="top: 40px; left: 300px; margin: 0; inset: 120px auto auto 200px">a hint that stays</div><div id="b" popover="manual" style="margin: 0; inset: auto 20px 20px auto; background: #dfd">the second hint</div><div popover>never opened</div>
<script>document.getElementById('a').showPopover(); document.getElementById('b').showPopover()</script>`,
    { probe: null },
  ),
  technique(
    'popover-anchored',
    ['below its button'],
    `<button id="b" popovertarget="p" style="margin: 30px">menu</button><div id="p" popover>below its button</div><script>document.getElementById('b').click()</script>`,
    {
      head: '<style>#p { position-area: bottom span-right; margin: 4px; border: 4px solid #08c } #p:popover-open { background: #eef }</style>',
      probe: null,
    },
  ),
  technique(
    'popover-in-shadow',
    ['opened in the shadow'],
    `<div id="h"></div><script>
const root = document.getElementById('h').attachShadow({ mode: 'closed' })
root.innerHTML = '<style>[popover]:popover-open { border: 6px dashed #c0c; padding: 20px }</style><div popover>opened in the shadow</div>'
root.querySelector('[popover]').showPopover()
</script>`,
    { probe: null },
  ),
  technique(
    'details-opened',
    ['opened by a script', 'a second fold'],
    `<details id="a" name="one"><summary>fold</summary><p>opened by a script</p></details><details name="one"><summary>shut</summary>never seen</details><details open><summary>marked</summary>a second fold</details>
<script>document.getElementById('a').open = true</script>`,
    {
      head: '<style>details[open] > summary { color: #c00 } details::details-content { background: #eef; padding: 4px } summary::marker { content: "> " } details:open { border: 2px solid #0a0 }</style>',
    },
  ),
  technique(
    'inert',
    ['not to be touched'],
    '<div inert><p>not to be touched</p><button>dead</button></div>',
    { head: '<style>[inert] { opacity: .4; filter: grayscale(1) }</style>' },
  ),
]

const states = [
  technique(
    'controls-plain',
    ['as the browser draws it'],
    '<p><button>as the browser draws it</button> <button disabled>and not</button> <input type="submit" value="send"> <input value="written" size="30"> <input type="search" placeholder="sought"></p><p><textarea rows="3" cols="60">some lines</textarea> <select><option>chosen</select></p>',
  ),
  technique(
    'control-states',
    ['can be pressed', 'cannot'],
    `<button class="b">can be pressed</button> <button class="b" disabled>cannot</button> <select class="b"><option>chosen</select>
<fieldset disabled><legend>all of these</legend><input class="b" value="neither"></fieldset><p><input class="b" value="free"><input class="b" value="taken" disabled></p>`,
    {
      head: `<style>.b { appearance: none; border: 0; padding: 20px 50px; background: #06c; font: 20px sans-serif } button { color: #fff }
.b:disabled { background: #ccc; opacity: .4 } .b:enabled { outline: 4px solid #3a3 } .b:not(:disabled) { border-radius: 16px }</style>`,
    },
  ),
]

const scrolled = [
  // What scrolls is said by a sheet, which the copy of the page may get after its words.
  technique(
    'scrolled-by-sheet',
    ['the end of the page'],
    `<div style="height: 1500px"></div><div id="s">${LINES}</div><p>the end of the page</p><script>addEventListener('load', () => { document.getElementById('s').scrollTop = 333 })</script>`,
    {
      head: '<link rel="stylesheet" href="/t/css/part.css?%23s{height:200px;overflow:hidden%20auto}">',
    },
  ),
  technique(
    'scrolled-down',
    ['line 20'],
    `<div id="s" style="${BOX}">${LINES}</div><script>document.getElementById('s').scrollTop = 333</script>`,
  ),
  technique(
    'scrolled-both-ways',
    ['wide words'],
    `<div id="s" style="${BOX}"><div style="width: 900px; height: 700px; background: linear-gradient(135deg, #f00, #ff0, #0f0, #00f)">wide words</div></div><script>document.getElementById('s').scrollTo(250, 180)</script>`,
  ),
  technique(
    'scrolled-sideways',
    ['card 3'],
    `<div id="s" style="display: flex; gap: 10px; ${BOX}; scroll-snap-type: x mandatory; padding: 8px; scroll-padding: 8px">${Array.from({ length: 8 }, (_, at) => `<div style="flex: 0 0 180px; scroll-snap-align: start; background: hsl(${at * 40} 80% 80%)">card ${at}</div>`).join('')}</div><script>document.getElementById('s').scrollLeft = 580</script>`,
  ),
  technique(
    'scrolled-nested',
    ['line 9'],
    `<div id="s" style="${BOX}"><div style="height: 200px">above</div><div id="t" style="${BOX}">${LINES}</div><div style="height: 400px">below</div></div><script>document.getElementById('s').scrollTop = 160; document.getElementById('t').scrollTop = 120</script>`,
  ),
  technique(
    'scrolled-in-shadow',
    ['line 15'],
    `<div id="a"></div><script>
const root = document.getElementById('a').attachShadow({ mode: 'closed' })
root.innerHTML = '<style>section { ${BOX} }</style><section>${LINES}</section>'
root.querySelector('section').scrollTop = 250
</script>`,
  ),
  technique(
    'scrolled-text',
    ['plain text only'],
    `<pre id="s" style="${BOX}">${Array.from({ length: 40 }, (_, at) => `row ${at} plain text only`).join('\n')}</pre><script>document.getElementById('s').scrollTo(30, 200)</script>`,
  ),
  technique(
    'scrolled-sticky',
    ['stuck heading'],
    `<div id="s" style="${BOX}"><h3 style="position: sticky; top: 0; background: #fd8; margin: 0">stuck heading</h3>${LINES}</div><script>document.getElementById('s').scrollTop = 222</script>`,
  ),
  technique(
    'scrolled-from-right',
    ['a b c'],
    `<div id="s" dir="rtl" style="${BOX}"><div style="width: 900px; height: 90px; background: linear-gradient(90deg, #f00, #ff0, #0f0, #00f)">a b c</div></div><script>document.getElementById('s').scrollLeft = -220</script>`,
  ),
  technique(
    'scrolled-rows',
    ['row 60'],
    `<div id="s" style="${BOX}; position: relative"><div style="height: 4000px; position: relative" id="all"></div></div><script>
const box = document.getElementById('s'), all = document.getElementById('all')
const draw = () => { const first = Math.floor(box.scrollTop / 20); all.replaceChildren(...Array.from({ length: 10 }, (_, at) => { const row = document.createElement('div'); row.style.cssText = 'position: absolute; height: 20px; top: ' + (first + at) * 20 + 'px'; row.textContent = 'row ' + (first + at); return row })) }
box.addEventListener('scroll', draw); box.scrollTop = 1200; draw()
</script>`,
  ),
]

export const forms: Theme = { pages: [...controls, ...layers, ...states, ...scrolled], routes: {} }
