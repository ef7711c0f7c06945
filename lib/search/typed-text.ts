// What stands in the search box before the search: its last word is still being written.
import { normalize } from './tokenize.ts'

export interface TypedText {
  /** What stands before the word that is being written, as it is. */
  head: string
  /** The field that the word is the beginning of a value of. */
  field: 'tag' | 'site' | null
  /** The word, without its field and quote. */
  word: string
}

const LAST =
  /^(?<head>.*?)(?<field>-?(?:(?:tag|标签|site|站点|网站)[:：]|#)["“「]?)?(?<word>[^\s"“”「」()（）|｜:：#]*)$/isu

/** Splits the text at its last word; a value in quotes that has been closed is no longer being written. */
export function readTyped(typed: string): TypedText {
  const { head = '', field = '', word = '' } = LAST.exec(typed)?.groups ?? {}
  const name = normalize(field).toLowerCase()
  const isOfTag = /tag|标签|#/.test(name)
  return { head, field: field === '' ? null : isOfTag ? 'tag' : 'site', word }
}

/** The query with the word replaced by a condition, ready for the next word. */
export function completed({ head }: TypedText, field: 'tag' | 'site', value: string): string {
  const before = head.trim() === '' ? '' : `${head.trimEnd()} `
  return `${before}${field}:${/^[\p{L}\p{N}._/-]+$/u.test(value) ? value : `"${value}"`} `
}
