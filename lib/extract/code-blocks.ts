// Rebuilds every block of code as <pre><code> with real line breaks: no gutters, no copy buttons, no table of lines.
// It runs before Readability, which would drop the gutters' neighbours or keep the gutters.
import { unwrapEditors } from './code-editors.ts'

/** Wrappers that sites put around code and its line numbers. Outermost first: the first that matches is rebuilt. */
const CONTAINERS = [
  'figure.highlight',
  'table.highlight',
  '.highlighttable',
  '.rouge-table',
  '.syntaxhighlighter',
  '.code-snippet__fix',
  '.cnblogs_code',
  '.code-toolbar',
  'table.hljs-ln',
].join(',')

const GUTTER = /line[-_]*(?:num|no|index)|ln-n|numbering|gutter|blob-num|(?:^|\s)gl(?:\s|$)/i
const BUTTON =
  /(?:^|[\s_-])copy(?!able)|clipboard|hljs-button|hide-?pre-?code|code-block-extension-header|toolbar/i
const LINE = /(?:^|[\s_-])(?:code-?line|token-line|view-line|line|code-snippet_outer)(?:\s|$)/i
const LINE_TAGS = new Set(['DIV', 'P', 'LI', 'TR', 'PRE', 'SECTION'])
/** Between their children white space is layout, not code. */
const LAYOUT_TAGS = new Set(['TABLE', 'TBODY', 'THEAD', 'TR', 'UL', 'OL'])

const ELEMENT = 1
const TEXT = 3

const isElement = (node: Node | null): node is Element => node?.nodeType === ELEMENT
const classOf = (element: Element) => element.getAttribute('class') ?? ''

/** Line numbers: said to be so by their class, or a list that counts; and nothing but numbers in them. */
function isGutter(element: Element): boolean {
  const text = element.textContent ?? ''
  if (!/^[\d\s+▾▸-]*$/.test(text)) return false
  if (GUTTER.test(classOf(element))) return true
  if (element.tagName !== 'UL' && element.tagName !== 'OL') return false
  const numbers = [...element.children].map((item) => Number(item.textContent))
  return numbers.length > 1 && numbers.every((number, at) => number === numbers[0]! + at)
}

function isButton(element: Element): boolean {
  const { tagName } = element
  if (tagName === 'BUTTON' || element.getAttribute('role') === 'button') return true
  return tagName !== 'CODE' && tagName !== 'PRE' && BUTTON.test(classOf(element))
}

/** Does a line end right behind this element by what is written there? */
function isBroken(element: Element): boolean {
  const next = element.nextSibling
  if (isElement(next)) return next.tagName === 'BR'
  return (element.textContent ?? '').endsWith('\n') || /^[^\S\n]*\n/.test(next?.textContent ?? '')
}

/** Elements that are drawn as a line of their own: blocks, and spans that a style sheet makes blocks. */
function isLine(element: Element): boolean {
  if (LINE_TAGS.has(element.tagName)) return true
  if (element.tagName === 'CODE') {
    const isOneOfMany = isElement(element.previousElementSibling) || isElement(element.nextElementSibling)
    return isOneOfMany && element.parentElement?.tagName === 'PRE' && !isBroken(element)
  }
  return LINE.test(classOf(element)) && !isBroken(element)
}

/** White space between two lines that are elements. */
function isBetweenLines(text: Node): boolean {
  if (/\S/.test(text.textContent ?? '')) return false
  const parent = text.parentElement
  if (parent && LAYOUT_TAGS.has(parent.tagName)) return true
  const neighbours = [text.previousSibling, text.nextSibling].filter(isElement)
  return neighbours.some((neighbour) => LINE_TAGS.has(neighbour.tagName))
}

class CodeWriter {
  text = ''

  write(node: Node): void {
    if (node.nodeType === TEXT) {
      if (!isBetweenLines(node)) this.text += node.textContent ?? ''
      return
    }
    if (!isElement(node) || node.tagName === 'FIGCAPTION' || isGutter(node) || isButton(node)) return
    if (node.tagName === 'BR') this.text += '\n'
    else if (isLine(node)) this.#writeLine(node)
    else this.writeChildren(node)
  }

  writeChildren(element: Element): void {
    for (const child of element.childNodes) this.write(child)
  }

  #writeLine(element: Element): void {
    if (this.text !== '' && !this.text.endsWith('\n')) this.text += '\n'
    const start = this.text.length
    this.writeChildren(element)
    if (this.text.length === start || !this.text.endsWith('\n')) this.text += '\n'
  }
}

/** The code within an element as it would be typed: tabs and spaces kept, line numbers and buttons left out. */
function codeText(element: Element): string {
  const writer = new CodeWriter()
  writer.writeChildren(element)
  return (
    writer.text
      .replace(/\r\n?/g, '\n')
      .replaceAll('\u00a0', ' ')
      .replace(/[\u200b\u2060\ufeff]/g, '')
      // What highlighters put into an empty line to give it a height.
      .replace(/^ $/gm, '')
      .replace(/^(?:[^\S\n]*\n)+/, '')
      .trimEnd()
  )
}

const NAMED_LANGUAGE = /(?:^|\s)(?:language|lang|brush:?|highlight-source|highlight-text)[-:\s]\s*([\w+#-]+)/i
// Bare class names are believed only when they are a language's.
const LANGUAGES = new Set(
  'bash c clojure cmd cpp cs csharp css dart diff docker dockerfile elixir erlang go graphql groovy haskell html ini java javascript js json jsx kotlin less lua makefile markdown matlab nginx objectivec perl php plaintext powershell protobuf python py r ruby rust scala scss sh shell sql swift toml ts tsx typescript vue xml yaml yml zig'.split(
    ' ',
  ),
)
const NO_LANGUAGE = new Set(['none', 'plaintext', 'text', 'plain', 'nohighlight'])

function languageOf(element: Element): string | null {
  const candidates = [element, ...element.querySelectorAll('pre, code, td.code'), element.parentElement]
  for (const candidate of candidates) {
    if (!candidate) continue
    const said = candidate.getAttribute('data-lang') ?? candidate.getAttribute('data-language')
    const named = NAMED_LANGUAGE.exec(classOf(candidate))?.[1]
    const bare = classOf(candidate)
      .split(/\s+/)
      .find((name) => LANGUAGES.has(name.toLowerCase()))
    const language = (said ?? named ?? bare)?.toLowerCase()
    if (language && /^[\w+#-]{1,20}$/.test(language) && !NO_LANGUAGE.has(language)) return language
  }
  return null
}

function rebuild(document: Document, block: Element): void {
  const text = codeText(block)
  if (text === '') return
  const pre = document.createElement('pre')
  const code = document.createElement('code')
  const language = languageOf(block)
  if (language) code.setAttribute('class', `language-${language}`)
  code.append(document.createTextNode(text))
  pre.append(code)
  const caption = block.querySelector('figcaption')?.textContent?.trim()
  if (caption) {
    const line = document.createElement('p')
    line.textContent = caption
    block.before(line)
  }
  block.replaceWith(pre)
}

/** Pictures may stand in a <pre> of prose; what belongs to buttons does not count. */
function holdsPictures(element: Element): boolean {
  const pictures = [...element.querySelectorAll('img, picture, video')]
  return pictures.some((picture) => {
    for (let at = picture.parentElement; at && at !== element; at = at.parentElement)
      if (isButton(at)) return false
    return true
  })
}

const isInside = (element: Element, selector: string) => element.parentElement?.closest(selector) != null

/** Code of several lines that has no <pre>: a style sheet drew it as a block. */
function isBareBlock(code: Element): boolean {
  if (isInside(code, 'pre')) return false
  return code.querySelector('br, div, li') !== null || /\S\s*\n\s*\S/.test(code.textContent ?? '')
}

/** Rebuilds all blocks of code of the document in place; their language stays as `class="language-…"`. */
export function rebuildCodeBlocks(document: Document): void {
  unwrapEditors(document)
  for (const container of document.querySelectorAll(CONTAINERS)) {
    const isOutermost = !isInside(container, `pre, ${CONTAINERS}`)
    const holdsCode = container.querySelector('pre, code, td, li, .line') !== null
    if (isOutermost && holdsCode && !holdsPictures(container)) rebuild(document, container)
  }
  for (const pre of document.querySelectorAll('pre'))
    if (!isInside(pre, 'pre') && !holdsPictures(pre)) rebuild(document, pre)
  for (const code of document.querySelectorAll('code')) if (isBareBlock(code)) rebuild(document, code)
}
