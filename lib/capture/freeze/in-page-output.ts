// Runs in the page's isolated world: collects markup, escaped here and nowhere else, and the pieces in between.
import type { Piece } from './pieces.ts'

export interface PageOutput {
  add(markup: string): void
  addPiece(piece: Exclude<Piece, string>): void
  addAttribute(name: string, value: string): void
  addText(text: string): void
  /** An attribute that names something shown, by its absolute URL. */
  addResource(attribute: string, url: string, whenMissing: 'drop' | 'empty'): void
  escapeAttribute(text: string): string
  /** Characters so far, style sheets included. */
  characters(): number
  pieces(): Piece[]
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createPageOutput(): PageOutput {
  const pieces: Piece[] = []
  let markup = ''
  let characters = 0

  const clean = (text: string) =>
    text.replaceAll('\0', '').toWellFormed().replaceAll('&', '&amp;').replaceAll('\u00a0', '&nbsp;')
  const escapeText = (text: string) =>
    clean(text).replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;')
  const escapeAttribute = (text: string) => escapeText(text).replaceAll('"', '&quot;')

  function add(text: string) {
    markup += text
    characters += text.length
  }

  function addPiece(piece: Exclude<Piece, string>) {
    pieces.push(markup, piece)
    markup = ''
    if ('css' in piece) characters += piece.css?.length ?? 0
  }

  return {
    add,
    addPiece,
    addAttribute: (name, value) => add(` ${name}="${escapeAttribute(value)}"`),
    addText: (text) => add(escapeText(text)),
    addResource: (attribute, url, whenMissing) => addPiece({ kind: 'resource', attribute, url, whenMissing }),
    escapeAttribute,
    characters: () => characters,
    pieces: () => [...pieces, markup],
  }
}
