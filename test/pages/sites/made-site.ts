// A site of many files below one folder: pages, style sheets, scripts and data, each made when it is first asked for.
import { send, type Exchange, type Routes } from '../routes.ts'

type Content = string | Uint8Array
type Maker = (exchange: Exchange) => Content

export interface MadeSite {
  name: string
  routes: Routes
  /** Paths of its pages, as a person would open them. */
  pages: string[]
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
}

/**
 * Puts a site under `/sites/<name>/`.
 *
 * @param files  path below the site to its maker; what ends in `.html` is a page unless its name begins with `_`
 * @param types  content types that differ from what the ending says, by path
 */
export function madeSite(
  name: string,
  files: Record<string, Maker>,
  types: Record<string, string> = {},
): MadeSite {
  const made = new Map<string, Content>()
  const routes = Object.entries(files).map(([path, make]): [string, Routes[string]] => [
    `/sites/${name}/${path}`,
    (exchange) => {
      const key = `${exchange.site.origin} ${path}`
      const content = made.get(key) ?? make(exchange)
      made.set(key, content)
      send(
        exchange,
        content,
        types[path] ?? TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      )
    },
  ])
  const isPage = (path: string) => /(?:^|\/)[^_/][^/]*\.html$/.test(path)
  return {
    name,
    routes: Object.fromEntries(routes),
    pages: Object.keys(files)
      .filter(isPage)
      .map((path) => `/sites/${name}/${path}`),
  }
}

/** The files `<prefix>1.html` to `<prefix><count>.html` of one maker. */
export function numbered(
  prefix: string,
  count: number,
  make: (number: number, exchange: Exchange) => Content,
): Record<string, Maker> {
  const numbers = Array.from({ length: count }, (_value, index) => index + 1)
  return Object.fromEntries(
    numbers.map((number) => [`${prefix}${number}.html`, (exchange: Exchange) => make(number, exchange)]),
  )
}
