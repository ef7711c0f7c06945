// The article that a page describes in JSON-LD, whatever shape it took.

export interface JsonLdArticle {
  headline: string | null
  author: string | null
  datePublished: string | null
  publisher: string | null
  image: string | null
}

type Fields = Record<string, unknown>

const ARTICLE_TYPE = /(?:Article|Posting|Report|WebPage|QAPage|HowTo|cambrian)/i
/** A page has a few blocks; one that has thousands wants to keep somebody busy. */
const MAX_BLOCKS = 50
const MAX_DEPTH = 6

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

function parse(text: string): unknown {
  try {
    // Some publishing systems leave raw line breaks within strings.
    return JSON.parse(text.replace(/[\u0000-\u001f]+/g, ' '))
  } catch {
    return null // broken data is as good as none
  }
}

/** All objects of a block, outer ones first; `@graph` and arrays are opened. */
function objectsIn(value: unknown, depth = 0): Fields[] {
  if (depth > MAX_DEPTH) return []
  if (Array.isArray(value)) return value.flatMap((item) => objectsIn(item, depth + 1))
  if (!isFields(value)) return []
  return [value, ...objectsIn(value['@graph'], depth + 1)]
}

/** A text, the `name` or `url` of an object, or the first of several. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null
  if (Array.isArray(value)) {
    const names = value.map(textOf).filter((name) => name !== null)
    return names.length > 0 ? names.slice(0, 5).join(', ') : null
  }
  return isFields(value) ? (textOf(value['name']) ?? textOf(value['url'])) : null
}

/** Reads the JSON-LD of a page (schema.org articles, and Baidu's cambrian form); all null where there is none. */
export function readJsonLd(document: Document): JsonLdArticle {
  const blocks = [...document.querySelectorAll('script[type="application/ld+json"]')].slice(0, MAX_BLOCKS)
  const objects = blocks.flatMap((block) => objectsIn(parse(block.textContent ?? '')))
  const isArticle = (fields: Fields) =>
    ARTICLE_TYPE.test(String(fields['@type'] ?? '')) || ARTICLE_TYPE.test(String(fields['@context'] ?? ''))
  const article = objects.find((fields) => fields['headline'] !== undefined) ?? objects.find(isArticle) ?? {}
  const [image] = [article['image']].flat()
  return {
    headline: textOf(article['headline']) ?? textOf(article['title']),
    author: textOf(article['author']),
    datePublished: textOf(article['datePublished']) ?? textOf(article['pubDate']),
    publisher: textOf(article['publisher']),
    image: textOf(isFields(image) ? image['url'] : image),
  }
}
