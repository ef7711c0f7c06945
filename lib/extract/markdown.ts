// Writes an article as Markdown (CommonMark with GFM tables, task lists and strikethrough) under YAML front matter.
import { parseHTML } from 'linkedom'
import { escapeMarkdown, fenced, inCode, inTable, markEmphasis } from './markdown-text.ts'

/** What the front matter says. */
export interface MarkdownFacts {
  title: string | null
  /** Where the article is from. */
  url: string
  byline: string | null
  capturedAt: Date
  tags?: readonly string[]
  /** Address for the source of a picture (a digest, in articles of ours); without an answer it stays as it is. */
  addressOf?: (source: string) => string | null
}

const BLOCKS = new Set(
  'ARTICLE ASIDE BLOCKQUOTE DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION SUMMARY TABLE UL'.split(
    ' ',
  ),
)

/** Cells of one table with those that others span: a short line of HTML claims ten thousand of them. */
const MAX_TABLE_CELLS = 1_000_000

const isElement = (node: Node | null): node is Element => node?.nodeType === 1
const isBlock = (node: Node): node is Element => isElement(node) && BLOCKS.has(node.tagName)
const holdsBlocks = (element: Element) => element.querySelector([...BLOCKS].join(',').toLowerCase()) !== null
const languageOf = (element: Element | null) =>
  /(?:^|\s)language-([\w+#-]+)/.exec(element?.getAttribute('class') ?? '')?.[1] ?? ''
const indent = (text: string, width: number) => text.replaceAll(/\n(?=.)/g, `\n${' '.repeat(width)}`)

class Writer {
  readonly #addressOf: (source: string) => string | null

  constructor(addressOf: ((source: string) => string | null) | undefined) {
    this.#addressOf = addressOf ?? (() => null)
  }

  /** The blocks within an element: runs of text between blocks become paragraphs. */
  blocksIn(parent: Node): string[] {
    const blocks: string[] = []
    let run: Node[] = []
    const endRun = () => {
      const text = this.#paragraph(run)
      if (text !== '') blocks.push(text)
      run = []
    }
    for (const child of parent.childNodes) {
      if (isBlock(child)) {
        endRun()
        blocks.push(...this.#block(child))
      } else if (isElement(child) && child.tagName !== 'A' && holdsBlocks(child)) {
        endRun()
        blocks.push(...this.blocksIn(child))
      } else run.push(child)
    }
    endRun()
    return blocks
  }

  #paragraph(nodes: readonly Node[]): string {
    const text = nodes.map((node) => this.#inline(node)).join('')
    return text
      .replaceAll(/[ \t]*\n[ \t]*/g, '\n')
      .replaceAll(/(\\\n)+$/g, '')
      .trim()
      .replaceAll(/^(#{1,6}(?=\s)|[-+](?=\s)|>|=+$|-{3,}$)/gm, '\\$1')
      .replaceAll(/^(\d{1,9})([.)])(?=\s)/gm, '$1\\$2')
  }

  #inlineOf(element: Element): string {
    return this.#paragraph([...element.childNodes]).replaceAll(/\\?\n/g, ' ')
  }

  #block(element: Element): string[] {
    switch (element.tagName) {
      case 'H1':
      case 'H2':
      case 'H3':
      case 'H4':
      case 'H5':
      case 'H6': {
        const text = this.#inlineOf(element)
        return text === '' ? [] : [`${'#'.repeat(Number(element.tagName[1]))} ${text}`]
      }
      case 'HR':
        return ['---']
      case 'PRE':
        return [fenced(element.textContent ?? '', languageOf(element.querySelector('code') ?? element))]
      case 'BLOCKQUOTE':
        return [this.blocksIn(element).join('\n\n').replaceAll(/^/gm, '> ').replaceAll(/^> $/gm, '>')]
      case 'UL':
      case 'OL':
        return [this.#list(element)]
      case 'TABLE':
        return this.#table(element)
      case 'DT':
      case 'SUMMARY': {
        const text = this.#inlineOf(element)
        return text === '' ? [] : [`**${text}**`]
      }
      case 'FIGCAPTION': {
        const text = this.#inlineOf(element)
        return text === '' ? [] : [`*${text}*`]
      }
      default:
        return this.blocksIn(element)
    }
  }

  #list(list: Element): string {
    const isOrdered = list.tagName === 'OL'
    let number = Number(list.getAttribute('start') ?? 1) || 1
    const items: string[] = []
    for (const item of list.children) {
      number = Number(item.getAttribute('value') ?? number) || number
      const marker = isOrdered ? `${number}. ` : '- '
      const box = item.querySelector('input[type=checkbox]')
      const task = box ? `[${box.hasAttribute('checked') ? 'x' : ' '}] ` : ''
      const blocks = item.tagName === 'LI' ? this.blocksIn(item) : this.#block(item)
      // A list right below its item's text is tight; other blocks stand apart.
      const text = blocks.reduce(
        (sum, block) => sum + (sum === '' ? '' : /^(?:- |\d+\. )/.test(block) ? '\n' : '\n\n') + block,
        '',
      )
      items.push(marker + task + indent(text, marker.length))
      number += 1
    }
    return items.join('\n')
  }

  #table(table: Element): string[] {
    const rows = [...table.querySelectorAll('tr')]
    const isLayout =
      table.querySelector('table, pre') !== null || rows.every((row) => row.children.length < 2)
    const grid = isLayout ? null : this.#grid(rows)
    const width = grid?.reduce((most, row) => Math.max(most, row.length), 0) ?? 0
    if (!grid || width * grid.length > MAX_TABLE_CELLS)
      return [...table.querySelectorAll('caption, td, th')].flatMap((cell) => this.#cellBlocks(cell))
    const line = (cells: readonly string[]) =>
      `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`
    const [head = [], ...body] = grid
    const caption = table.querySelector('caption')
    const title = caption ? this.#block(caption) : []
    return [...title, [line(head), line(Array(width).fill('---')), ...body.map(line)].join('\n')]
  }

  /** Blocks of a cell of a table that only lays out; those of tables within it are its own business. */
  #cellBlocks(cell: Element): string[] {
    return cell.parentElement?.closest('td, th') ? [] : this.blocksIn(cell)
  }

  /** Cells by row and column; cells that others span are empty. Null when they are too many. */
  #grid(rows: readonly Element[]): string[][] | null {
    const grid: string[][] = rows.map(() => [])
    let cells = 0
    const spanOf = (cell: Element, name: string) =>
      Math.min(Math.max(Number(cell.getAttribute(name) ?? 1) || 1, 1), 100)
    for (const [at, row] of rows.entries()) {
      let column = 0
      for (const cell of row.children) {
        while (grid[at]?.[column] !== undefined) column += 1
        const [width, height] = [spanOf(cell, 'colspan'), spanOf(cell, 'rowspan')]
        if ((cells += width * height) > MAX_TABLE_CELLS) return null
        const text = inTable(this.blocksIn(cell).join('\n'))
        for (let y = at; y < Math.min(at + height, grid.length); y += 1)
          for (let x = column; x < column + width; x += 1) grid[y]![x] = y === at && x === column ? text : ''
        column += width
      }
    }
    return grid.map((row) => Array.from(row, (text) => text ?? ''))
  }

  #inline(node: Node): string {
    if (node.nodeType === 3) return escapeMarkdown((node.textContent ?? '').replaceAll(/\s+/g, ' '))
    if (!isElement(node)) return ''
    const inner = () => [...node.childNodes].map((child) => this.#inline(child)).join('')
    switch (node.tagName) {
      case 'BR':
        return '\\\n'
      case 'IMG':
        return this.#image(node)
      case 'A':
        return this.#link(
          node,
          inner()
            .trim()
            .replaceAll(/\s*\\?\n\s*/g, ' '),
        )
      case 'CODE':
      case 'KBD':
      case 'SAMP':
        return languageOf(node) === 'math' ? `$${node.textContent ?? ''}$` : inCode(node.textContent ?? '')
      case 'B':
      case 'STRONG':
        return markEmphasis(node, '**', inner())
      case 'EM':
      case 'I':
        return markEmphasis(node, '*', inner())
      case 'DEL':
      case 'S':
        return markEmphasis(node, '~~', inner())
      case 'SUB':
      case 'SUP':
      case 'MARK': {
        const name = node.tagName.toLowerCase()
        return `<${name}>${inner()}</${name}>`
      }
      case 'INPUT':
        return ''
      default:
        return inner()
    }
  }

  #image(image: Element): string {
    const source = image.getAttribute('src') ?? ''
    const address = this.#addressOf(source) ?? source
    const alt = escapeMarkdown((image.getAttribute('alt') ?? '').replaceAll(/\s+/g, ' '))
    return address === '' ? alt : `![${alt}](${target(address)})`
  }

  #link(link: Element, text: string): string {
    const address = link.getAttribute('href') ?? ''
    return address === '' || text === '' ? text : `[${text}](${target(address)})`
  }
}

/** An address between brackets: what would end it is percent-encoded. */
function target(address: string): string {
  return address.replaceAll(/[\s()<>\\]/g, (character) =>
    character === '(' || character === ')'
      ? `%${character.charCodeAt(0).toString(16)}`
      : encodeURIComponent(character),
  )
}

// A JSON string is a YAML string (YAML 1.2, 10.2).
function frontMatter({ title, url, byline, capturedAt, tags = [] }: MarkdownFacts): string {
  const lines = [
    ...(title === null ? [] : [`title: ${JSON.stringify(title)}`]),
    `source: ${JSON.stringify(url)}`,
    ...(byline === null ? [] : [`author: ${JSON.stringify(byline)}`]),
    `captured_at: ${capturedAt.toISOString()}`,
    ...(tags.length === 0 ? [] : [`tags: ${JSON.stringify(tags)}`]),
  ]
  return `---\n${lines.join('\n')}\n---\n`
}

/**
 * The article as Markdown. Code keeps its language and its exact text; tables keep their columns; lists nest; formulas
 * between dollar signs stay as they are.
 *
 * @param html  sanitised article (lib/extract/sanitize.ts), nested 200 deep at most
 */
export function articleMarkdown(html: string, facts: MarkdownFacts): string {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`)
  // The parser ends a text at each character reference; what is escaped depends on what follows.
  document.body.normalize()
  const blocks = new Writer(facts.addressOf).blocksIn(document.body)
  const heading = facts.title === null ? [] : [`# ${escapeMarkdown(facts.title)}`]
  return `${frontMatter(facts)}\n${[...heading, ...blocks].join('\n\n')}\n`
}
