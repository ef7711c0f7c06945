// Which known tags to offer for what has been typed.

const MAX_SUGGESTIONS = 8

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

/** Known paths that contain the typed text: those that begin with it first, chosen ones left out. */
export function suggestTags(typed: string, known: readonly string[], chosen: readonly string[]): string[] {
  const wanted = fold(typed.trim())
  const taken = new Set(chosen.map(fold))
  const rank = (path: string) => {
    const folded = fold(path)
    if (folded.startsWith(wanted)) return 0
    return folded.split('/').some((part) => part.startsWith(wanted)) ? 1 : 2
  }
  return known
    .filter((path) => !taken.has(fold(path)) && fold(path).includes(wanted))
    .map((path, index) => ({ path, index, rank: rank(path) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ path }) => path)
}

/** Is this tag among them already, whatever its case or width? */
export function hasTag(paths: readonly string[], path: string): boolean {
  return paths.some((known) => fold(known) === fold(path))
}
