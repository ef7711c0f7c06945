// A link as it was loaded, with the texts that words are looked for in.
import type { SearchedTexts, TextField } from './searched-texts.ts'
import { fold } from './tokenize.ts'

export interface LoadedRow extends Record<TextField, string> {
  linkId: string
  answers: boolean[]
  /** Among the ids that were asked for, from 1 on. */
  place: number
}

export interface LoadedLink extends LoadedRow {
  folded: SearchedTexts
}

/** Texts are folded when they are looked at: most are not. */
export class FoldedTexts implements SearchedTexts {
  readonly #row: LoadedRow
  readonly #folded: Partial<SearchedTexts> = {}
  constructor(row: LoadedRow) {
    this.#row = row
  }
  #of(field: TextField): string {
    return (this.#folded[field] ??= fold(this.#row[field]))
  }
  get title() {
    return this.#of('title')
  }
  get text() {
    return this.#of('text')
  }
  get rest() {
    return this.#of('rest')
  }
  get code() {
    return this.#of('code')
  }
  get url() {
    return this.#of('url')
  }
  get note() {
    return this.#of('note')
  }
  get tag() {
    return this.#of('tag')
  }
}
