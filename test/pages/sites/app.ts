// An application that draws itself: modules, JSON by GET and POST, custom elements, open and closed shadow roots, adopted sheets.
import { invent } from './invent.ts'
import { madeSite } from './made-site.ts'

const MAIN = `import { api } from './api.js'
import './parts.js'
const view = new URL(document.querySelector('script[type=module]').dataset.view, location.href).hash.slice(1)
document.adoptedStyleSheets = [...document.adoptedStyleSheets, await sheetOf('body{margin:0;font:15px/1.5 system-ui;background:#eef1f6;color:#223}x-shell{display:grid;grid-template-columns:220px 1fr;min-height:100vh}')]
async function sheetOf(css) { const sheet = new CSSStyleSheet(); await sheet.replace(css); return sheet }
const [people, tasks] = await Promise.all([api('people.json'), api('tasks.json', { method: 'GET' })])
const shell = document.createElement('x-shell')
shell.view = view
document.getElementById('root').replaceChildren(shell)
for (const task of tasks.filter((one) => view !== 'open' || one.isOpen)) {
  const card = document.createElement('x-task')
  card.task = task
  card.owner = people[task.owner]
  card.append(Object.assign(document.createElement('p'), { textContent: task.text }))
  shell.append(card)
}
if (view === 'board') { shell.classList.add('board'); document.adoptedStyleSheets[0].insertRule('x-task{font-size:13px}', 0) }
history.replaceState({}, '', '#/' + view)
document.title = 'Desk: ' + tasks.length + ' tasks'`

const API = `const cache = new Map()
export async function api(path, options) {
  if (!cache.has(path)) cache.set(path, fetch(new URL(path, import.meta.url), options).then((answer) => answer.json()))
  return cache.get(path)
}`

const PARTS = `const shared = new CSSStyleSheet()
shared.replaceSync(':host{display:block}h3{margin:0 0 4px;color:var(--tint,#234)}.chip{display:inline-block;padding:2px 8px;border-radius:9px;background:#dde;margin-right:6px;font-size:12px}')
customElements.define('x-shell', class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [shared]
    root.innerHTML = '<style>nav{background:#223a5e;color:#fff;padding:20px;position:sticky;top:0;height:100vh;box-sizing:border-box}nav a{color:#cde;display:block;margin:8px 0}.list{padding:24px;display:grid;gap:14px;align-content:start}:host(.board) .list{grid-template-columns:repeat(3,1fr)}::slotted(x-task:nth-child(3n)){--tint:#a33}</style><nav part="nav"><h2>Desk</h2><a href="list.html">List</a><a href="board.html">Board</a><a href="open.html">Open</a></nav><div class="list"><slot></slot></div>'
  }
})
customElements.define('x-task', class extends HTMLElement {
  #root = this.attachShadow({ mode: 'closed', delegatesFocus: true })
  connectedCallback() {
    this.#root.adoptedStyleSheets = [shared]
    this.#root.innerHTML = '<style>article{background:#fff;border-radius:10px;padding:14px 18px;box-shadow:0 1px 4px #0002;display:flex;gap:14px}img{border-radius:50%}::slotted(p){margin:0;color:#667}</style><article><img width="48" height="48" alt=""><div><h3></h3><slot></slot><p class="chips"></p><x-bar></x-bar></div></article>'
    this.#root.querySelector('img').src = '/img/48x48-' + this.owner.hue + '.png'
    this.#root.querySelector('h3').textContent = this.task.title + ' · ' + this.owner.name
    this.#root.querySelector('.chips').innerHTML = this.task.tags.map((tag) => '<span class="chip">' + tag + '</span>').join('')
    this.#root.querySelector('x-bar').setAttribute('done', this.task.done)
  }
})
customElements.define('x-bar', class extends HTMLElement {
  static observedAttributes = ['done']
  attributeChangedCallback(name, before, done) {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    root.innerHTML = '<canvas width="240" height="10"></canvas>'
    const pen = root.querySelector('canvas').getContext('2d')
    pen.fillStyle = '#dde'; pen.fillRect(0, 0, 240, 10); pen.fillStyle = '#4a7'; pen.fillRect(0, 0, done * 2.4, 10)
  }
})`

const view = (name: string) => () =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Desk</title>
<link rel="modulepreload" href="api.js"><link rel="modulepreload" href="parts.js"></head>
<body><div id="root"><p>Loading…</p></div><noscript>This application needs scripts.</noscript><script type="module" data-view="#${name}" src="main.js"></script></body></html>`

export const app = madeSite('app', {
  'list.html': view('list'),
  'board.html': view('board'),
  'open.html': view('open'),
  'main.js': () => MAIN,
  'api.js': () => API,
  'parts.js': () => PARTS,
  'people.json': () => {
    const { person, number } = invent('people')
    return JSON.stringify(
      Array.from({ length: 12 }, (_value, at) => ({
        name: person(at % 2 ? 'zh' : 'en'),
        hue: number(0, 359),
      })),
    )
  },
  'tasks.json': () => {
    const { title, paragraph, number, pick } = invent('tasks')
    return JSON.stringify(
      Array.from({ length: 42 }, (_value, at) => ({
        title: title(at % 2 ? 'zh' : 'en'),
        text: paragraph(at % 2 ? 'zh' : 'en', 3),
        owner: number(0, 11),
        isOpen: number(0, 2) > 0,
        done: number(0, 100),
        tags: [pick(['design', 'bug', '文档']), pick(['now', 'later'])],
      })),
    )
  },
})
