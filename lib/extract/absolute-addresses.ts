// Addresses of a page that was not frozen, made absolute: what is relative there means nothing elsewhere.

const ADDRESSES = [
  ['a[href]', 'href'],
  ['img[src]', 'src'],
] as const

/** Makes links and pictures of a document absolute in place, against its <base> or its own URL. */
export function makeAbsolute(document: Document, url: string): void {
  const base = URL.parse(document.querySelector('base[href]')?.getAttribute('href') ?? '', url)?.href ?? url
  for (const [selector, name] of ADDRESSES)
    for (const element of document.querySelectorAll(selector)) {
      const address = URL.parse(element.getAttribute(name) ?? '', base)?.href
      if (address) element.setAttribute(name, address)
    }
}
