// Gives formulas back their source: what KaTeX, MathJax and sites draw as piles of boxes becomes TeX, as it was written.

/** What stands around one drawn formula; the outermost that matches is replaced. */
const DRAWN = [
  '.katex-display',
  '.katex',
  'mjx-container',
  '.MathJax_Display',
  '.MathJax[data-mathml]',
  '.mwe-math-element',
  '.ztext-math',
  'img[eeimg]',
  'img[src*="equation?tex="]',
  'math',
].join(',')
const BLOCK = '.katex-display, .MathJax_Display, mjx-container[display="true"], math[display="block"]'
/** A formula of more characters is something else. */
const MAX_CHARACTERS = 5_000

const nameOf = (element: Element) => element.tagName.toLowerCase()
const wordOf = (element: Element) => (element.textContent ?? '').trim()

/** MathML as TeX, for what was drawn without leaving its source: structure and signs, no spacing. */
function texOfMathml(element: Element): string {
  const parts = [...element.children].map(texOfMathml)
  const [first = '', second = '', third = ''] = parts
  switch (nameOf(element)) {
    case 'mi':
    case 'mn':
    case 'mo':
      return wordOf(element)
    case 'mtext':
    case 'ms':
      return `\\text{${wordOf(element)}}`
    case 'mfrac':
      return `\\frac{${first}}{${second}}`
    case 'msqrt':
      return `\\sqrt{${parts.join(' ')}}`
    case 'mroot':
      return `\\sqrt[${second}]{${first}}`
    case 'msup':
    case 'mover':
      return `${first}^{${second}}`
    case 'msub':
    case 'munder':
      return `${first}_{${second}}`
    case 'msubsup':
    case 'munderover':
      return `${first}_{${second}}^{${third}}`
    case 'mtr':
      return parts.join(' & ')
    case 'mtable':
      return `\\begin{matrix}${parts.join(' \\\\ ')}\\end{matrix}`
    case 'annotation':
    case 'annotation-xml':
    case 'mspace':
      return ''
    default:
      return parts.filter(Boolean).join(' ')
  }
}

function texOfMath(math: Element): string {
  const annotation = math.querySelector('annotation[encoding="application/x-tex"]')
  return annotation ? wordOf(annotation) : (math.getAttribute('alttext')?.trim() ?? texOfMathml(math))
}

/** MathJax 2 keeps the MathML of a formula in an attribute. */
function mathIn(document: Document, drawn: Element): Element | null {
  if (nameOf(drawn) === 'math') return drawn
  const math = drawn.querySelector('math')
  if (math) return math
  const holder = drawn.matches('[data-mathml]') ? drawn : drawn.querySelector('[data-mathml]')
  const markup = holder?.getAttribute('data-mathml')
  if (!markup || markup.length > 10 * MAX_CHARACTERS) return null
  const box = document.createElement('div')
  box.innerHTML = markup
  return box.querySelector('math')
}

function texOf(document: Document, drawn: Element): string {
  const said = drawn.getAttribute('data-tex') ?? (nameOf(drawn) === 'img' ? drawn.getAttribute('alt') : null)
  if (said) return said.trim()
  const math = mathIn(document, drawn)
  return math ? texOfMath(math) : ''
}

/** Replaces every drawn formula by `<code class="language-math">` with its TeX, in a `<pre>` when it stands alone. */
export function restoreFormulas(document: Document): void {
  for (const drawn of document.querySelectorAll(DRAWN)) {
    if (drawn.parentElement?.closest(DRAWN)) continue
    const tex = texOf(document, drawn)
    if (tex === '' || tex.length > MAX_CHARACTERS) continue
    const isBlock = drawn.matches(BLOCK) || drawn.querySelector(BLOCK) !== null
    const code = document.createElement('code')
    code.setAttribute('class', 'language-math')
    code.textContent = tex
    const stand = isBlock ? document.createElement('pre') : code
    if (isBlock) stand.append(code)
    drawn.replaceWith(stand)
  }
}
