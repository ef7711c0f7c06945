// Reads what a person typed into the search box. Nothing is an error here: whatever is odd is text.
import { MAX_QUERY_CHARACTERS } from '#lib/kernel/limits.ts'
import { parseMoment } from './moment.ts'
import {
  EVERYTHING,
  group,
  LINK_POSSESSIONS,
  LINK_STATES,
  negate,
  QUERY_FIELDS,
  SEARCH_SCOPES,
  type Query,
  type QueryField,
} from './query.ts'
import { normalize, trimWord } from './tokenize.ts'

/** Deeper brackets are read as if they were not there. */
const MAX_DEPTH = 8

const FIELD_NAMES = new Map<string, QueryField>([
  ...QUERY_FIELDS.map((field) => [field, field] as const),
  ['标签', 'tag'],
  ['站点', 'site'],
  ['网站', 'site'],
  ['网址', 'url'],
  ['链接', 'url'],
  ['标题', 'title'],
  ['代码', 'code'],
  ['语言', 'lang'],
  ['早于', 'before'],
  ['之前', 'before'],
  ['晚于', 'after'],
  ['之后', 'after'],
  ['状态', 'is'],
  ['范围', 'in'],
  ['含有', 'has'],
  ['有', 'has'],
])

/** Chinese names of the values that a field knows. */
const VALUE_NAMES = {
  is: { 无标签: 'untagged', 等待: 'pending', 完成: 'ready', 失败: 'failed', 公开: 'public', 私密: 'private' },
  in: { 标题: 'title', 正文: 'text', 网址: 'url', 备注: 'note' },
  has: { 备注: 'note', 标签: 'tag', 副本: 'copy', 文章: 'article', 截图: 'screenshot', 文件: 'file' },
} as const satisfies Partial<Record<QueryField, Record<string, string>>>

// Commas and their kin part words, as they do in a Chinese sentence without spaces.
const SEPARATORS = '\\s,;!?。、…《》【】'
// Any closing quote ends any quotation: input methods mix them up.
const QUOTES = '"“”„‟「」『』'
const MEANS_SOMETHING = /[\p{L}\p{N}]/u

// Sticky: each matches at the reader's place or not at all.
const SPACE = new RegExp(`[${SEPARATORS}]+`, 'y')
const WORD = new RegExp(`[^()|${SEPARATORS}${QUOTES}]+`, 'y')
const QUOTED = new RegExp(`[${QUOTES}]([^${QUOTES}]*)(?:[${QUOTES}]|$)`, 'y')
const FIELD = new RegExp(`(${[...FIELD_NAMES.keys()].join('|')}):`, 'iy')
const TAG = /#(?!#)/y
const OPEN = /\(/y
const CLOSE = /\)/y
const OR = /\||OR(?=[\s()|]|$)/y
const AND = /AND(?=[\s()|]|$)/y
// "--subnet" and "a - b" are text.
const MINUS = /-(?=[^\s-])/y

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    return pattern.test(this.#text)
  }

  /** What the pattern matches here, consumed; null when it does not. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at += match[0].length
    return match
  }

  /** Runs `read`, and forgets what it consumed when it finds nothing. */
  attempt<T>(read: () => T | null): T | null {
    const start = this.#at
    const found = read()
    if (found === null) this.#at = start
    return found
  }
}

function toPhrase(content: string): Query | null {
  const text = content.replace(/\s+/g, ' ').trim()
  return MEANS_SOMETHING.test(text) ? { kind: 'phrase', text } : null
}

function toWord(raw: string): Query | null {
  const text = trimWord(raw)
  if (!MEANS_SOMETHING.test(text)) return null
  // An operator's name that got here is meant as text, and stays text only between quotes.
  if (text === 'OR' || text === 'AND') return { kind: 'phrase', text }
  return text === raw ? { kind: 'word', text } : readLeaf(new Reader(text))
}

/** One of the values that a field knows, by its own or its Chinese name. */
function known(values: readonly string[], names: Record<string, string>, value: string): string | null {
  const meant = Object.hasOwn(names, value) ? names[value] : value.toLowerCase()
  return values.find((name) => name === meant) ?? null
}

/** The value in the spelling that the field knows; null when a field with closed values does not know it. */
function admitted(field: QueryField, value: string): string | null {
  switch (field) {
    case 'is':
      return known(LINK_STATES, VALUE_NAMES.is, value)
    case 'in':
      return known(SEARCH_SCOPES, VALUE_NAMES.in, value)
    case 'has':
      return known(LINK_POSSESSIONS, VALUE_NAMES.has, value)
    case 'before':
    case 'after':
      return parseMoment(value.toLowerCase(), new Date(0)) && value.toLowerCase()
    default:
      return MEANS_SOMETHING.test(value) ? value : null
  }
}

function readField(reader: Reader): Query | null {
  const name = reader.take(FIELD) ?? reader.take(TAG)
  if (!name) return null
  const field = FIELD_NAMES.get(name[1]?.toLowerCase() ?? 'tag')!
  const value = reader.take(QUOTED)?.[1]?.replace(/\s+/g, ' ').trim() ?? reader.take(WORD)?.[0] ?? ''
  const meant = admitted(field, value)
  return meant === null ? null : { kind: 'field', field, value: meant }
}

function readLeaf(reader: Reader): Query | null {
  const quoted = reader.take(QUOTED)
  if (quoted) return toPhrase(quoted[1]!)
  const field = reader.attempt(() => readField(reader))
  if (field) return field
  const word = reader.take(WORD)
  return word && toWord(word[0])
}

function readUnary(reader: Reader, depth: number): Query | null {
  const isNegated = reader.take(MINUS) !== null
  const operand = reader.take(OPEN) ? readGroup(reader, depth) : readLeaf(reader)
  return operand && isNegated ? negate(operand) : operand
}

function readGroup(reader: Reader, depth: number): Query | null {
  if (depth >= MAX_DEPTH) return null
  const inner = readOr(reader, depth + 1)
  reader.take(CLOSE)
  return inner
}

function readAnd(reader: Reader, depth: number): Query | null {
  const nodes: Query[] = []
  for (;;) {
    reader.take(SPACE)
    if (reader.isAtEnd || reader.sees(OR)) break
    if (reader.sees(CLOSE)) {
      if (depth > 0) break
      reader.take(CLOSE)
    } else if (!reader.take(AND)) {
      const node = readUnary(reader, depth)
      if (node) nodes.push(node)
    }
  }
  return group('and', nodes)
}

function readOr(reader: Reader, depth: number): Query | null {
  const nodes: Query[] = []
  do {
    const node = readAnd(reader, depth)
    if (node) nodes.push(node)
  } while (reader.take(OR))
  return group('or', nodes)
}

/**
 * Reads a query: words, "phrases" (any quotes), `-` not, `OR` or `|`, brackets, `#tag`, and `field:value` with the
 * fields of QUERY_FIELDS or their Chinese names (`标签:`, `站点:`, `标题:`, ...). Words side by side must all be found;
 * OR binds weaker. Full-width forms are read as their narrow ones.
 *
 * @param query  as typed; what exceeds 512 characters is cut off
 * @returns      a tree in normal form; never throws, and `parseQuery(printQuery(tree))` is the same tree
 */
export function parseQuery(query: string): Query {
  const text = normalize(query.slice(0, MAX_QUERY_CHARACTERS)).slice(0, MAX_QUERY_CHARACTERS)
  return readOr(new Reader(text.toWellFormed()), 0) ?? EVERYTHING
}
