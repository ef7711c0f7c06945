// What a feed says: RSS 0.9–2.0, Atom 1.0 (RFC 4287), JSON Feed 1.
import { helperSource } from './isolated-world.ts'

export interface FeedEntry {
  title: string
  /** Absolute; empty when there is none. */
  url: string
  byline: string
  /** As the feed says it. */
  date: string
  /** Plain text, a line for each block. */
  paragraphs: string[]
}

export interface Feed {
  title: string
  description: string
  entries: FeedEntry[]
}

/** Makes the reader; it runs in a world of ours, and what parsers make there is never drawn, fetched or run. */
function createFeedReader() {
  const MAX_ENTRIES = 500
  const MAX_WORDS_LENGTH = 200
  const MAX_PARAGRAPHS = 200
  const MAX_ENTRY_LENGTH = 20_000
  const BLOCKS = 'p,li,h1,h2,h3,h4,h5,h6,pre,blockquote,div,tr,figure,section,article'

  const short = (text: string | null | undefined) =>
    (text ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, MAX_WORDS_LENGTH)
  const children = (parent: Element, ...names: string[]) =>
    names.flatMap((name) => [...parent.children].filter(({ localName }) => localName === name))
  const child = (parent: Element, ...names: string[]) => children(parent, ...names)[0]

  function absolute(url: string | null | undefined): string {
    const parsed = URL.parse((url ?? '').trim(), document.baseURI)
    return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : ''
  }

  /** Feeds carry markup as text. A document made by the parser loads nothing and runs nothing. */
  function paragraphsOf(markup: string): string[] {
    const { body } = new DOMParser().parseFromString(markup, 'text/html')
    for (const mute of body.querySelectorAll('script,style,template,iframe')) mute.remove()
    for (const line of body.querySelectorAll('br')) line.replaceWith('\n')
    for (const block of body.querySelectorAll(BLOCKS)) block.append('\n')
    for (const block of body.querySelectorAll(BLOCKS)) block.prepend('\n')
    return (body.textContent ?? '')
      .slice(0, MAX_ENTRY_LENGTH)
      .split('\n')
      .map((line) => line.trim().replaceAll(/\s+/g, ' '))
      .filter(Boolean)
      .slice(0, MAX_PARAGRAPHS)
  }

  /** Atom says by `type` whether its words are text, markup as text, or elements. */
  function markupOf(element: Element | undefined): string {
    if (!element) return ''
    if (element.children.length > 0) return element.innerHTML
    const text = element.textContent ?? ''
    if (element.getAttribute('type') !== 'text') return text
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  }

  function linkOf(parent: Element): string {
    const links = children(parent, 'link')
    const alternate = links.find((link) => ['alternate', null].includes(link.getAttribute('rel')))
    return absolute(alternate?.getAttribute('href') ?? alternate?.textContent)
  }

  function entryOf(item: Element): FeedEntry {
    const byline = child(item, 'creator', 'author')
    return {
      title: short(paragraphsOf(markupOf(child(item, 'title'))).join(' ')),
      url: linkOf(item) || absolute(child(item, 'guid')?.textContent),
      byline: short(
        byline && child(byline, 'name') ? child(byline, 'name')?.textContent : byline?.textContent,
      ),
      date: short(child(item, 'pubDate', 'published', 'updated', 'date')?.textContent),
      paragraphs: paragraphsOf(markupOf(child(item, 'encoded', 'content', 'description', 'summary'))),
    }
  }

  function readXml(text: string): Feed | null {
    const root = new DOMParser().parseFromString(text, 'application/xml').documentElement
    if (!['rss', 'feed', 'RDF'].includes(root.localName)) return null
    const channel = root.localName === 'feed' ? root : child(root, 'channel')
    if (!channel) return null
    const items = children(root.localName === 'rss' ? channel : root, 'item', 'entry')
    return {
      title: short(child(channel, 'title')?.textContent),
      description: short(child(channel, 'description', 'subtitle')?.textContent),
      entries: items.slice(0, MAX_ENTRIES).map(entryOf),
    }
  }

  const asRecord = (value: unknown): Record<string, unknown> =>
    typeof value === 'object' && value !== null ? { ...value } : {}
  const asText = (value: unknown) => (typeof value === 'string' ? value : '')

  function readJson(text: string): Feed | null {
    let said: Record<string, unknown>
    try {
      said = asRecord(JSON.parse(text))
    } catch {
      return null // No JSON after all: it is shown as the text that it is.
    }
    const items = Array.isArray(said.items) ? said.items.slice(0, MAX_ENTRIES).map(asRecord) : []
    const escape = (plain: string) => plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    return {
      title: short(asText(said.title)),
      description: short(asText(said.description)),
      entries: items.map((item) => ({
        title: short(asText(item.title)),
        url: absolute(asText(item.url)),
        byline: short(asText(asRecord(Array.isArray(item.authors) ? item.authors[0] : item.author).name)),
        date: short(asText(item.date_published)),
        paragraphs: paragraphsOf(
          asText(item.content_html) || escape(asText(item.content_text) || asText(item.summary)),
        ),
      })),
    }
  }

  return {
    /** Null when the text is no feed. */
    read: (text: string): Feed | null => (/^\s*\{/.test(text) ? readJson(text) : readXml(text)),
  }
}

export const FEED_READER = helperSource('feed', createFeedReader)
