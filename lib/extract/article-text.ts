// The article as plain text: blocks apart, lists numbered, tables by rows, code exactly as it is.

const BLOCK_TAGS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY DETAILS DIV DL DT DD FIGURE FIGCAPTION H1 H2 H3 H4 H5 H6 HR LI MAIN OL P PRE SECTION SUMMARY TABLE UL'.split(
    ' ',
  ),
)
const TEXT = 3
const ELEMENT = 1

const isElement = (node: Node): node is Element => node.nodeType === ELEMENT
const isBlock = (node: Node): node is Element => isElement(node) && BLOCK_TAGS.has(node.tagName)

interface Block {
  text: string
  /** Code keeps the left edge wherever it stands: its indentation is its own. */
  isCode: boolean
  /** An item of a list follows the one before without an empty line. */
  isTight: boolean
}

const prose = (text: string): Block => ({ text, isCode: false, isTight: false })

/** Inline text: white space collapsed as a browser does, `<br>` kept as a line break. */
function inlineText(node: Node): string {
  if (node.nodeType === TEXT) return (node.textContent ?? '').replace(/\s+/g, ' ')
  if (!isElement(node)) return ''
  if (node.tagName === 'BR') return '\n'
  return [...node.childNodes].map(inlineText).join('')
}

function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()
}

function tableBlocks(table: Element): Block[] {
  const rows = [...table.querySelectorAll('tr')].filter((row) => row.closest('table') === table)
  const lines = rows.map((row) =>
    [...row.children].map((cell) => tidy(inlineText(cell)).replace(/\n+/g, ' ')).join('\t'),
  )
  const text = lines.filter((line) => line.trim() !== '').join('\n')
  return text === '' ? [] : [prose(text)]
}

function listBlocks(list: Element): Block[] {
  const isOrdered = list.tagName === 'OL'
  let number = Number(list.getAttribute('start') ?? 1) || 1
  let isTight = false
  return [...list.children].flatMap((item) => {
    if (item.tagName !== 'LI') return isBlock(item) ? blocksOf(item) : []
    number = Number(item.getAttribute('value') ?? number) || number
    const marker = isOrdered ? `${number++}. ` : '- '
    const [first, ...rest] = blocksOf(item)
    if (!first) return []
    const indent = ' '.repeat(marker.length)
    const head = first.isCode
      ? [prose(marker.trimEnd()), first]
      : [prose(marker + first.text.replaceAll('\n', `\n${indent}`))]
    head[0]!.isTight = isTight
    // Items of several blocks stand apart, as their blocks do.
    isTight = rest.every((block) => block.isTight)
    const tail = rest.map((block) =>
      block.isCode ? block : { ...block, text: indent + block.text.replaceAll('\n', `\n${indent}`) },
    )
    return [...head, ...tail]
  })
}

/** The blocks of an element in reading order. Text beside blocks is a block of its own. */
function blocksOf(element: Element): Block[] {
  if (element.tagName === 'PRE') {
    const text = (element.textContent ?? '').replace(/^\n/, '').trimEnd()
    return text === '' ? [] : [{ text, isCode: true, isTight: false }]
  }
  if (element.tagName === 'TABLE') return tableBlocks(element)
  if (element.tagName === 'OL' || element.tagName === 'UL') return listBlocks(element)
  const blocks: Block[] = []
  let run = ''
  const endRun = () => {
    const text = tidy(run)
    if (text !== '') blocks.push(prose(text))
    run = ''
  }
  for (const child of element.childNodes) {
    if (isBlock(child) || holdsBlocks(child)) {
      endRun()
      blocks.push(...blocksOf(child))
    } else run += inlineText(child)
  }
  endRun()
  return blocks
}

/** Inline elements that a page wrapped around blocks. */
function holdsBlocks(node: Node): node is Element {
  return isElement(node) && [...node.children].some((child) => isBlock(child) || holdsBlocks(child))
}

/** Plain text of an article's element. Blocks are parted by an empty line, items of a list by a line break. */
export function articleText(root: Element): string {
  let text = ''
  for (const block of blocksOf(root)) {
    if (text !== '') text += block.isTight ? '\n' : '\n\n'
    text += block.text
  }
  return text
}

/** The blocks of code alone, parted by an empty line; formulas are none. */
export function articleCode(root: Element): string {
  return [...root.querySelectorAll('pre')]
    .filter((pre) => pre.querySelector('code.language-math') === null)
    .map((pre) => (pre.textContent ?? '').replace(/^\n/, '').trimEnd())
    .filter(Boolean)
    .join('\n\n')
}

const CJK = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}'
const LETTERS = `[[\\p{L}\\p{N}]--[${CJK}]]+`
const COUNTED = new RegExp(`[${CJK}]|${LETTERS}(?:['’.\\-]${LETTERS})*`, 'gv')

/** Han, kana and Hangul characters count one each, other words one each. */
export function countWords(text: string): number {
  let count = 0
  for (const _word of text.matchAll(COUNTED)) count += 1
  return count
}
