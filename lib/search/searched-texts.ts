// The folded texts of a link, by the place where words are looked for.

export interface SearchedTexts {
  title: string
  text: string
  /** What else could be seen on the page. */
  rest: string
  /** The blocks of code of the text. */
  code: string
  url: string
  note: string
  /** Tag paths, one to a line. */
  tag: string
}
export type TextField = keyof SearchedTexts

/** Where words are looked for that name no field; code is a part of the text. */
export const ALL_FIELDS: readonly TextField[] = ['title', 'text', 'rest', 'url', 'note', 'tag']
