// Which address a page names as its own: `<link rel="canonical">`, of the frozen page or as a site sent it.

/** Without `<`: a page of tags that never end would be read once for each of them. */
const LINK = /<link\b[^<>]*>/gi
const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag)
  return found ? (found[1] ?? found[2] ?? found[3] ?? '') : null
}

/** Null when it names none, or more than one. */
export function declaredAddress(html: string, base: string): URL | null {
  const named = new Map<string, URL>()
  for (const [tag] of html.matchAll(LINK)) {
    if (!attribute(tag, 'rel')?.toLowerCase().split(/\s+/).includes('canonical')) continue
    const url = URL.parse(attribute(tag, 'href')?.replaceAll('&amp;', '&').trim() ?? '', base)
    if (url && /^https?:$/.test(url.protocol)) named.set(url.href, url)
  }
  const [only, ...others] = named.values()
  return only && others.length === 0 ? only : null
}
