// What can be seen on a page beside its article: menus, side columns, comments.

/** Long threads are cut here; what a page is about is in its article. */
const MAX_REST_CHARACTERS = 50_000

const bare = (line: string) => line.replace(/\s+/g, ' ').trim()

/** The lines of a page's visible text that its article has not, each once. */
export function restOfPage(visible: string, article: string): string {
  const seen = new Set(article.split('\n').map(bare))
  const rest: string[] = []
  for (const line of visible.split('\n').map(bare)) {
    if (line === '' || seen.has(line)) continue
    seen.add(line)
    rest.push(line)
  }
  return rest.join('\n').slice(0, MAX_REST_CHARACTERS).toWellFormed()
}
