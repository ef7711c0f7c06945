// What a page says about itself: structured data first, then what a reader sees beside the title.
import { MAX_EXCERPT_CHARACTERS, MAX_TITLE_CHARACTERS } from '#lib/kernel/limits.ts'
import { readJsonLd, type JsonLdArticle } from './json-ld.ts'
import { findDate } from './parse-date.ts'
import type { SiteRule } from './site-rules.ts'
import { readVisibleByline, readVisibleDate } from './visible-labels.ts'

export interface Metadata {
  title: string | null
  byline: string | null
  siteName: string | null
  publishedAt: Date | null
  /** As the page declares it; lib/extract/language.ts judges it. */
  lang: string | null
  description: string | null
  image: string | null
}

const MAX_NAME_CHARACTERS = 80

const oneLine = (text: string | null | undefined) => text?.replace(/\s+/g, ' ').trim() || null

/** Content of the first of these metas that says something, by `name` or `property`. */
function meta(document: Document, ...names: string[]): string | null {
  const wanted = new Map(names.map((name, at) => [name, at]))
  let best: { at: number; content: string } | null = null
  for (const element of document.querySelectorAll('meta[content]')) {
    const name = (element.getAttribute('property') ?? element.getAttribute('name') ?? '').trim().toLowerCase()
    const at = wanted.get(name)
    const content = oneLine(element.getAttribute('content'))
    if (at !== undefined && content && (!best || at < best.at)) best = { at, content }
  }
  return best?.content ?? null
}

function itemprop(document: Document, name: string): string | null {
  const element = document.querySelector(`[itemprop~="${name}"]`)
  if (!element) return null
  const inner = element.querySelector('[itemprop="name"]')
  return oneLine(
    element.getAttribute('content') ?? element.getAttribute('datetime') ?? (inner ?? element).textContent,
  )
}

function selected(document: Document, selector: string | undefined): string | null {
  return selector ? oneLine(document.querySelector(selector)?.textContent) : null
}

const MAX_SITE_CHARACTERS = 30
const BEHIND_TITLE = /^\s*[-–—|_·»]\s*/
const SEPARATOR = /\s+[-–—|·»]\s+|\s*[|_]\s*|\s+-|-\s+/

/** The heading that a title repeats before it goes on with something else. */
function repeatedHeading(document: Document, title: string): string | null {
  const headings = [...document.querySelectorAll('h1, h2')].map(
    (heading) => oneLine(heading.textContent) ?? '',
  )
  const repeated = headings.find((heading) => heading.length >= 4 && title.startsWith(heading))
  return repeated && BEHIND_TITLE.test(title.slice(repeated.length)) ? repeated : null
}

/** What stands behind the heading in <title>, when that is a single short name. */
function siteBehindTitle(document: Document): string | null {
  const title = oneLine(document.querySelector('title')?.textContent)
  const repeated = title && repeatedHeading(document, title)
  if (!repeated) return null
  const name = title.slice(repeated.length).replace(BEHIND_TITLE, '').trim()
  return name.length <= MAX_SITE_CHARACTERS && !SEPARATOR.test(name) ? name : null
}

/** The title without the site's name behind it: by rule, by the heading that repeats it, by the site's own name. */
function withoutSite(
  document: Document,
  title: string,
  siteName: string | null,
  rule: SiteRule | null,
): string {
  const ruled = rule?.titleSuffix ? title.replace(rule.titleSuffix, '').trim() : title
  if (ruled !== title && ruled !== '') return ruled
  const repeated = repeatedHeading(document, title)
  if (repeated) return repeated
  const parts = title.split(SEPARATOR)
  const last = parts.at(-1) ?? ''
  if (parts.length > 1 && siteName && last.toLowerCase() === siteName.toLowerCase())
    return title.slice(0, title.lastIndexOf(last)).replace(/[\s\-–—|_·»]+$/, '')
  return title
}

function isName(text: string | null): text is string {
  return (
    text !== null && text.length <= MAX_NAME_CHARACTERS && !/^https?:/i.test(text) && !text.startsWith('@')
  )
}

function readTitle(document: Document, data: JsonLdArticle, siteName: string | null, rule: SiteRule | null) {
  const candidates = [
    oneLine(data.headline),
    meta(document, 'og:title', 'twitter:title', 'dc.title', 'citation_title'),
    itemprop(document, 'headline'),
    selected(document, rule?.title),
    oneLine(document.querySelector('title')?.textContent),
  ]
  const title = candidates.find((candidate) => candidate !== null) ?? null
  return title && withoutSite(document, title, siteName, rule).slice(0, MAX_TITLE_CHARACTERS)
}

function readByline(document: Document, data: JsonLdArticle, rule: SiteRule | null): string | null {
  const candidates = [
    oneLine(data.author),
    meta(document, 'article:author', 'author', 'dc.creator', 'citation_author', 'parsely-author'),
    itemprop(document, 'author'),
    selected(document, rule?.byline),
  ]
  return candidates.find(isName) ?? readVisibleByline(document)
}

function readDate(document: Document, data: JsonLdArticle, rule: SiteRule | null, zone: string): Date | null {
  const said = [
    data.datePublished,
    meta(document, 'article:published_time', 'og:published_time', 'datepublished', 'pubdate', 'publishdate'),
    meta(
      document,
      'weibo: article:create_at',
      'dc.date',
      'dc.date.issued',
      'citation_publication_date',
      'date',
    ),
    itemprop(document, 'datePublished'),
    selected(document, rule?.date),
  ]
  for (const text of said) {
    const found = text ? findDate(text, zone) : null
    if (found) return found.date
  }
  return readVisibleDate(document, zone)
}

/**
 * Reads a page's metadata in the order JSON-LD, OpenGraph and its kin, itemprop, site rule, visible labels, <title>.
 *
 * Clock times without an offset are taken as China's on pages that are Chinese, else as UTC.
 */
export function readMetadata(document: Document, rule: SiteRule | null): Metadata {
  const data = readJsonLd(document)
  const lang =
    oneLine(document.documentElement?.getAttribute('lang')) ?? meta(document, 'content-language', 'og:locale')
  const sample = (document.body?.textContent ?? '').slice(0, 5_000)
  const isChinese =
    /^zh/i.test(lang ?? '') || (sample.match(/\p{sc=Han}/gu)?.length ?? 0) > sample.length / 10
  const siteName =
    meta(document, 'og:site_name', 'application-name') ??
    oneLine(data.publisher) ??
    rule?.siteName ??
    siteBehindTitle(document)
  return {
    title: readTitle(document, data, siteName, rule),
    byline: readByline(document, data, rule)?.slice(0, MAX_NAME_CHARACTERS) ?? null,
    siteName: siteName?.slice(0, MAX_NAME_CHARACTERS) ?? null,
    publishedAt: readDate(document, data, rule, isChinese ? '+08:00' : 'Z'),
    lang,
    description:
      meta(document, 'og:description', 'description', 'twitter:description')?.slice(
        0,
        MAX_EXCERPT_CHARACTERS,
      ) ?? null,
    image: meta(document, 'og:image', 'og:image:url', 'twitter:image') ?? oneLine(data.image),
  }
}
