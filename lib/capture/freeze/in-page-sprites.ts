// Runs in the page's isolated world: brings SVG symbols of other files into the document, since a sandbox may not use them.

import type { PageDom } from './in-page-dom.ts'

export interface SpriteReader {
  /** Files that `use` elements refer to: Node sends their recorded texts to `useSources`. */
  fileUrls(roots: (Document | ShadowRoot)[]): string[]
  useSources(textByUrl: Record<string, string>): void
  /**
   * The local reference that replaces one to another file, and the file's drawing when it is not yet in this tree.
   * Null when the file was not recorded.
   */
  take(url: string, inTree: Set<string>): { reference: string; drawing: Element | null } | null
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createSpriteReader({ absolute }: PageDom): SpriteReader {
  const XLINK = 'http://www.w3.org/1999/xlink'
  let sources: Record<string, string> = {}
  const drawings = new Map<string, Element | null>()

  // Ids of two files may be equal, and equal to those of the page.
  function prefixIds(root: Element, prefix: string) {
    for (const element of root.querySelectorAll('*')) {
      if (element.id) element.id = prefix + element.id
      for (const attribute of element.attributes) {
        const isReference = attribute.localName === 'href' && attribute.value.startsWith('#')
        if (isReference) attribute.value = `#${prefix}${attribute.value.slice(1)}`
        else attribute.value = attribute.value.replaceAll(/url\((["']?)#/g, `url($1#${prefix}`)
      }
    }
  }

  function drawingOf(file: string, prefix: string): Element | null {
    const text = sources[file]
    if (text === undefined) return null
    try {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement
      if (root.localName !== 'svg') return null
      prefixIds(root, prefix)
      root.setAttribute('style', 'position:absolute;width:0;height:0;overflow:hidden')
      return root
    } catch {
      // A policy of the page forbids parsing: the symbol is lost, the page is not.
      return null
    }
  }

  return {
    fileUrls(roots) {
      const uses = roots.flatMap((root) => [...root.querySelectorAll('use')])
      const urls = uses
        .map((use) => use.getAttribute('href') ?? use.getAttributeNS(XLINK, 'href') ?? '')
        .filter((href) => !href.startsWith('#'))
        .flatMap((href) => absolute(href)?.split('#', 1)[0] ?? [])
      return [...new Set(urls)]
    },
    useSources(textByUrl) {
      sources = textByUrl
    },
    take(url, inTree) {
      const [file = '', id] = url.split('#', 2)
      if (!id) return null
      const known = [...drawings.keys()]
      const number = known.includes(file) ? known.indexOf(file) : known.length
      const prefix = `linkhome-${number}-`
      if (!drawings.has(file)) drawings.set(file, drawingOf(file, prefix))
      const drawing = drawings.get(file) ?? null
      if (!drawing) return null
      const isNew = !inTree.has(file)
      inTree.add(file)
      return { reference: `#${prefix}${id}`, drawing: isNew ? drawing : null }
    },
  }
}
