// The small print of Markdown: what has to be escaped where, and when stars do not make emphasis.

/** A formula in dollar signs: with something that only formulas have, or it may be two prices. */
const FORMULA = /\$\$[^$]+\$\$|\$(?=[^$\n]*[\\^_{}=])(?!\s)[^$\n]{1,500}?(?<!\s)\$/g

const escapePlain = (text: string) =>
  text
    .replaceAll(/[\\`*[\]~]/g, '\\$&')
    // Within a word an underscore is one.
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll(/<(?=[a-z/!?])/gi, '\\<')
    .replaceAll(/&(?=#?\w+;)/g, '\\&')

/** Text of a page as text in Markdown; formulas between dollar signs stay. */
export function escapeMarkdown(text: string): string {
  let written = ''
  let at = 0
  for (const { 0: formula, index } of text.matchAll(FORMULA)) {
    written += escapePlain(text.slice(at, index)) + formula
    at = index + formula.length
  }
  return written + escapePlain(text.slice(at))
}

/** A fence longer than every run of backticks within. */
const fenceFor = (code: string, least: number) =>
  '`'.repeat(Math.max(least, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)))

/** A block of code, to the space; a formula of several lines becomes one between double dollar signs. */
export function fenced(code: string, language: string): string {
  const text = code.replace(/\n$/, '')
  if (language === 'math') return `$$\n${text}\n$$`
  const fence = fenceFor(text, 3)
  return `${fence}${language}\n${text}\n${fence}`
}

/** Code within a line. */
export function inCode(code: string): string {
  const text = code.replaceAll(/\s*\n\s*/g, ' ')
  if (text.trim() === '') return text
  const fence = fenceFor(text, 1)
  const gap = /^`|`$|^ .* $/.test(text) ? ' ' : ''
  return fence + gap + text + gap + fence
}

/** What stands in a cell of a table: one line, without the sign that ends the cell. */
export function inTable(text: string): string {
  return text
    .replaceAll(/(?<!\\)((?:\\\\)*)\|/g, '$1\\|')
    .replaceAll(/\\?\n+/g, '<br>')
    .trim()
}

const TAGS: Record<string, string> = { '**': 'strong', '*': 'em', '~~': 'del' }
const PUNCTUATION = /[\p{P}\p{S}]/u
const OUTSIDE = /[\s\p{P}\p{S}]/u

/** The visible character next to a node within its parent, or a space at the border of it. */
function neighbour(sibling: Node | null, at: 0 | -1): string {
  return sibling?.textContent?.at(at) ?? ' '
}

/**
 * Text between emphasis marks, which must touch it. Chinese punctuation at the inner edge with a letter outside makes
 * marks that do not count (CommonMark 0.31, 6.2): tags say the same there.
 */
export function markEmphasis(node: Node, mark: '**' | '*' | '~~', inner: string): string {
  const text = inner.trim()
  if (text === '') return inner
  const [before, after] = [inner.match(/^\s*/)?.[0] ?? '', inner.match(/\s*$/)?.[0] ?? '']
  const fails = (edge: string, outside: string, gap: string) =>
    gap === '' && PUNCTUATION.test(edge) && !OUTSIDE.test(outside)
  const isLost =
    fails(text[0] ?? '', neighbour(node.previousSibling, -1), before) ||
    fails(text.at(-1) ?? '', neighbour(node.nextSibling, 0), after)
  const tag = TAGS[mark] ?? 'span'
  return isLost ? `${before}<${tag}>${text}</${tag}>${after}` : before + mark + text + mark + after
}
