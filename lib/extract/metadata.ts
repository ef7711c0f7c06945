// What a page says about itself: structured data first, then what a reader sees beside the title.
import { MAX_EXCERPT_CHARACTERS, MAX_TITLE_CHARACTERS } from '#lib/kernel/limits.ts'
import { believed, claim, type Claim, type Claims } from './claims.ts'
import { readJsonLd, type JsonLdArticle } from './json-ld.ts'
import { findDate } from './parse-date.ts'
import type { SiteRule } from './site-rules.ts'
import { isNobody } from './nobody.ts'
import { visibleBylines, visibleDates } from './visible-labels.ts'

export interface Metadata {
  title: string | null
  byline: string | null
  siteName: string | null
  publishedAt: Date | null
  /** As the page declares it; lib/extract/language.ts judges it. */
  lang: string | null
  description: string | null
  image: string | null
  /** Everything that was found, doubtful or not; `lang` as it is declared. */
  claims: Claims
}

const MAX_NAME_CHARACTERS = 80

const oneLine = (text: string | null | undefined) => text?.replace(/\s+/g, ' ').trim() || null

/** Claims of one field that are kept: a page of a hundred dates says nothing a hundred times. */
const MAX_CLAIMS = 12
/** A name that stands for nobody, such as the site's own, waits for somebody to ask. */
const NOBODYS_CONFIDENCE = 0.2

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

function titleClaims(
  document: Document,
  data: JsonLdArticle,
  siteName: string | null,
  rule: SiteRule | null,
) {
  const clean = ({ value, ...rest }: Claim): Claim => ({
    ...rest,
    value: withoutSite(document, value, siteName, rule).slice(0, MAX_TITLE_CHARACTERS),
  })
  return [
    ...claim(oneLine(data.headline), 'json-ld', 0.95),
    ...claim(meta(document, 'og:title', 'twitter:title', 'dc.title', 'citation_title'), 'meta', 0.9),
    ...claim(itemprop(document, 'headline'), 'itemprop', 0.85),
    ...claim(selected(document, rule?.title), 'site-rule', 0.9),
    ...claim(oneLine(document.querySelector('title')?.textContent), 'title', 0.6),
  ].map(clean)
}

/** An address or an account is no name. */
const isName = ({ value }: Claim) =>
  value.length <= MAX_NAME_CHARACTERS && !/^https?:/i.test(value) && !value.startsWith('@')

function bylineClaims(
  document: Document,
  data: JsonLdArticle,
  siteName: string | null,
  rule: SiteRule | null,
) {
  const doubt = (one: Claim): Claim =>
    isNobody(one.value, siteName) ? { ...one, confidence: NOBODYS_CONFIDENCE } : one
  const said = meta(document, 'article:author', 'dc.creator', 'citation_author', 'parsely-author')
  return [
    ...claim(oneLine(data.author), 'json-ld', 0.95),
    ...claim(said, 'meta', 0.9),
    ...claim(meta(document, 'author'), 'meta', 0.8),
    ...claim(itemprop(document, 'author'), 'itemprop', 0.85),
    ...claim(selected(document, rule?.byline), 'site-rule', 0.9),
    ...visibleBylines(document),
  ]
    .filter(isName)
    .map(doubt)
}

function dateClaims(document: Document, data: JsonLdArticle, rule: SiteRule | null, zone: string): Claim[] {
  const dated = ({ value, ...rest }: Claim): Claim[] =>
    claim(findDate(value, zone)?.date.toISOString(), rest.source, rest.confidence)
  const told = ['article:published_time', 'og:published_time', 'datepublished', 'pubdate', 'publishdate']
  const noted = ['weibo: article:create_at', 'dc.date', 'dc.date.issued', 'citation_publication_date', 'date']
  return [
    ...claim(data.datePublished, 'json-ld', 0.95),
    ...claim(meta(document, ...told), 'meta', 0.9),
    ...claim(meta(document, ...noted), 'meta', 0.8),
    ...claim(itemprop(document, 'datePublished'), 'itemprop', 0.85),
    ...claim(selected(document, rule?.date), 'site-rule', 0.9),
  ]
    .flatMap(dated)
    .concat(visibleDates(document, zone))
}

function siteClaims(document: Document, data: JsonLdArticle, rule: SiteRule | null): Claim[] {
  return [
    ...claim(meta(document, 'og:site_name', 'application-name'), 'meta', 0.9),
    ...claim(oneLine(data.publisher), 'json-ld', 0.85),
    ...claim(rule?.siteName, 'site-rule', 0.9),
    ...claim(siteBehindTitle(document), 'title', 0.6),
  ]
}

/**
 * Reads a page's metadata in the order JSON-LD, OpenGraph and its kin, itemprop, site rule, visible labels, <title>.
 * The first claim of a field that is believed is its answer; a field without one has none.
 *
 * Clock times without an offset are taken as China's on pages that are Chinese, else as UTC.
 */
export function readMetadata(document: Document, rule: SiteRule | null): Metadata {
  const data = readJsonLd(document)
  const declared = [
    ...claim(oneLine(document.documentElement?.getAttribute('lang')), 'markup', 0.9),
    ...claim(meta(document, 'content-language', 'og:locale'), 'meta', 0.7),
  ]
  const lang = believed(declared)?.value ?? null
  const sample = (document.body?.textContent ?? '').slice(0, 5_000)
  const isChinese =
    /^zh/i.test(lang ?? '') || (sample.match(/\p{sc=Han}/gu)?.length ?? 0) > sample.length / 10
  const siteNames = siteClaims(document, data, rule)
  const siteName = believed(siteNames)?.value ?? null
  const titles = titleClaims(document, data, siteName, rule)
  const bylines = bylineClaims(document, data, siteName, rule)
  const dates = dateClaims(document, data, rule, isChinese ? '+08:00' : 'Z')
  const date = believed(dates)
  return {
    title: believed(titles)?.value ?? null,
    byline: believed(bylines)?.value.slice(0, MAX_NAME_CHARACTERS) ?? null,
    siteName: siteName?.slice(0, MAX_NAME_CHARACTERS) ?? null,
    publishedAt: date && new Date(date.value),
    lang,
    description:
      meta(document, 'og:description', 'description', 'twitter:description')?.slice(
        0,
        MAX_EXCERPT_CHARACTERS,
      ) ?? null,
    image: meta(document, 'og:image', 'og:image:url', 'twitter:image') ?? oneLine(data.image),
    claims: {
      title: titles.slice(0, MAX_CLAIMS),
      byline: bylines.slice(0, MAX_CLAIMS),
      publishedAt: dates.slice(0, MAX_CLAIMS),
      siteName: siteNames,
      lang: declared,
    },
  }
}
