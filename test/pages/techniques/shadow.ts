// Shadow trees in every shape: nested, closed, slotted, declared, dressed by constructed sheets, holding pixels and state.
import { send, type Exchange } from '../routes.ts'
import { technique, type Theme } from '../technique.ts'

/** Script that fills the shadow root of the element with this id. */
const fill = (id: string, mode: 'open' | 'closed', html: string, more = '') =>
  `<script>{ const root = document.getElementById('${id}').attachShadow({ mode: '${mode}' }); root.innerHTML = ${JSON.stringify(html).replaceAll('</', '<\\/')}; ${more} }</script>`

const BOX = 'display: block; padding: 16px; background: #246; color: #fff'

const pages = [
  technique(
    'shadow-nested',
    ['outer words', 'inner words', 'slotted twice'],
    `<div id="a"><b>slotted twice</b></div>${fill(
      'a',
      'open',
      `<style>div { ${BOX} }</style><div>outer words<x-in><slot></slot></x-in></div>`,
      `const inner = root.querySelector('x-in').attachShadow({ mode: 'open' })
       inner.innerHTML = '<style>p { border: 6px solid #f80 }</style><p>inner words <slot></slot></p>'`,
    )}`,
  ),
  technique(
    'shadow-closed-nested',
    ['behind two doors'],
    `<div id="a"></div>${fill(
      'a',
      'closed',
      '<x-in></x-in>',
      `const inner = root.firstChild.attachShadow({ mode: 'closed' })
       const sheet = new CSSStyleSheet(); sheet.replaceSync('p { background: #825; color: #fff; padding: 20px }')
       inner.adoptedStyleSheets = [sheet]
       inner.innerHTML = '<p>behind two doors</p><img src="/img/160x80-12.png" alt="">'`,
    )}`,
  ),
  technique(
    'shadow-slots',
    ['first place', 'second place', 'words of the fallback'],
    `<div id="a"><i slot="two">second place</i><b slot="one">first place</b><u slot="nowhere">never seen</u></div>${fill(
      'a',
      'open',
      '<style>::slotted(b) { background: #fd6; padding: 12px } ::slotted([slot=two]) { color: #a05 }</style><slot name="one"></slot><hr><slot name="two"></slot><hr><slot name="three"><em>words of the fallback</em></slot>',
    )}`,
  ),
  technique(
    'shadow-slots-manual',
    ['assigned by hand'],
    `<div id="a"><b>not assigned</b><i>assigned by hand</i></div>
<script>
const host = document.getElementById('a')
const root = host.attachShadow({ mode: 'open', slotAssignment: 'manual' })
root.innerHTML = '<style>p { background: #cde; padding: 14px }</style><p>before <slot></slot> after</p>'
root.querySelector('slot').assign(host.querySelector('i'))
</script>`,
  ),
  technique(
    'shadow-host-states',
    ['an open host'],
    `<div class="dark"><x-a id="a" open>light words</x-a></div>${fill(
      'a',
      'open',
      `<style>:host { display: block; border: 8px solid #999 } :host([open]) { border-color: #0a5 } :host-context(.dark) { background: #222; color: #eee }</style>an open host: <slot></slot>`,
    )}`,
  ),
  technique(
    'shadow-parts',
    ['a part dressed from outside'],
    `<style>x-a::part(label) { background: #fb0; padding: 20px } x-a::part(inner) { color: #06c; font-size: 24px }</style>
<x-a id="a"></x-a>${fill(
      'a',
      'open',
      '<span part="label">a part dressed from outside</span><x-b exportparts="deep: inner"></x-b>',
      `const inner = root.querySelector('x-b').attachShadow({ mode: 'open' }); inner.innerHTML = '<p part="deep">a deep part</p>'`,
    )}`,
  ),
  technique(
    'shadow-declared-closed',
    ['declared behind a door'],
    `<div><template shadowrootmode="closed"><style>p { ${BOX} }</style><p>declared behind a door</p><slot></slot></template><b>light words</b></div>`,
  ),
  technique(
    'shadow-shared-sheet',
    ['the first card', 'the second card'],
    `<x-c>the first card</x-c><x-c>the second card</x-c>
<script>
const shared = new CSSStyleSheet()
shared.replaceSync('p { padding: 12px; margin: 4px }')
customElements.define('x-c', class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets.push(shared)
    root.innerHTML = '<p><slot></slot></p>'
  }
})
shared.insertRule('p { background: url(/img/64x64-200.png) #9cf }', 1)
</script>`,
  ),
  technique(
    'shadow-linked-sheet',
    ['dressed by a link'],
    `<div id="a"></div>${fill('a', 'open', '<link rel="stylesheet" href="/t/shadow/linked.css"><p class="x">dressed by a link</p>')}`,
  ),
  technique(
    'shadow-variables',
    ['colours from outside'],
    `<style>:root { --tone: #070; --art: url(/img/64x64-300.png) }</style><div id="a"></div>${fill(
      'a',
      'closed',
      '<style>p { color: #fff; padding: 20px; background: var(--art) var(--tone) }</style><p>colours from outside</p>',
    )}`,
  ),
  technique(
    'shadow-in-frame',
    [],
    `<iframe width="400" height="120" srcdoc="<div id=a></div><script>document.getElementById('a').attachShadow({mode:'closed'}).innerHTML='<style>p{background:%23c63;background:#c63;padding:20px}</style><p>closed in a frame</p>'</script>"></iframe>`,
  ),
  technique(
    'shadow-form-state',
    [],
    `<div id="a"></div>${fill(
      'a',
      'closed',
      '<input><br><input type="checkbox"> <select><option>one</option><option>two</option></select><textarea></textarea>',
      `root.querySelector('input').value = 'typed in the shadow'; root.querySelector('[type=checkbox]').checked = true
       root.querySelector('select').value = 'two'; root.querySelector('textarea').value = 'long words'`,
    )}`,
  ),
  technique(
    'shadow-canvas',
    [],
    `<div id="a"></div>${fill(
      'a',
      'closed',
      '<canvas width="240" height="120"></canvas>',
      `const pen = root.firstChild.getContext('2d'); pen.fillStyle = '#080'; pen.fillRect(10, 10, 220, 100); pen.fillStyle = '#fff'; pen.fillRect(60, 40, 120, 40)`,
    )}`,
  ),
  technique(
    'shadow-sprite',
    [],
    `<div id="a"></div>${fill('a', 'open', '<svg width="300" height="120"><use href="/rare/sprite.svg#badge"/></svg>')}`,
  ),
  technique(
    'shadow-picture',
    [],
    `<div id="a"></div>${fill('a', 'open', '<picture><source media="(max-width: 10px)" srcset="/img/320x200-1.png"><source type="image/webp" srcset="/img/320x200-190.webp 1x, /img/640x400-10.webp 2x"><img src="/img/320x200-2.png" alt=""></picture>')}`,
  ),
  technique(
    'shadow-late-slot',
    ['slotted later'],
    `<div id="a"></div>${fill(
      'a',
      'open',
      '<p>nothing yet</p><slot></slot>',
      `root.querySelector('slot').addEventListener('slotchange', () => { root.querySelector('p').style.background = '#fc9' })
       setTimeout(() => document.getElementById('a').append('slotted later'), 100)`,
    )}`,
  ),
  technique(
    'shadow-many',
    ['card 199'],
    `<style>x-m { display: inline-block }</style><div id="all"></div><script>
const all = document.getElementById('all')
for (let number = 0; number < 200; number += 1) {
  const card = document.createElement('x-m')
  card.attachShadow({ mode: number % 2 ? 'closed' : 'open' }).innerHTML = '<style>b { background: hsl(' + number * 7 + ' 80% 80%) }</style><b>card ' + number + '</b> '
  all.append(card)
}
</script>`,
  ),
  technique(
    'element-internals',
    ['a custom state'],
    `<style>x-s:state(loaded) { background: #3a6; color: #fff; padding: 20px; display: block } x-s:state(broken) { display: none } x-f:invalid { outline: 4px solid #d00 }</style>
<x-s>a custom state</x-s><form><x-f>an invalid field</x-f></form>
<script>
customElements.define('x-s', class extends HTMLElement {
  #internals = this.attachInternals()
  connectedCallback() { this.#internals.states.add('loaded') }
})
customElements.define('x-f', class extends HTMLElement {
  static formAssociated = true
  #internals = this.attachInternals()
  connectedCallback() { this.#internals.setValidity({ valueMissing: true }, 'missing', this) }
})
</script>`,
  ),
  technique(
    'custom-element-built-in',
    ['a button that was built'],
    `<button is="x-button">plain</button><script>
customElements.define('x-button', class extends HTMLButtonElement { connectedCallback() { this.textContent = 'a button that was built'; this.style.padding = '24px' } }, { extends: 'button' })
</script>`,
  ),
]

const routes = {
  '/t/shadow/linked.css': (exchange: Exchange) =>
    send(exchange, '.x { padding: 30px; background: url(../../img/64x64-90.png) }', 'text/css'),
}

export const shadow: Theme = { pages, routes }
