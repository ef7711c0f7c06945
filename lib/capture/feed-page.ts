// A feed as people read it: its entries one below the other, with their dates and words.
import type { Feed, FeedEntry } from './feed-reader.ts'
import { documentOf, escape } from './file-page.ts'

const asParagraphs = (texts: string[]) => texts.map((text) => `<p>${escape(text)}</p>`).join('')

/** The day, where a machine can read it; feeds say dates in many ways. */
function dayOf(said: string): string {
  const date = new Date(said)
  return Number.isNaN(date.getTime()) ? said : date.toISOString().slice(0, 10)
}

function headOf({ title, url, paragraphs, byline, date }: FeedEntry): string {
  const name = escape(title || paragraphs[0]?.slice(0, 80) || url)
  const linked = url ? `<a href="${escape(url)}" target="_blank" rel="noopener noreferrer">${name}</a>` : name
  const facts = [dayOf(date), byline].filter(Boolean).map(escape).join(' · ')
  return `<h2>${linked}</h2>${facts && `<p><small>${facts}</small></p>`}`
}

/** The frozen page of a feed. */
export function feedPage(title: string, { description, entries }: Feed): string {
  const cards = entries.map((entry) => `<article>${headOf(entry)}${asParagraphs(entry.paragraphs)}</article>`)
  const about = description && description !== title ? `<p>${escape(description)}</p>` : ''
  return documentOf(title, `<div class="feed"><h1>${escape(title)}</h1>${about}${cards.join('')}</div>`)
}

/** The same for the reader's view; not sanitised. */
export function feedReading({ entries }: Feed): string {
  return entries.map((entry) => headOf(entry) + asParagraphs(entry.paragraphs)).join('\n')
}
