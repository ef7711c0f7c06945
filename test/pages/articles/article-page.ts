// An article as a site of a kind puts it on a page, and what has to be read out of it.

export interface ArticlePage {
  name: string
  url: string
  html: string
  title: string
  byline: string | null
  siteName: string | null
  /** ISO 8601. */
  published: string | null
  lang: string
  /** Blocks of code, to the space. */
  code: string[]
  /** Items of lists, each as one line. */
  items: string[]
  /** Sentences of the text. */
  says: string[]
  /** Rows of tables, their cells parted by tabs. */
  rows: string[]
  formulas: string[]
  /** Pictures that the article shows, by their source. */
  pictures: string[]
  /** Words around the article that are not of it. */
  leavesOut: string[]
}

type Facts = Omit<ArticlePage, 'html'>
const NOTHING = { siteName: null, published: null, code: [], items: [], rows: [], formulas: [], pictures: [] }

export function articlePage(
  facts: Partial<Facts> & Pick<Facts, 'name' | 'url' | 'title' | 'byline' | 'lang' | 'says' | 'leavesOut'>,
  head: string,
  body: string,
): ArticlePage {
  const html = `<!DOCTYPE html><html lang="${facts.lang}"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`
  return { ...NOTHING, ...facts, html }
}

/** A picture as the freezer names it. */
export const part = (letter: string) => letter.repeat(64)
export const escapeHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
export const p = (...texts: string[]) => texts.map((text) => `<p>${text}</p>`).join('')
export const li = (...texts: string[]) => texts.map((text) => `<li>${text}</li>`).join('')
