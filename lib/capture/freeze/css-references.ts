// Finds in any CSS, however broken, what it would load and what only scripts made true, by the tokens of CSS Syntax 3.

export type CssReference =
  /** `url(…)`, or a string that stands for one (`image-set("…")`): replace start..end by `url("…")`. */
  | { kind: 'url'; start: number; end: number; url: string }
  /** A whole `@import …;` rule: `after` is what follows the address (layer, supports, media). */
  | { kind: 'import'; start: number; end: number; url: string; after: string }
  /** Text to replace as it is. */
  | { kind: 'text'; start: number; end: number; replacement: string }

const NAME_START = /[a-zA-Z_\-\u0080-\uffff\\]/
const NAME = /(?:[\w\-\u0080-\uffff]|\\[^\n])+/y
const SPACE = /(?:[ \t\r\n\f]|\/\*[^]*?(?:\*\/|$))*/y
const UNQUOTED_URL = /(?:[^"'()\\ \t\r\n\f]|\\[^\n])*/y
/** States that only scripts, people or addresses bring about, and what says them in a frozen document, with equal weight. */
const SCRIPTED_STATE =
  /:(?:defined|popover-open|modal|target|indeterminate|invalid|valid|user-invalid|user-valid|state\(\s*[\w-]+\s*\))(?![\w\-(])/iy
/** A block follows: what came was a selector, and no value that is spelled like one. */
const SELECTOR_END = /^[^{};]*(?:\{|$)/
const STATE_SELECTORS: Record<string, string> = {
  ':defined': ':not([data-linkhome-undefined])',
  ':popover-open': ':is(:popover-open,[data-linkhome-popover])',
  ':modal': '[data-linkhome-modal]',
  ':target': ':is(:target,[data-linkhome-target])',
  ':indeterminate': ':is(:indeterminate,[data-linkhome-indeterminate])',
  ':invalid': ':is(:invalid,[data-linkhome-invalid])',
  ':valid': ':valid:where(:not([data-linkhome-invalid]))',
  ':user-invalid': ':is(:user-invalid,[data-linkhome-user-invalid])',
  ':user-valid': ':is(:user-valid,[data-linkhome-user-valid])',
}
const URL_STRING_FUNCTIONS = new Set(['image-set', '-webkit-image-set', 'src'])
const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' }

/** The value of a CSS string or name: escapes resolved (CSS Syntax 3, section 4.3.7). */
export function unescapeCss(text: string): string {
  return text.replaceAll(
    /\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|(\r\n|[^]))/g,
    (_all, hex: string, other: string) => {
      if (hex) {
        const code = Number.parseInt(hex, 16)
        return code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)
          ? '\ufffd'
          : String.fromCodePoint(code)
      }
      return /^[\r\n\f]/.test(other) ? '' : other
    },
  )
}

/** All references in the order of the text, none inside of another. Takes time in proportion to the text. */
export function cssReferences(css: string): CssReference[] {
  const found: CssReference[] = []
  const open: { closing: string; name: string }[] = []
  let at = 0

  const match = (pattern: RegExp, from: number): string => {
    pattern.lastIndex = from
    return pattern.exec(css)?.[0] ?? ''
  }

  /** End of the string that starts at `from`, and its value; a line feed ends a broken one. */
  function readString(from: number): { end: number; value: string } {
    const quote = css[from]
    let end = from + 1
    while (end < css.length && css[end] !== quote && !/[\n\r\f]/.test(css[end] ?? ''))
      end += css[end] === '\\' ? 2 : 1
    const value = unescapeCss(css.slice(from + 1, end))
    return { end: Math.min(css[end] === quote ? end + 1 : end, css.length), value }
  }

  /** The address that starts after `url(`; the end lies behind the closing bracket. */
  function readUrl(from: number): { end: number; value: string } {
    const start = from + match(SPACE_ONLY, from).length
    if (css[start] === '"' || css[start] === "'") {
      const string = readString(start)
      return { end: behindBracket(string.end), value: string.value }
    }
    const raw = match(UNQUOTED_URL, start)
    const end = start + raw.length + match(SPACE_ONLY, start + raw.length).length
    if (css[end] === ')' || end >= css.length) return { end: end + 1, value: unescapeCss(raw) }
    // A bad url token: browsers skip it up to the next closing bracket, and load nothing.
    return { end: behindBracket(end), value: '' }
  }

  function behindBracket(from: number): number {
    let end = from
    while (end < css.length && css[end] !== ')') end += css[end] === '\\' ? 2 : 1
    return Math.min(end + 1, css.length)
  }

  /** Where the rule that goes on at `from` ends: behind its semicolon, or before a block or the end of its parent. */
  function endOfRule(from: number): number {
    let end = from
    while (end < css.length && !/[;{}]/.test(css[end] ?? '')) {
      if (css[end] === '"' || css[end] === "'") end = readString(end).end
      else if (css.startsWith('/*', end)) end += Math.max(match(SPACE, end).length, 2)
      else end += css[end] === '\\' ? 2 : 1
    }
    return Math.min(css[end] === ';' ? end + 1 : end, css.length)
  }

  function readImport(start: number, from: number) {
    const begin = from + match(SPACE, from).length
    const name = match(NAME, begin).toLowerCase()
    const isUrl = name === 'url' && css[begin + 3] === '('
    const isString = css[begin] === '"' || css[begin] === "'"
    const address = isUrl ? readUrl(begin + 4) : isString ? readString(begin) : null
    const end = endOfRule(address?.end ?? begin)
    if (!address || css[end] === '{') {
      found.push({ kind: 'text', start, end, replacement: '' })
    } else {
      const after = css.slice(address.end, end).replace(/;$/, '').trim()
      found.push({ kind: 'import', start, end, url: address.value, after: scriptingAsTrue(after) })
    }
    at = end
  }

  function readAtRule() {
    const start = at
    const name = unescapeCss(match(NAME, at + 1)).toLowerCase()
    const behindName = at + 1 + match(NAME, at + 1).length
    if (name === 'import') return readImport(start, behindName)
    at = behindName
    if (name === 'charset' || name === 'namespace') {
      at = endOfRule(behindName)
      // All our sheets are UTF-8; the address of a namespace is a name that nobody loads.
      if (name === 'charset') found.push({ kind: 'text', start, end: at, replacement: '' })
    } else if (name === 'media') {
      const end = endOfRule(behindName)
      const prelude = css.slice(behindName, end)
      const replacement = scriptingAsTrue(prelude)
      if (replacement !== prelude) found.push({ kind: 'text', start: behindName, end, replacement })
      at = end
    }
  }

  function readName() {
    const start = at
    const raw = match(NAME, at)
    if (raw === '') return void (at += 1)
    at += raw.length
    if (css[at] !== '(') return
    const name = unescapeCss(raw).toLowerCase()
    if (name !== 'url') {
      open.push({ closing: ')', name })
      at += 1
      return
    }
    const { end, value } = readUrl(at + 1)
    at = Math.min(end, css.length)
    found.push({ kind: 'url', start, end: at, url: value })
  }

  function readQuoted() {
    const { end, value } = readString(at)
    if (URL_STRING_FUNCTIONS.has(open.at(-1)?.name ?? ''))
      found.push({ kind: 'url', start: at, end, url: value })
    at = end
  }

  while (at < css.length) {
    const character = css[at] ?? ''
    if (css.startsWith('/*', at)) at += Math.max(match(SPACE, at).length, 2)
    else if (character === '"' || character === "'") readQuoted()
    else if (character === '@') readAtRule()
    else if (character === ':' && match(SCRIPTED_STATE, at) && SELECTOR_END.test(css.slice(at, at + 2_000))) {
      const state = match(SCRIPTED_STATE, at)
      const [, custom] = /^:state\(\s*([\w-]+)/i.exec(state) ?? []
      const replacement = custom
        ? `[data-linkhome-state~="${custom}"]`
        : (STATE_SELECTORS[state.toLowerCase()] ?? state)
      found.push({ kind: 'text', start: at, end: at + state.length, replacement })
      at += state.length
    } else if (NAME_START.test(character)) readName()
    else {
      if (character in CLOSING) open.push({ closing: CLOSING[character] ?? '', name: '' })
      else if (open.at(-1)?.closing === character) open.pop()
      else if (character === '}') while (open.length > 0 && open.pop()?.closing !== '}');
      at += 1
    }
  }
  return found
}

const SPACE_ONLY = /[ \t\r\n\f]*/y

/** The page ran its scripts when it was captured: `(scripting)` was true then, and stays so. */
function scriptingAsTrue(prelude: string): string {
  return prelude
    .replaceAll(/\(\s*scripting\s*(:\s*enabled\s*)?\)/gi, '(min-width: 0)')
    .replaceAll(/\(\s*scripting\s*:\s*(none|initial-only)\s*\)/gi, '(max-width: 0)')
}
