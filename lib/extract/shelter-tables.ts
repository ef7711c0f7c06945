// Keeps tables of data out of Readability's hands: it would take a long one for the article itself, and lose its frame.

/** Cells of data are short; a table of long cells lays out a page. */
const MAX_MEAN_CELL_CHARACTERS = 200
const MARK = 'data-sheltered-table'

function isDataTable(table: Element): boolean {
  if (table.getAttribute('role') === 'presentation') return false
  if (table.querySelector('table, article, section, h1, h2') || table.parentElement?.closest('table'))
    return false
  const cells = table.querySelectorAll('td, th').length
  const isNamed = table.querySelector('th, thead, caption') !== null
  return isNamed && cells > 1 && (table.textContent ?? '').length / cells <= MAX_MEAN_CELL_CHARACTERS
}

/** Puts a paragraph with the same words in the place of each table of data, and returns the tables. */
export function shelterTables(document: Document): Element[] {
  const tables = [...document.querySelectorAll('table')].filter(isDataTable)
  tables.forEach((table, at) => {
    const stand = document.createElement('p')
    stand.setAttribute(MARK, String(at))
    stand.textContent = (table.textContent ?? '').replace(/\s+/g, ' ')
    table.replaceWith(stand)
  })
  return tables
}

/** Puts the tables back where their paragraphs are still there. */
export function restoreTables(content: Element, tables: readonly Element[]): void {
  for (const stand of content.querySelectorAll(`[${MARK}]`)) {
    const table = tables[Number(stand.getAttribute(MARK))]
    if (table) stand.replaceWith(table)
  }
}
