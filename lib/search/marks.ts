// Marks: lexemes that say of a document what is no word of it, its tags, site and language, a note, the words of its address. They
// stand in its vectors beside its words, so that one pass over the inverted index finds what has both.
import { ancestorsOf, tagKey } from '#lib/db/tag-key.ts'
import { quoteLexeme } from './lexeme.ts'
import { tokenizeForms } from './tokenize.ts'

/**
 * Which marks may be relied on: those of documents, once all were made by the tokenizer of today, and those of tags, where
 * besides no link waits for being indexed after its tags were changed.
 */
export interface ReliableMarks {
  ofDocuments: boolean
  ofTags: boolean
}
export const NO_MARKS: ReliableMarks = { ofDocuments: false, ofTags: false }

// No gram begins with this, and none holds a capital letter, which tells other marks from the words of addresses.
const SIGN = '@'

/** Names of hosts have so many characters at most (RFC 1035, 2.3.4). Longer ones, and languages, are asked of their rows. */
const MAX_MARKED = 253
export const isMarked = (value: string) => value.length <= MAX_MARKED

const taggedAs = (key: string) => `${SIGN}T${key}`
const UNTAGGED_MARK = `${SIGN}U`

/** The tags and those above them; of a link without any, that it has none. */
function tagMarks(paths: readonly string[]): string[] {
  const tagged = paths.flatMap((path) => [...ancestorsOf(path), path]).map((path) => taggedAs(tagKey(path)))
  return tagged.length === 0 ? [UNTAGGED_MARK] : tagged
}

/** An expression of tsquery for the links that bear a tag of one of these keys, or one below it. */
export function isTagged(keys: readonly string[]): string {
  return keys.map((key) => quoteLexeme(taggedAs(key))).join(' | ')
}

/** An expression of tsquery for the links without a tag. */
export const IS_UNTAGGED = quoteLexeme(UNTAGGED_MARK)

/** The host and each domain that it is below. */
function siteMarks(site: string): string[] {
  const labels = site.split('.')
  return labels
    .map((_, at) => labels.slice(at).join('.'))
    .filter(isMarked)
    .map(onSite)
}
const onSite = (host: string) => `${SIGN}S${host}`

/** An expression of tsquery for the links of a host and its subdomains. */
export function isOfSite(host: string): string {
  return quoteLexeme(onSite(host))
}

/** `zh-Hans-CN` is `zh` and `zh-hans` as well. */
function languageMarks(lang: string): string[] {
  const parts = lang.toLowerCase().split('-')
  return parts
    .map((_, at) => parts.slice(0, at + 1).join('-'))
    .filter(isMarked)
    .map(inLanguage)
}
const inLanguage = (lang: string) => `${SIGN}G${lang}`

/** An expression of tsquery for the pages in a language or a variety of it. */
export function isInLanguage(lang: string): string {
  return quoteLexeme(inLanguage(lang))
}

/** A gram of an address, told from the same gram in a text. */
export const ofAddress = (gram: string) => SIGN + gram

const NOTED = `${SIGN}N`
/** An expression of tsquery for the links with a note. */
export const HAS_NOTE = quoteLexeme(NOTED)

/** Marks in both vectors. */
export function documentMarks(link: {
  tags: readonly string[]
  site: string
  lang: string | null
  note: string
}): string[] {
  return [
    ...tagMarks(link.tags),
    ...siteMarks(link.site),
    ...(link.lang === null ? [] : languageMarks(link.lang)),
    ...(link.note === '' ? [] : [NOTED]),
  ]
}

/**
 * Marks in the vector of the whole document alone: whoever asks for addresses asks for no title. Of their words all forms,
 * whose beginnings are looked for; no stems.
 */
export function addressMarks(urls: readonly string[]): string[] {
  return [...new Set(urls.flatMap((url) => tokenizeForms(url).map(ofAddress)))]
}
