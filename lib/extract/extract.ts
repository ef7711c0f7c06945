// From a page's DOM to its article: one function of the document, whatever built the document.
import { Readability } from '@mozilla/readability'
import { MAX_EXCERPT_CHARACTERS } from '#lib/kernel/limits.ts'
import { makeAbsolute } from './absolute-addresses.ts'
import type { Article } from './article.ts'
import { articleCode, articleText, countWords } from './article-text.ts'
import { rebuildCodeBlocks } from './code-blocks.ts'
import { restoreFormulas } from './formulas.ts'
import { languageClaims, languageOf } from './language.ts'
import { copyMainPart, isFragment } from './main-part.ts'
import { readMetadata } from './metadata.ts'
import { prepareDocument } from './prepare-document.ts'
import { sanitizeArticle } from './sanitize.ts'
import { restoreTables, shelterTables } from './shelter-tables.ts'
import { siteRuleFor, type SiteRule } from './site-rules.ts'
import { trimEdges } from './trim-edges.ts'

/** Who wrote the document: a freezing browser, with pictures named by digest, or anybody, with addresses of the web. */
export type Origin = 'frozen' | 'file'

/** A site rule's container is believed when it holds at least this share of what Readability found. */
const MIN_RULE_SHARE = 0.5
/** Descriptions that say less are slogans. */
const MIN_EXCERPT_CHARACTERS = 20

const lengthOf = (element: Element) => (element.textContent ?? '').replace(/\s+/g, '').length

function element(document: Document, html: string): Element {
  const root = document.createElement('div')
  root.innerHTML = html
  return root
}

/** Where the site is known to put its articles; the largest, when there are several. */
function byRule(document: Document, rule: SiteRule | null): Element | null {
  if (!rule) return null
  const containers = [...document.querySelectorAll(rule.content)]
  const largest = containers.sort((a, b) => lengthOf(b) - lengthOf(a))[0]
  return largest ? element(document, largest.innerHTML) : null
}

/** What Readability takes for the article; it takes the document apart. Class names stay, for the trimming. */
function byReadability(document: Document): Element | null {
  const tables = shelterTables(document)
  const found = new Readability(document, { keepClasses: true, disableJSONLD: true }).parse()
  if (!found?.content) return null
  const content = element(document, found.content)
  restoreTables(content, tables)
  return content
}

function chosen(ruled: Element | null, found: Element | null): Element | null {
  if (!ruled || lengthOf(ruled) === 0) return found
  return found && lengthOf(ruled) < MIN_RULE_SHARE * lengthOf(found) ? found : ruled
}

function excerptOf(description: string | null, text: string): string | null {
  if (description && description.length >= MIN_EXCERPT_CHARACTERS) return description
  const paragraph = text.split('\n\n').find((block) => block.length >= MIN_EXCERPT_CHARACTERS)
  return (
    (paragraph ?? text).replace(/\s+/g, ' ').slice(0, MAX_EXCERPT_CHARACTERS).toWellFormed() || description
  )
}

/**
 * Extracts the article of a page; null when there is none to be found. The document is used up: give it one of its own.
 *
 * @param url     of the page, for the rules of known sites
 * @param origin  `file` keeps the addresses of pictures, which is for reading elsewhere and never for our own pages
 */
export function extract(document: Document, url: string, origin: Origin = 'frozen'): Article | null {
  prepareDocument(document)
  if (origin === 'file') makeAbsolute(document, url)
  const rule = siteRuleFor(document, url)
  const metadata = readMetadata(document, rule)
  restoreFormulas(document)
  rebuildCodeBlocks(document)
  const main = copyMainPart(document)
  const ruled = byRule(document, rule)
  const found = byReadability(document)
  const isArticle = ruled !== null || main === null || !isFragment(found, main)
  const content = isArticle ? chosen(ruled, found) : main
  if (!content) return null

  trimEdges(content, metadata.title)
  const html = sanitizeArticle(content.innerHTML, origin).trim()
  const clean = element(document, html)
  const text = articleText(clean)
  if (text === '' && !clean.querySelector('img')) return null
  return {
    title: metadata.title,
    byline: metadata.byline,
    siteName: metadata.siteName,
    publishedAt: metadata.publishedAt,
    lang: languageOf(metadata.lang, text),
    excerpt: excerptOf(metadata.description, text),
    image: metadata.image ?? clean.querySelector('img')?.getAttribute('src') ?? null,
    html,
    text,
    code: articleCode(clean),
    wordCount: countWords(text),
    isArticle,
    claims: { ...metadata.claims, lang: languageClaims(metadata.claims.lang, text) },
  }
}
