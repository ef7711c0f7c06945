// Takes sanitised HTML apart into tags and texts, without building a document of it.

// The sanitiser closes every tag, quotes every value, and writes `<` and `>` of texts and values as entities.
const PIECE = /<(\/?[a-z][a-z0-9]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>|[^<]+|</gi
const ENTITY = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([\da-f]{1,6}));/gi
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

export type HtmlPiece =
  | { kind: 'tag'; name: string; isEnd: boolean; attributes: string }
  /** An entity is a piece of its own; `from` and `to` say where in the HTML it is written. */
  | { kind: 'text'; text: string; from: number; to: number }

function characterOf([, name, decimal, hex]: RegExpExecArray): string {
  if (name !== undefined) return NAMED[name.toLowerCase()]!
  const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}

/** @param html  as `sanitizeArticle` wrote it */
export function* htmlPieces(html: string): Generator<HtmlPiece> {
  for (const match of html.matchAll(PIECE)) {
    const [piece, tag, attributes = ''] = match
    if (tag !== undefined) {
      const isEnd = tag.startsWith('/')
      yield { kind: 'tag', name: tag.slice(isEnd ? 1 : 0).toLowerCase(), isEnd, attributes }
      continue
    }
    let last = 0
    const plain = (end: number): HtmlPiece => ({
      kind: 'text',
      text: piece.slice(last, end),
      from: match.index + last,
      to: match.index + end,
    })
    for (const entity of piece.matchAll(ENTITY)) {
      if (entity.index > last) yield plain(entity.index)
      last = entity.index + entity[0].length
      yield {
        kind: 'text',
        text: characterOf(entity),
        from: match.index + entity.index,
        to: match.index + last,
      }
    }
    if (last < piece.length) yield plain(piece.length)
  }
}

/** Parts blocks of code: a character that no code needs, and every reader takes for white space. */
export const CODE_BORDER = '\f'

/** The blocks of code of an article, in their order; formulas are none. */
export function codeOfHtml(html: string): string {
  const blocks: string[] = []
  let block: string | null = null
  let isFormula = false
  for (const piece of htmlPieces(html)) {
    if (piece.kind === 'text') {
      if (block !== null) block += piece.text
    } else if (piece.name === 'pre' && !piece.isEnd) [block, isFormula] = ['', false]
    else if (piece.name === 'pre') {
      if (block !== null && !isFormula)
        blocks.push(block.replace(/^\n/, '').replaceAll(CODE_BORDER, ' ').trimEnd())
      block = null
    } else if (/(?:^|["\s])language-math(?:["\s]|$)/.test(piece.attributes)) isFormula = true
  }
  return blocks.filter(Boolean).join(CODE_BORDER)
}
