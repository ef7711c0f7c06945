// What one word, phrase or field of a query asks: of the index, and then of the texts.
import { grams, type Condition } from './condition.ts'
import { fieldMeaning, urlContains, type FieldSetting, type Meaning } from './fields.ts'
import { NO_MARKS, type ReliableMarks } from './marks.ts'
import { countNeedle, substringNeedle, type Needle } from './needle.ts'
import { SEARCH_SCOPES, type FieldLeaf, type Query, type TextLeaf } from './query.ts'
import { ALL_FIELDS, type SearchedTexts, type TextField } from './searched-texts.ts'
import { codeTermsOf, termsOf } from './terms.ts'
import { fold } from './tokenize.ts'

export interface Leaf extends Meaning {
  /** The same within the title's grams, for the candidates that a title brings; null when it says nothing of titles. */
  titleCondition: Condition | null
  /** What the database cannot say: exact when there is nothing, else `condition` is true of more links than it should be. */
  verify: Needle[]
  mark: Needle[]
  fields: readonly TextField[]
}

type Scope = (typeof SEARCH_SCOPES)[number]

/** `in:` speaks for all words of the query; of several, the last one. */
export function scopeOf(query: Query): Scope | null {
  if ('children' in query) return query.children.map(scopeOf).findLast(Boolean) ?? null
  if (query.kind !== 'field' || query.field !== 'in') return null
  return SEARCH_SCOPES.find((scope) => scope === query.value) ?? null
}

export function textLeaf(leaf: TextLeaf, scope: Scope | null, marks: ReliableMarks = NO_MARKS): Leaf {
  if (scope === 'url') {
    const mark = [substringNeedle(fold(leaf.text))]
    return { ...urlContains(leaf.text, marks), titleCondition: null, verify: [], mark, fields: [scope] }
  }
  const { expression, ofTitle, verify, mark } = termsOf(leaf, marks.ofDocuments)
  const title = grams('title', ofTitle)
  // A vector holds more than one place: within one of them, every word has to be looked for.
  if (scope === 'title')
    return { condition: title, isIndexed: true, titleCondition: title, verify: mark, mark, fields: ['title'] }
  const words = { condition: grams('body', expression), isIndexed: true, mark }
  if (scope === null) return { ...words, titleCondition: title, verify, fields: ALL_FIELDS }
  const fields: readonly TextField[] = scope === 'text' ? ['text', 'rest'] : [scope]
  return { ...words, titleCondition: null, verify: mark, fields }
}

/** What must stand in a block of code. */
export function codeLeaf(value: string, { ofDocuments }: ReliableMarks): Leaf {
  const { expression, verify, mark } = codeTermsOf(value, ofDocuments)
  return {
    condition: grams('body', expression),
    isIndexed: true,
    titleCondition: null,
    verify,
    mark,
    fields: ['code'],
  }
}

export function fieldLeaf(leaf: FieldLeaf, setting: FieldSetting): Leaf {
  const { field, value } = leaf
  const kind = /\s/.test(value) ? 'phrase' : 'word'
  if (field === 'title' || field === 'url') return textLeaf({ kind, text: value }, field, setting.marks)
  const silent = { titleCondition: null, verify: [], mark: [], fields: [] }
  if (field === 'code') return codeLeaf(value, setting.marks)
  if (field === 'in') return { condition: true, isIndexed: false, ...silent }
  return { ...fieldMeaning(setting, field, value), ...silent }
}

/** Is what the grams could not promise true of the texts? */
export function stands(leaf: Leaf, texts: SearchedTexts): boolean {
  return leaf.verify.every((needle) => leaf.fields.some((field) => countNeedle(needle, texts[field], 1) > 0))
}
