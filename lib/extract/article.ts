// What extraction yields for the reader view and for search.
import type { Claims } from './claims.ts'

/** Rises whenever the extractor's output changes: older snapshots can then be extracted again from their page. */
export const EXTRACTOR_VERSION = 4
/** Of a page whose reading took too long, or broke what reads: it is read once more when there is time. */
export const UNREAD_VERSION = 0

export interface Article {
  title: string | null
  byline: string | null
  siteName: string | null
  publishedAt: Date | null
  /** BCP 47, by the script of the text where the page is silent or wrong: `zh-CN`, `en`, ... */
  lang: string | null
  excerpt: string | null
  /** Lead image as the page refers to it. */
  image: string | null
  /**
   * Sanitised display HTML of the article. Images keep the frozen page's relative references (digests of parts);
   * links are absolute.
   */
  html: string
  /** Block-aware plain text of the article: lists numbered, code indented as it was, blocks separated by blank lines. */
  text: string
  /** Text of code blocks alone. */
  code: string
  /** Han, kana and Hangul characters count one each, other words one each. */
  wordCount: number
  /** False when the text is the main part of a list, a thread or the like: it tells nothing of whether one was read. */
  isArticle: boolean
  /** Where title, byline, date, site and language come from, and what else was found. */
  claims: Claims
}
