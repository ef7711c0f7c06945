// The identity of tags: how a path is compared, and what lies above it.

/**
 * The folded identity of a tag's path: `React`, `react` and `ＲＥＡＣＴ` are one tag.
 *
 * @see Unicode Standard Annex 15 (NFKC); case by the locale-independent mapping
 */
export function tagKey(path: string): string {
  return path.normalize('NFKC').toLowerCase().normalize('NFKC')
}

/** The paths above a path, the highest first: `a`, `a/b` of `a/b/c`. */
export function ancestorsOf(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(0, -1).map((_, depth) => parts.slice(0, depth + 1).join('/'))
}

/** Is `key` this key or one below it? */
export const isWithin = (key: string, ancestorKey: string): boolean =>
  key === ancestorKey || key.startsWith(`${ancestorKey}/`)
